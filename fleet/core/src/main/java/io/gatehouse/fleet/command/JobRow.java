package io.gatehouse.fleet.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.command.CommandType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A job's row, and as REST shows it: with how many of its commands are in which state. */
record JobRow(String id, String site, String state, JobWish wish, String madeBy, ObjectNode json) {

    static Optional<JobRow> lock(Handle handle, String site, String id) {
        return handle.createQuery("select * from job where site = ? and id = ? for update")
                .bind(0, site)
                .bind(1, id)
                .map((row, context) -> read(row))
                .findOne();
    }

    static Optional<JobRow> byKey(Handle handle, String site, String key) {
        return handle.createQuery("select * from job where site = ? and idempotency_key = ?")
                .bind(0, site)
                .bind(1, key)
                .map((row, context) -> read(row))
                .findOne();
    }

    static Optional<JobRow> find(Handle handle, String site, String id) {
        return handle.createQuery("select * from job where site = ? and id = ?")
                .bind(0, site)
                .bind(1, id)
                .map((row, context) -> read(row))
                .findOne();
    }

    static List<JobRow> newest(Handle handle, @Nullable String reach, @Nullable String site, int limit) {
        return handle.createQuery("""
                        select * from job where (:reach::text is null or site = any (string_to_array(:reach, ',')))
                            and (:site::text is null or site = :site)
                        order by made_at desc, id limit :limit
                        """)
                .bind("reach", reach)
                .bind("site", site)
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list();
    }

    /** With the tally of its commands. */
    ObjectNode shown(Handle handle) {
        ObjectNode tally = json.putObject("tally");
        handle.createQuery("select state, count(*) as n from command where job = ? group by state order by state")
                .bind(0, id)
                .map((row, context) -> {
                    tally.put(row.getString("state"), row.getLong("n"));
                    return true;
                })
                .list();
        return json;
    }

    private static JobRow read(ResultSet row) throws SQLException {
        List<String> devices = Arrays.asList((String[]) row.getArray("devices").getArray());
        String data = row.getString("data");
        JsonNode fields = data == null ? null : Json.read(data);
        JobWish wish = new JobWish(
                CommandType.byWireName(row.getString("type")),
                devices,
                row.getString("idempotency_key"),
                row.getInt("life_seconds"),
                row.getString("reason"),
                fields,
                row.getBoolean("needs_second"));
        return new JobRow(
                row.getString("id"),
                row.getString("site"),
                row.getString("state"),
                wish,
                row.getString("made_by"),
                json(row, wish));
    }

    private static ObjectNode json(ResultSet row, JobWish wish) throws SQLException {
        ObjectNode json = Json.object()
                .put("id", row.getString("id"))
                .put("site", row.getString("site"))
                .put("type", wish.type().wireName())
                .put("idempotencyKey", wish.idempotencyKey())
                .put("lifeSeconds", wish.lifeSeconds())
                .put("reason", wish.reason())
                .put("state", row.getString("state"))
                .put("needsSecond", row.getBoolean("needs_second"))
                .put("madeBy", row.getString("made_by"))
                .put("madeAt", time(row, "made_at"));
        wish.devices().forEach(json.putArray("devices")::add);
        if (wish.data() != null) {
            json.set("data", wish.data());
        }
        if (row.getString("decided_by") != null) {
            json.put("decidedBy", row.getString("decided_by")).put("decidedAt", time(row, "decided_at"));
        }
        if (row.getString("decision") != null) {
            json.put("decision", row.getString("decision"));
        }
        return json;
    }

    private static String time(ResultSet row, String column) throws SQLException {
        return Json.time(row.getObject(column, OffsetDateTime.class).toInstant());
    }
}
