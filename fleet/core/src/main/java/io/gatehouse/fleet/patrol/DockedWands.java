package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.patrol.wand.WandMark;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What gateways said of wands that they read, at a dock or from a file: it stands in the last part of each reading. */
final class DockedWands {

    private static final String READINGS =
            " from event where site = :site and type = 'PatrolScansTaken' and fleet_time >= :since";

    private DockedWands() {}

    /** Where the wand stood when a gateway last read it. */
    static Optional<WandMark> mark(Handle handle, String site, String wand, long since) {
        return handle.createQuery("select body ->> 'mark'" + READINGS
                        + " and body -> 'mark' ->> 'wand' = :wand order by gateway_time desc, seq desc limit 1")
                .bind("site", site)
                .bind("since", at(since))
                .bind("wand", wand)
                .map((row, context) -> Json.read(row.getString(1), WandMark.class))
                .findOne();
    }

    /** The newest: {@code wand, dock, records, scans, newScans, kept, troubles, at, dockedAt, by}. */
    static List<ObjectNode> list(Handle handle, String site, long since) {
        return handle.createQuery("select gateway, gateway_time, body ->> 'batch', body ->> 'troubles'" + READINGS
                        + " and jsonb_exists(body, 'batch')"
                        + " and (jsonb_exists(body, 'mark') or jsonb_array_length(body -> 'troubles') > 0)"
                        + " order by gateway_time desc, seq desc limit 100")
                .bind("site", site)
                .bind("since", at(since))
                .map((row, context) -> {
                    JsonNode batch = Json.read(row.getString(3));
                    int records = batch.path("records").asInt();
                    ObjectNode one = Json.object()
                            .put("kept", true)
                            .put("wand", batch.path("wand").asText())
                            .put("dock", batch.path("dock").asText())
                            .put("records", records)
                            .put("scans", records)
                            .put("newScans", records)
                            .put("at", row.getLong(2))
                            .put("dockedAt", batch.path("dockTime").asLong())
                            .put("by", row.getString(1));
                    one.set("troubles", Json.read(row.getString(4)));
                    return one;
                })
                .list();
    }

    private static OffsetDateTime at(long millis) {
        return OffsetDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }
}
