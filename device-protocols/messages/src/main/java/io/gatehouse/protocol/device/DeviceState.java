package io.gatehouse.protocol.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.WireFormat;

/** How a device is now (door position, lock, firmware, ...); the latest one wins. The body is the whole object. */
public record DeviceState(Envelope envelope, ObjectNode body) {

    public static Decoded<DeviceState> read(WireFormat format, byte[] payload) {
        return format.readObject(payload).then(object -> {
            Fields fields = new Fields(object);
            Envelope envelope = Envelope.read(fields);
            return fields.refusal()
                    .<Decoded<DeviceState>>map(Decoded.Malformed::new)
                    .orElseGet(() -> Decoded.ok(new DeviceState(envelope, object)));
        });
    }
}
