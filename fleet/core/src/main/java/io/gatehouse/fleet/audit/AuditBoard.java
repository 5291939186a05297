package io.gatehouse.fleet.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How far the evidence of each gateway is proven, as REST shows it. */
public final class AuditBoard {

    private static final int MOST = 10_000;

    /** Of each log the first checkpoint whose key nobody has accepted: from there on nothing is proven. */
    private static final String CHAINED = """
            select l.*, g.site, g.name, c.gateway_time, c.key_id, x.after_seq, x.waiting_key, coalesce(u.log, b.log) as own_log
                from audit_log l
                join gateway g on g.id = l.gateway
                left join uplink_log u on u.gateway = l.gateway and u.stored = l.log
                left join log_branch b on b.gateway = l.gateway and b.stored = l.log
                left join audit_checkpoint c
                    on c.gateway = l.gateway and c.log = l.log and c.seq = l.newest_seq
                left join lateral (select w.after_seq, w.key_id as waiting_key from audit_key k
                    join audit_checkpoint w on w.gateway = k.gateway and w.key_id = k.key_id
                    where k.gateway = l.gateway and k.accepted is null and w.log = l.log
                    order by w.seq limit 1) x on true
            where (:reach::text is null or g.site = any (string_to_array(:reach, ',')))
            order by l.gateway, coalesce(u.changed, b.ended) desc nulls last, l.log limit :most
            """;

    private final Jdbi jdbi;

    public AuditBoard(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** One item a log, a gateway's newest log first; then the histories that have no chain. */
    public List<ObjectNode> list() {
        return list(Reach.all());
    }

    public List<ObjectNode> list(Reach reach) {
        return jdbi.withHandle(handle -> {
            List<ObjectNode> chained = handle.createQuery(CHAINED)
                    .bind("most", MOST)
                    .bind("reach", reach.text())
                    .map((row, context) -> item(row))
                    .list();
            Map<String, ArrayNode> keys = keys(handle);
            chained.forEach(item -> item.set(
                    "keys", keys.getOrDefault(item.path("gateway").asText(), JsonNodeFactory.instance.arrayNode())));
            return Stream.concat(
                            chained.stream(),
                            Unchained.all(handle).stream()
                                    .filter(one -> reach.covers(one.site()))
                                    .map(Unchained::json))
                    .toList();
        });
    }

    private static ObjectNode item(ResultSet row) throws SQLException {
        long proven = row.getLong("proven_seq");
        String waitingKey = row.getString("waiting_key");
        long after = waitingKey == null ? Long.MAX_VALUE : row.getLong("after_seq");
        ObjectNode item = Json.object()
                .put("site", row.getString("site"))
                .put("gateway", row.getString("gateway"))
                .put("gatewayName", row.getString("name"))
                .put("log", row.getString("log"))
                .put("chained", true)
                .put("signedUpTo", row.getLong("newest_seq"))
                .put("verifiedUpTo", Math.min(proven, after));
        String own = row.getString("own_log");
        if (own != null && !own.equals(row.getString("log"))) {
            item.put("forkOf", own).put("chainedFrom", row.getLong("start_seq") + 1);
        }
        if (row.getString("key_id") != null) {
            item.put("signedAt", Json.time(row.getLong("gateway_time"))).put("key", row.getString("key_id"));
        }
        if (waitingKey != null) {
            item.putObject("unaccepted").put("key", waitingKey).put("from", after + 1);
        }
        time(item, "checkedAt", row, "checked");
        OffsetDateTime noted = row.getObject("fault_noted", OffsetDateTime.class);
        if (noted != null) {
            item.putObject("mismatch")
                    .put("fault", row.getString("fault"))
                    .put("seq", row.getLong("fault_seq"))
                    .put("since", Json.time(noted.toInstant()));
        }
        return item;
    }

    private static Map<String, ArrayNode> keys(Handle handle) {
        Map<String, ArrayNode> keys = new HashMap<>();
        handle.createQuery("select * from audit_key order by gateway, first_seen, key_id")
                .map((row, context) -> key(row))
                .forEach(key -> keys.computeIfAbsent(
                                key.remove("gateway").asText(), each -> JsonNodeFactory.instance.arrayNode())
                        .add(key));
        return keys;
    }

    private static ObjectNode key(ResultSet row) throws SQLException {
        ObjectNode key = Json.object()
                .put("gateway", row.getString("gateway"))
                .put("id", row.getString("key_id"))
                .put("key", row.getString("public_key"))
                .put("accepted", row.getObject("accepted") != null);
        time(key, "firstSeen", row, "first_seen");
        time(key, "acceptedAt", row, "accepted");
        // the first one was accepted by nobody, but at first sight
        if (row.getString("accepted_by") != null) {
            key.put("acceptedBy", row.getString("accepted_by")).put("reason", row.getString("reason"));
        }
        return key;
    }

    private static void time(ObjectNode json, String name, ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        if (at != null) {
            json.put(name, Json.time(at.toInstant()));
        }
    }
}
