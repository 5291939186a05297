package io.gatehouse.fleet.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.command.CommandType;
import org.jspecify.annotations.Nullable;

/** What somebody asks of a device. */
public record Request(
        CommandType type,
        String idempotencyKey,
        int expiresInSeconds,
        @Nullable String reason,
        @Nullable JsonNode data) {}
