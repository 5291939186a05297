package io.gatehouse.protocol.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.WireFormat;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A device's answer to a command.
 *
 * @param code why it failed, where somebody decides by it; the message is for people
 */
public record CommandAck(
        Envelope envelope,
        String commandId,
        Status status,
        @Nullable String message,
        @Nullable String code) {

    /** What the command needs did not come to the device: nothing has happened to it, and it may be asked again. */
    public static final String NOT_FETCHED = "NOT_FETCHED";

    /** How far the device got with the command. */
    public enum Status {
        /** Taken; the end will be told by a second acknowledgement. */
        ACCEPTED,
        DONE,
        FAILED,
        /** Came too late for the device. */
        EXPIRED
    }

    public static Decoded<CommandAck> read(WireFormat format, byte[] payload) {
        return format.readObject(payload).then(CommandAck::of);
    }

    private static Decoded<CommandAck> of(ObjectNode object) {
        Fields fields = new Fields(object);
        Envelope envelope = Envelope.read(fields);
        String commandId = fields.text("commandId", 64);
        String status = fields.text("status", 16);
        String message = fields.optionalText("message", 256);
        String code = fields.optionalText("code", 32);
        boolean known = Arrays.stream(Status.values()).anyMatch(s -> s.name().equals(status));
        if (!known) {
            fields.refuse(RefusalCode.OUT_OF_RANGE, "'status' must be one of " + Arrays.toString(Status.values()));
        }
        return fields.refusal()
                .<Decoded<CommandAck>>map(Decoded.Malformed::new)
                .orElseGet(
                        () -> Decoded.ok(new CommandAck(envelope, commandId, Status.valueOf(status), message, code)));
    }
}
