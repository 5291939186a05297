package io.gatehouse.gateway.seen;

import io.gatehouse.protocol.DeviceId;

/** The identity of a device's message, for ever. */
public record EventKey(DeviceId device, String bootId, long seq) {

    /** Odd and large (2^64 by the golden ratio), so that numbers in a row lie far from each other. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /** Devices and boots are often named in a row, too: summed up as usual, their messages would share few buckets. */
    @Override
    public int hashCode() {
        return 31 * (31 * device.hashCode() + bootId.hashCode()) + Long.hashCode(seq * SPREAD);
    }
}
