package io.gatehouse.protocol.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What every message of a device carries: the boot it belongs to, its number within that boot (both together with the
 * device are the event's identity, for ever), the device's own time as it believed it, and whether it is told later.
 *
 * @param bootId new at every start of the device, 1 to 32 characters
 * @param seq grows by one with each message of the boot, from 0 or 1
 * @param time the device's clock, kept as it came, or nothing when it has none
 * @param replayed the message was stored on the device and is told afterwards: it never moves a lock
 */
public record Envelope(String bootId, long seq, @Nullable Instant time, boolean replayed) {

    /** Far above any real counter, and exact in a JSON number (RFC 8259 §6). */
    public static final long MAX_SEQ = (1L << 53) - 1;

    static Envelope read(Fields fields) {
        return new Envelope(
                fields.text("bootId", 32),
                fields.number("seq", 0, MAX_SEQ),
                fields.optionalTime("time"),
                fields.flag("replayed"));
    }

    /** Writes the four fields into a message that is being built. */
    public void writeTo(ObjectNode message) {
        message.put("bootId", bootId).put("seq", seq);
        if (time != null) {
            message.put("time", time.toEpochMilli());
        }
        if (replayed) {
            message.put("replayed", true);
        }
    }
}
