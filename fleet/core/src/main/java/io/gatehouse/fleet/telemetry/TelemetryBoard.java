package io.gatehouse.fleet.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.telemetry.SeriesFeed.Away;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;

/** How it stands with the telemetry store, as REST shows it. Blocking. */
public final class TelemetryBoard {

    private final Jdbi jdbi;
    private final SeriesStore store;
    private final SeriesFeed feed;
    private final RollUps rollUps;
    private final Retention retention;

    public TelemetryBoard(Jdbi jdbi, SeriesStore store, SeriesFeed feed, RollUps rollUps, Retention retention) {
        this.jdbi = jdbi;
        this.store = store;
        this.feed = feed;
        this.rollUps = rollUps;
        this.retention = retention;
    }

    /**
     * Measurements that wait for the store, by their first and last number (they may be millions), and those that it
     * refused.
     */
    public record Room(long waiting, long parked) {}

    public Room room() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select (select coalesce(max(id) - min(id) + 1, 0) from measurement_waiting) as waiting,
                            (select count(*) from measurement_parked) as parked
                        """)
                .map((row, context) -> new Room(row.getLong("waiting"), row.getLong("parked")))
                .one());
    }

    public ObjectNode now() {
        Room room = room();
        SeriesFeed.Counts counts = feed.counts();
        Away away = feed.away();
        ObjectNode json = Json.object()
                .put("engine", store.engine())
                .put("answers", away == null)
                .put("waiting", room.waiting())
                .put("parked", room.parked())
                .put("expired", counts.expired())
                .put("carried", counts.points());
        if (away != null) {
            json.put("awaySince", Json.time(away.since())).put("reason", away.reason());
        }
        ArrayNode levels = json.putArray("levels");
        for (Level level : Level.values()) {
            ObjectNode one = levels.addObject()
                    .put("level", level.name())
                    .put(
                            "keptDays",
                            Duration.ofMillis(retention.of(level).toMillis()).toDays());
            if (level != Level.RAW) {
                one.put("upTo", Json.time(Instant.ofEpochMilli(rollUps.rolledUpTo(level))));
            }
        }
        return json;
    }

    /** What the store refused, newest first. */
    public List<ObjectNode> parked(int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from measurement_parked order by noted desc, id desc limit ?")
                .bind(0, limit)
                .map((row, context) -> {
                    ObjectNode json = Json.object()
                            .put("site", row.getString("site"))
                            .put("device", row.getString("device"))
                            .put("metric", row.getString("metric"))
                            .put("value", row.getDouble("value"))
                            .put("reason", row.getString("reason"))
                            .put(
                                    "noted",
                                    Json.time(Objects.requireNonNull(row.getTimestamp("noted"))
                                            .toInstant()));
                    json.put("at", row.getLong("at"));
                    return json;
                })
                .list());
    }

    /** Puts what the store refused back into the waiting room, for when the cause is mended. Returns how many. */
    public int retry() {
        return jdbi.inTransaction(handle -> handle.execute("""
                with back as (delete from measurement_parked returning *)
                insert into measurement_waiting (site, device, metric, unit, at, value)
                select site, device, metric, unit, at, value from back
                """));
    }
}
