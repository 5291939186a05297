package io.gatehouse.protocol.device;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.Ids;
import java.util.Locale;
import java.util.Optional;

/** What a device and its gateway say on: {@code gh/v1/{deviceId}/{channel}}; the same paths are CoAP resources. */
public record Topic(DeviceId device, Channel channel) {

    public static final String PREFIX = "gh/v1/";

    /** One direction of talk each. */
    public enum Channel {
        EVENT(true),
        TELEMETRY(true),
        STATE(true),
        ACK(true),
        CMD(false),
        ERROR(false);

        private final boolean fromDevice;

        Channel(boolean fromDevice) {
            this.fromDevice = fromDevice;
        }

        /** Whether the device publishes here; else the gateway does and the device subscribes. */
        public boolean fromDevice() {
            return fromDevice;
        }

        public String level() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The topic of the text, or nothing when the text is none of ours. */
    public static Optional<Topic> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        int slash = text.indexOf('/', PREFIX.length());
        if (slash < 0) {
            return Optional.empty();
        }
        String device = text.substring(PREFIX.length(), slash);
        String level = text.substring(slash + 1);
        if (!Ids.isValid(device)) {
            return Optional.empty();
        }
        for (Channel channel : Channel.values()) {
            if (channel.level().equals(level)) {
                return Optional.of(new Topic(new DeviceId(device), channel));
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return PREFIX + device + "/" + channel.level();
    }
}
