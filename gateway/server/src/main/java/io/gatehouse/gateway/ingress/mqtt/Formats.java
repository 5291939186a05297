package io.gatehouse.gateway.ingress.mqtt;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.WireFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How each device writes: it is answered in the same format. On the gateway's context. */
public final class Formats {

    private final Map<DeviceId, WireFormat> last = new HashMap<>();

    /** The format of a message: what its content type says, or what its first byte tells. */
    public WireFormat heard(DeviceId device, @Nullable String contentType, byte[] payload) {
        WireFormat format = Optional.ofNullable(contentType)
                .flatMap(WireFormat::byMediaType)
                .orElseGet(() -> WireFormat.detect(payload));
        last.put(device, format);
        return format;
    }

    public WireFormat of(DeviceId device) {
        return last.getOrDefault(device, WireFormat.JSON);
    }
}
