package io.gatehouse.protocol.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import java.util.ArrayList;
import java.util.List;

/** Measurements of a device at one moment, 1 to 200 of them. */
public record DeviceTelemetry(Envelope envelope, List<Measurement> measurements) {

    private static final int MAX_MEASUREMENTS = 200;

    public DeviceTelemetry {
        measurements = List.copyOf(measurements);
    }

    public static Decoded<DeviceTelemetry> read(WireFormat format, byte[] payload) {
        return format.readObject(payload).then(DeviceTelemetry::of);
    }

    private static Decoded<DeviceTelemetry> of(ObjectNode object) {
        Fields fields = new Fields(object);
        Envelope envelope = Envelope.read(fields);
        List<Measurement> measurements = new ArrayList<>();
        JsonNode list = object.path("measurements");
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_MEASUREMENTS) {
            fields.refuse(
                    RefusalCode.BAD_TYPE,
                    "'measurements' must be a list of 1 to " + MAX_MEASUREMENTS + " SenML records");
        } else {
            list.forEach(one -> Measurement.read(one, measurements, fields));
        }
        return fields.refusal()
                .<Decoded<DeviceTelemetry>>map(Decoded.Malformed::new)
                .orElseGet(() -> Decoded.ok(new DeviceTelemetry(envelope, measurements)));
    }
}
