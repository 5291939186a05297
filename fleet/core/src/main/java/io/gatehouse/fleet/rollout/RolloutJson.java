package io.gatehouse.fleet.rollout;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rollouts as REST shows them. */
final class RolloutJson {

    private RolloutJson() {}

    static List<ObjectNode> list(Handle handle, int limit) {
        return handle
                .createQuery(SELECT + " order by r.made_at desc, r.id limit ?")
                .bind(0, limit)
                .map((row, context) -> json(row))
                .list()
                .stream()
                .map(one -> withWaves(handle, one))
                .toList();
    }

    /** Those that something may still happen to, or did a moment ago. */
    static List<ObjectNode> moving(Handle handle, OffsetDateTime since) {
        return handle
                .createQuery(SELECT + " where not r.settled or r.since > ? order by r.made_at desc, r.id limit 50")
                .bind(0, since)
                .map((row, context) -> json(row))
                .list()
                .stream()
                .map(one -> withWaves(handle, one))
                .toList();
    }

    private static final String SELECT = """
            select r.*, a.product, a.version from rollout r left join artifact a on a.sha256 = r.artifact
            """;

    static Optional<ObjectNode> find(Handle handle, String id) {
        return handle.createQuery(SELECT + " where r.id = ?")
                .bind(0, id)
                .map((row, context) -> json(row))
                .findOne()
                .map(one -> withNotes(handle, withWaves(handle, one)));
    }

    private static ObjectNode json(ResultSet row) throws SQLException {
        ObjectNode json = Json.object()
                .put("id", row.getString("id"))
                .put("name", row.getString("name"))
                .put("kind", row.getString("kind"))
                .put("target", row.getString("target"))
                .put("phase", row.getString("phase"))
                .put("wave", row.getInt("wave"))
                .put("since", time(row, "since"))
                .put("madeBy", row.getString("made_by"))
                .put("madeAt", time(row, "made_at"))
                .put("why", row.getString("why"))
                .put("settled", row.getBoolean("settled"));
        for (String column : List.of("artifact", "product", "version", "reason")) {
            if (row.getString(column) != null) {
                json.put(column, row.getString(column));
            }
        }
        if (row.getString("approved_by") != null) {
            json.put("approvedBy", row.getString("approved_by"));
        }
        if (row.getString("settings") != null) {
            json.set("settings", Json.read(row.getString("settings")));
        }
        json.set("plan", Json.read(row.getString("plan")));
        return json;
    }

    /** For each wave how many devices are in which state; those that are waited for and not there are OFFLINE. */
    private static ObjectNode withWaves(Handle handle, ObjectNode json) {
        ArrayNode waves = json.putArray("waves");
        json.path("plan").path("waves").forEach(name -> {
            ObjectNode wave = waves.addObject().put("name", name.asText());
            wave.putObject("tally");
            wave.put("devices", 0);
        });
        handle.createQuery("""
                        select wave, case when state = 'PENDING' and note = 'AWAY' then 'OFFLINE' else state end as shown,
                            count(*) as n, sum(coalesce(before_starts, 0)) as starts
                        from rollout_unit where rollout = ? group by 1, 2 order by 1, 2
                        """)
                .bind(0, json.path("id").asText())
                .map((row, context) -> {
                    ObjectNode wave = (ObjectNode) waves.get(row.getInt("wave"));
                    ((ObjectNode) wave.get("tally")).put(row.getString("shown"), row.getLong("n"));
                    return wave.put("devices", wave.path("devices").asLong() + row.getLong("n"));
                })
                .list();
        return json;
    }

    private static ObjectNode withNotes(Handle handle, ObjectNode json) {
        ArrayNode notes = json.putArray("notes");
        handle.createQuery("""
                        select * from rollout_note where rollout = ? and device is null order by id desc limit 200
                        """)
                .bind(0, json.path("id").asText())
                .map((row, context) -> note(row))
                .forEach(notes::add);
        json.set("health", health(handle, json.path("id").asText()));
        return json;
    }

    /** The devices that have the new one: how they were before, and how they are now. */
    private static ObjectNode health(Handle handle, String id) {
        return handle.createQuery("""
                        select count(*) as devices, coalesce(sum(u.before_problems), 0) as problems_before,
                            coalesce(sum((select count(*) from problem p where p.site = u.site and p.device = u.device)), 0)
                                as problems_now,
                            coalesce(sum((select count(*) from device_mark m where m.site = u.site and m.device = u.device)
                                - u.before_starts), 0) as starts_since
                        from rollout_unit u where u.rollout = ? and u.before_starts is not null
                            and u.state in ('INSTALLED', 'GOOD', 'FAILED')
                        """)
                .bind(0, id)
                .map((row, context) -> Json.object()
                        .put("devices", row.getLong("devices"))
                        .put("problemsBefore", row.getLong("problems_before"))
                        .put("problemsNow", row.getLong("problems_now"))
                        .put("startsSince", row.getLong("starts_since")))
                .one();
    }

    static List<ObjectNode> units(Handle handle, String id, @Nullable String state, @Nullable Integer wave, int limit) {
        return handle.createQuery("""
                        select u.*, d.name, d.last_heard, d.state ->> 'firmware' as firmware from rollout_unit u
                        left join device d on d.site = u.site and d.id = u.device
                        where u.rollout = :id and (:wave::int is null or u.wave = :wave) and (:state::text is null
                            or :state = case when u.state = 'PENDING' and u.note = 'AWAY' then 'OFFLINE' else u.state end)
                        order by u.wave, u.site, u.device limit :limit
                        """)
                .bind("id", id)
                .bind("state", state)
                .bind("wave", wave)
                .bind("limit", limit)
                .map((row, context) -> unit(row))
                .list();
    }

    private static ObjectNode unit(ResultSet row) throws SQLException {
        ObjectNode json = Json.object()
                .put("site", row.getString("site"))
                .put("device", row.getString("device"))
                .put("name", row.getString("name"))
                .put("wave", row.getInt("wave"))
                .put("state", row.getString("state"))
                .put("since", time(row, "since"));
        for (String column : List.of("note", "command", "firmware")) {
            if (row.getString(column) != null) {
                json.put(column, row.getString(column));
            }
        }
        if (row.getString("before_runs") != null) {
            json.put("before", row.getString("before_runs"));
        }
        if (row.getObject("last_heard") != null) {
            json.put("lastHeard", time(row, "last_heard"));
        }
        return json;
    }

    static List<ObjectNode> timeline(Handle handle, String site, String device, int limit) {
        return handle.createQuery("""
                        select n.*, r.name, r.target from rollout_note n join rollout r on r.id = n.rollout
                        where n.site = ? and n.device = ? order by n.id desc limit ?
                        """)
                .bind(0, site)
                .bind(1, device)
                .bind(2, limit)
                .map((row, context) -> note(row)
                        .put("rollout", row.getString("rollout"))
                        .put("name", row.getString("name"))
                        .put("target", row.getString("target")))
                .list();
    }

    private static ObjectNode note(ResultSet row) throws SQLException {
        ObjectNode json = Json.object().put("at", time(row, "at")).put("code", row.getString("code"));
        for (String column : List.of("detail", "who")) {
            if (row.getString(column) != null) {
                json.put(column, row.getString(column));
            }
        }
        return json;
    }

    private static String time(ResultSet row, String column) throws SQLException {
        return Json.time(row.getObject(column, OffsetDateTime.class).toInstant());
    }
}
