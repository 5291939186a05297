package io.gatehouse.fleet.alarm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** What people see of alarms. Blocking; any thread. */
public final class AlarmBook {

    private static final int MOST = 2_000;

    private final Jdbi jdbi;
    private final Clock clock;

    public AlarmBook(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Which of them. */
    public enum Shelf {
        /** What somebody has to look at: not closed, not put aside, not explained by another. */
        OPEN,
        /** Put aside for a while. */
        SHELVED,
        /** Done with, the latest first. */
        CLOSED,
        /** All that are not closed, those that follow from others too. */
        ALL;

        private String condition() {
            return switch (this) {
                case OPEN -> "a.closed is null and a.shelved_until is null and a.masked_by is null";
                case SHELVED -> "a.closed is null and a.shelved_until is not null";
                case CLOSED -> "a.closed is not null";
                case ALL -> "a.closed is null";
            };
        }
    }

    /**
     * What is looked for.
     *
     * @param reach the sites of whoever asks
     */
    public record Asked(
            Shelf shelf, Condition condition, @Nullable String site, Reach reach, int limit) {

        /** Everything that somebody has to look at. */
        public static Asked all() {
            return new Asked(Shelf.ALL, Condition.TRUE, null, Reach.all(), MOST);
        }
    }

    /** Those with the gravest consequences first; closed ones by when they were closed. */
    public List<ObjectNode> list(Asked asked) {
        return jdbi.withHandle(handle -> bound(
                        handle,
                        "select a.*, (select count(*) from alarm m where m.masked_by = a.id and m.closed is null) as hides"
                                + " from alarm a " + where(asked)
                                + (asked.shelf() == Shelf.CLOSED
                                        ? " order by a.closed desc, a.id desc"
                                        : " order by a.cleared is not null, a.acknowledged is not null, a.weight desc,"
                                                + " a.since, a.id")
                                + " limit " + Math.max(1, Math.min(MOST, asked.limit())),
                        asked)
                .map((row, context) -> json(row, clock.instant()))
                .list());
    }

    /** How many there are on each shelf. */
    public ObjectNode counts(Reach reach) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select count(*) filter (where shelved_until is null and masked_by is null) as open,
                            count(*) filter (where shelved_until is null and masked_by is null and acknowledged is null
                                and severity = 'CRITICAL' and cleared is null) as critical,
                            count(*) filter (where shelved_until is not null) as shelved,
                            count(*) filter (where masked_by is not null) as masked
                        from alarm where closed is null and
                        """ + Reach.condition("site"))
                .bind("reach", reach.text())
                .map((row, context) -> Json.object()
                        .put("open", row.getLong("open"))
                        .put("critical", row.getLong("critical"))
                        .put("shelved", row.getLong("shelved"))
                        .put("masked", row.getLong("masked")))
                .one());
    }

    /** One of a site with its history and what it hides. */
    public Optional<ObjectNode> find(String site, long id) {
        return jdbi.withHandle(handle -> {
            Optional<ObjectNode> found = handle.createQuery("""
                            select a.*, (select count(*) from alarm m where m.masked_by = a.id and m.closed is null) as hides
                            from alarm a where a.id = :id and a.site = :site
                            """)
                    .bind("id", id)
                    .bind("site", site)
                    .map((row, context) -> json(row, clock.instant()))
                    .findOne();
            found.ifPresent(alarm -> {
                ArrayNode steps = alarm.putArray("steps");
                handle.createQuery("select * from alarm_step where alarm = ? order by id limit 1000")
                        .bind(0, id)
                        .map((row, context) -> step(row))
                        .forEach(steps::add);
                ArrayNode hidden = alarm.putArray("hidden");
                handle.createQuery("select * from alarm where masked_by = ? and closed is null order by id limit 500")
                        .bind(0, id)
                        .map((row, context) -> Json.object()
                                .put("id", row.getLong("id"))
                                .put("kind", row.getString("kind"))
                                .put("name", row.getString("name")))
                        .forEach(hidden::add);
            });
            return found;
        });
    }

    /** Those of a device, the latest first. */
    public List<ObjectNode> ofDevice(String site, String device, Instant before, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select a.*, 0 as hides from alarm a
                        where a.site = :site and a.device = :device and a.since < :before order by a.since desc limit :limit
                        """)
                .bind("site", site)
                .bind("device", device)
                .bind("before", AlarmRow.at(before))
                .bind("limit", limit)
                .map((row, context) -> json(row, clock.instant()))
                .list());
    }

    /** The open alarms by their keys, for whoever has conditions and wants to know what people made of them. */
    public Map<String, ObjectNode> byKey(Reach reach) {
        Map<String, ObjectNode> all = new HashMap<>();
        list(new Asked(Shelf.ALL, Condition.TRUE, null, reach, MOST))
                .forEach(alarm -> all.put(alarm.path("key").asText(), alarm));
        return all;
    }

    private static String where(Asked asked) {
        return "where " + asked.shelf().condition() + " and "
                + asked.condition().sql()
                + (asked.site() == null ? "" : " and a.site = :onlySite")
                + (asked.reach().isAll() ? "" : " and a.site = any (string_to_array(:reach, ','))");
    }

    private static Query bound(Handle handle, String sql, Asked asked) {
        Query query = handle.createQuery(sql).bindMap(asked.condition().values());
        if (asked.site() != null) {
            query.bind("onlySite", asked.site());
        }
        if (!asked.reach().isAll()) {
            query.bind("reach", asked.reach().text());
        }
        return query;
    }

    static ObjectNode json(ResultSet row, Instant now) throws SQLException {
        Life life = AlarmRow.of(row).life();
        ObjectNode json = Json.object()
                .put("id", row.getLong("id"))
                .put("key", row.getString("key"))
                .put("kind", row.getString("kind"))
                .put("severity", row.getString("severity"))
                .put("site", row.getString("site"))
                .put("name", row.getString("name"))
                .put("state", state(life))
                .put("active", life.isActive())
                .put("acknowledged", life.isAcknowledged())
                .put("since", Json.time(life.since()))
                .put("last", Json.time(life.last()))
                .put("count", life.count())
                .put("flapping", life.isActive() && life.isFlapping(now))
                .put("level", life.level())
                .put("weight", row.getLong("weight"))
                .put("hides", row.getLong("hides"));
        for (String name : List.of("gateway", "device", "owner")) {
            text(json, name, row.getString(name));
        }
        text(json, "acknowledgedBy", row.getString("acknowledged_by"));
        text(json, "shelvedBy", row.getString("shelved_by"));
        time(json, "acknowledgedAt", life.acknowledged());
        time(json, "clearedAt", life.cleared());
        time(json, "shelvedUntil", life.shelved());
        time(json, "closedAt", life.closed());
        time(json, "escalatesAt", life.escalates());
        json.set("params", Json.read(row.getString("params")));
        json.set("words", Json.read(row.getString("words")));
        json.set("consequence", Json.read(row.getString("consequence")));
        long masked = row.getLong("masked_by");
        if (!row.wasNull()) {
            json.put("maskedBy", masked);
        }
        return json;
    }

    /** The states of ISA-18.2, and the two ends: put aside, and done with. */
    private static String state(Life life) {
        if (!life.isOpen()) {
            return "CLOSED";
        }
        if (life.isShelved()) {
            return "SHELVED";
        }
        return (life.isActive() ? "ACTIVE" : "CLEARED") + (life.isAcknowledged() ? "_ACKNOWLEDGED" : "_UNACKNOWLEDGED");
    }

    private static ObjectNode step(ResultSet row) throws SQLException {
        Instant at = AlarmRow.instant(row, "at");
        ObjectNode json = Json.object()
                .put("at", Json.time(at == null ? Instant.EPOCH : at))
                .put("step", row.getString("step"))
                .put("who", row.getString("who"));
        text(json, "note", row.getString("note"));
        json.set("data", Json.read(row.getString("data")));
        return json;
    }

    private static void text(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static void time(ObjectNode json, String name, @Nullable Instant at) {
        if (at != null) {
            json.put(name, Json.time(at));
        }
    }
}
