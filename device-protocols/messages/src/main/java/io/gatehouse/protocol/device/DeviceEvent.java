package io.gatehouse.protocol.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import java.util.regex.Pattern;

/**
 * Something that happened at a device. The body is the whole object as it came, so that fields this version does not
 * know survive.
 *
 * @param type a past-tense name such as {@code DoorOpened}; types that {@link EventType} does not list are kept too
 */
public record DeviceEvent(Envelope envelope, String type, ObjectNode body) {

    private static final Pattern TYPE_FORM = Pattern.compile("[A-Z][A-Za-z0-9]{1,47}");

    /** Reads an event and checks the fields that its type demands. */
    public static Decoded<DeviceEvent> read(WireFormat format, byte[] payload) {
        return format.readObject(payload).then(DeviceEvent::of);
    }

    private static Decoded<DeviceEvent> of(ObjectNode object) {
        Fields fields = new Fields(object);
        String type = fields.text("type", 48);
        Envelope envelope = Envelope.read(fields);
        if (fields.refusal().isEmpty() && !TYPE_FORM.matcher(type).matches()) {
            fields.refuse(RefusalCode.OUT_OF_RANGE, "'type' must be a name such as DoorOpened, was '" + type + "'");
        }
        EventType.byWireName(type).ifPresent(known -> known.check(fields));
        DeviceEvent event = new DeviceEvent(envelope, type, object);
        return fields.refusal()
                .<Decoded<DeviceEvent>>map(Decoded.Malformed::new)
                .orElseGet(() -> Decoded.ok(event));
    }

    /** The field as text, or "" when the event has none. */
    public String text(String field) {
        return body.path(field).asText("");
    }
}
