package io.gatehouse.protocol.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a device is told to do, on {@code cmd}. A device carries out each {@code commandId} once and none after its
 * expiry; it answers on {@code ack}, save to the answers of its own reads.
 *
 * @param issuedAt milliseconds since 1970
 * @param expiresAt milliseconds since 1970
 * @param answers the read that this command answers, or nothing
 * @param data further fields of the type (door, accessPoint, releaseMillis, feedback, reason, ...)
 */
public record DeviceCommand(
        String commandId,
        CommandType type,
        long issuedAt,
        long expiresAt,
        @Nullable Answers answers,
        @Nullable Map<String, JsonNode> data) {

    /** The identity of the read that a command answers. */
    public record Answers(String bootId, long seq) {}

    /** The field of the data as text, or "" when there is none. */
    public String text(String field) {
        JsonNode value = data == null ? null : data.get(field);
        return value == null || value.isNull() ? "" : value.asText();
    }

    public boolean expiredAt(long nowMillis) {
        return nowMillis >= expiresAt;
    }
}
