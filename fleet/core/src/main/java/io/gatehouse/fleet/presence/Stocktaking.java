package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.ClockFacts;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.LaneFacts;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.Storage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of a heartbeat is kept about storage, backlog and clock, as it lies in the database. Times of the gateway are laid
 * on the fleet's clock by how long ago they were.
 *
 * @param storage JSON, or nothing when the gateway does not tell
 * @param clockOffsetMillis how far the gateway's clock is ahead of the fleet's, the way included
 */
record Stocktaking(
        @Nullable String storage,
        String fill,
        String trend,
        long clockOffsetMillis,
        @Nullable Instant clockSince,
        @Nullable Long clockJumpMillis) {

    /** What the heartbeats before have left. */
    record Before(JsonNode fill, JsonNode trend, JsonNode storage) {}

    static Stocktaking of(GatewayHeartbeat heartbeat, Before before, Instant now) {
        Storage storage = heartbeat.storage();
        ClockFacts clock = heartbeat.clockFacts();
        long waiting =
                heartbeat.backlog().values().stream().mapToLong(Long::longValue).sum();
        return new Stocktaking(
                storage == null ? null : Json.write(json(heartbeat, storage, before.storage(), now)),
                Json.write(storage == null ? Json.object() : Fill.after(before.fill(), storage, now)),
                Json.write(Pace.after(before.trend(), now.toEpochMilli(), waiting)),
                heartbeat.time() - now.toEpochMilli(),
                clock == null ? null : ago(heartbeat, clock.since(), now),
                clock == null ? null : clock.jumpMillis());
    }

    private static ObjectNode json(GatewayHeartbeat heartbeat, Storage storage, JsonNode before, Instant now) {
        ObjectNode json = Json.object().put("failed", storage.failed());
        if (storage.failed()) {
            json.put("failedSince", before.path("failedSince").asText(Json.time(now)));
        }
        if (storage.diskFree() != null && storage.diskSize() != null) {
            json.put("diskFree", storage.diskFree()).put("diskSize", storage.diskSize());
        }
        ArrayNode lanes = json.putArray("lanes");
        for (LaneFacts lane : storage.lanes()) {
            ObjectNode one = lanes.addObject()
                    .put("lane", lane.lane().name())
                    .put("bytes", lane.bytes())
                    .put("quota", lane.quota());
            if (lane.oldestWaiting() != null) {
                one.put("oldest", Json.time(ago(heartbeat, lane.oldestWaiting(), now)));
            }
            ObjectNode byClass = one.putObject("byClass");
            lane.byClass().forEach(byClass::put);
        }
        return json;
    }

    private static Instant ago(GatewayHeartbeat heartbeat, long time, Instant now) {
        return now.minusMillis(Math.max(0, heartbeat.time() - time));
    }
}
