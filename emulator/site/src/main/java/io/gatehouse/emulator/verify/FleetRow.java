package io.gatehouse.emulator.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One event as the fleet's export tells it; times are milliseconds since 1970. */
public record FleetRow(
        String log,
        long seq,
        @Nullable String device,
        @Nullable String bootId,
        @Nullable Long deviceSeq,
        String type,
        String outcome,
        String reason,
        long gatewayTime,
        long fleetTime) {

    /** Reads a line of the export. */
    public static FleetRow of(JsonNode row) {
        return new FleetRow(
                row.path("log").asText(),
                row.path("seq").asLong(),
                row.path("device").textValue(),
                row.path("bootId").textValue(),
                row.hasNonNull("deviceSeq") ? row.get("deviceSeq").longValue() : null,
                row.path("type").asText(),
                row.path("outcome").asText(""),
                row.path("reason").asText(""),
                millis(row.path("gatewayTime")),
                millis(row.path("fleetTime")));
    }

    private static long millis(JsonNode time) {
        return time.isTextual() ? Instant.parse(time.textValue()).toEpochMilli() : 0;
    }
}
