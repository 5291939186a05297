package io.gatehouse.fleet.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How far the evidence of each gateway is proven, as REST shows it. */
public final class AuditBoard {

    private static final int MOST = 10_000;

    private final Jdbi jdbi;

    public AuditBoard(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** One item a log, a gateway's newest log first. */
    public List<ObjectNode> list() {
        return jdbi.withHandle(handle -> {
            List<ObjectNode> items = handle.createQuery("""
                            select l.*, g.site, c.gateway_time, c.key_id from audit_log l
                                join gateway g on g.id = l.gateway
                                left join uplink_log u on u.gateway = l.gateway and u.log = l.log
                                left join audit_checkpoint c
                                    on c.gateway = l.gateway and c.log = l.log and c.seq = l.newest_seq
                            order by l.gateway, u.changed desc, l.log limit :most
                            """)
                    .bind("most", MOST)
                    .map((row, context) -> item(row))
                    .list();
            Map<String, ArrayNode> keys = keys(handle);
            items.forEach(item -> item.set(
                    "keys", keys.getOrDefault(item.path("gateway").asText(), JsonNodeFactory.instance.arrayNode())));
            return items;
        });
    }

    private static ObjectNode item(ResultSet row) throws SQLException {
        ObjectNode item = Json.object()
                .put("site", row.getString("site"))
                .put("gateway", row.getString("gateway"))
                .put("log", row.getString("log"))
                .put("signedUpTo", row.getLong("newest_seq"))
                .put("verifiedUpTo", row.getLong("proven_seq"));
        if (row.getString("key_id") != null) {
            item.put("signedAt", Json.time(row.getLong("gateway_time"))).put("key", row.getString("key_id"));
        }
        OffsetDateTime checked = row.getObject("checked", OffsetDateTime.class);
        if (checked != null) {
            item.put("checkedAt", Json.time(checked.toInstant()));
        }
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
                .map((row, context) -> Json.object()
                        .put("gateway", row.getString("gateway"))
                        .put("id", row.getString("key_id"))
                        .put("key", row.getString("public_key"))
                        .put(
                                "firstSeen",
                                Json.time(row.getObject("first_seen", OffsetDateTime.class)
                                        .toInstant())))
                .forEach(key -> keys.computeIfAbsent(
                                key.remove("gateway").asText(), each -> JsonNodeFactory.instance.arrayNode())
                        .add(key));
        return keys;
    }
}
