package io.gatehouse.protocol.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.DeviceId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operator's command on its way from the fleet to the gateway.
 *
 * @param idempotencyKey the same key is carried out once, however often it arrives
 * @param issuedAt milliseconds since 1970, the fleet's clock
 * @param expiresAt milliseconds since 1970; a gateway that gets it later reports {@code EXPIRED} and does nothing
 * @param operator who ordered it
 * @param reason why, when the policy asks for one
 */
public record CommandOrder(
        String commandId,
        String idempotencyKey,
        DeviceId device,
        CommandType type,
        long issuedAt,
        long expiresAt,
        String operator,
        @Nullable String reason,
        @Nullable Map<String, JsonNode> data) {}
