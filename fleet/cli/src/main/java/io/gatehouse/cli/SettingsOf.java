package io.gatehouse.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose settings: a device's, or those of a model at a site or everywhere. */
final class SettingsOf {

    @Option(names = "--device", paramLabel = "SITE/DEVICE", converter = DeviceAddress.Reader.class)
    private @Nullable DeviceAddress device;

    @Option(names = "--profile", paramLabel = "PROFILE")
    private @Nullable String profile;

    @Option(names = "--site", paramLabel = "SITE")
    private @Nullable String site;

    /** Where the layer is. */
    String path(FleetCommand on) {
        if (device != null) {
            return device.path() + "/settings";
        }
        if (profile == null) {
            throw on.usage("config.whose");
        }
        return site == null
                ? "/settings/profiles/" + FleetClient.part(profile)
                : "/sites/" + FleetClient.part(site) + "/settings/" + FleetClient.part(profile);
    }
}
