package io.gatehouse.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A device as it is typed: {@code SITE/DEVICE}. */
record DeviceAddress(String site, String device) {

    /** Where none was typed. */
    static final DeviceAddress NONE = new DeviceAddress("", "");

    String path() {
        return "/sites/" + FleetClient.part(site) + "/devices/" + FleetClient.part(device);
    }

    @Override
    public String toString() {
        return site + "/" + device;
    }

    /** Reads it from the command line. */
    static final class Reader implements ITypeConverter<DeviceAddress> {

        @Override
        public DeviceAddress convert(String typed) {
            int slash = typed.indexOf('/');
            if (slash <= 0 || slash == typed.length() - 1) {
                throw new TypeConversionException("'" + typed + "' is no SITE/DEVICE");
            }
            return new DeviceAddress(typed.substring(0, slash), typed.substring(slash + 1));
        }
    }
}
