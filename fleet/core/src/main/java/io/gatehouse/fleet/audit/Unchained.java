package io.gatehouse.fleet.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.audit.ExportLines;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A history of a log that has no chain: it forked off from its log before histories were given one, or where nothing was
 * signed yet from which it could go on.
 *
 * @param stored the name under which the events are kept
 * @param log the log that forked
 * @param heldUpTo the newest number that is kept
 */
record Unchained(String site, String gateway, String gatewayName, String stored, String log, long heldUpTo) {

    static final String FORKED = "FORKED";

    private static final String ALL = """
            select b.*, g.site, g.name from gateway g join (
                select gateway, stored, log, coalesce(upper(held) - 1, 0) as newest, changed as at
                from uplink_log where lane = 'EVIDENCE' and not chained
                union all
                select gateway, stored, log, coalesce(upper(held) - 1, 0), ended
                from log_branch where lane = 'EVIDENCE' and not chained) b on b.gateway = g.id
            order by b.gateway, b.at desc, b.stored
            """;

    static List<Unchained> all(Handle handle) {
        return handle.createQuery(ALL).map((row, context) -> of(row)).list();
    }

    private static Unchained of(ResultSet row) throws SQLException {
        return new Unchained(
                row.getString("site"),
                row.getString("gateway"),
                row.getString("name"),
                row.getString("stored"),
                row.getString("log"),
                row.getLong("newest"));
    }

    ObjectNode json() {
        ObjectNode item = Json.object()
                .put("site", site)
                .put("gateway", gateway)
                .put("gatewayName", gatewayName)
                .put("log", stored)
                .put("chained", false)
                .put("reason", FORKED)
                .put("forkOf", log)
                .put("heldUpTo", heldUpTo)
                .put("signedUpTo", 0)
                .put("verifiedUpTo", 0);
        item.putArray("keys");
        return item;
    }

    ExportLines.Unchained line() {
        return new ExportLines.Unchained(gateway, stored, FORKED);
    }
}
