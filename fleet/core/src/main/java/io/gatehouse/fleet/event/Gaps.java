package io.gatehouse.fleet.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Multiranges;
import io.gatehouse.protocol.IntervalSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What is missing of the logs: lost for good with its reason, or still on its way; as REST shows it. */
public final class Gaps {

    static final String ON_ITS_WAY = "ON_ITS_WAY";

    private static final int MOST = 1_000;

    private final Jdbi jdbi;

    public Gaps(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public List<ObjectNode> all() {
        return jdbi.withHandle(handle -> Stream.concat(lost(handle).stream(), onTheirWay(handle).stream())
                .limit(MOST)
                .toList());
    }

    private static List<ObjectNode> lost(Handle handle) {
        return handle.createQuery("""
                        select x.*, g.site from gap x join gateway g on g.id = x.gateway
                        order by x.noted desc, x.log, x.from_seq limit 1000
                        """)
                .map((row, context) ->
                        gap(row, row.getLong("from_seq"), row.getLong("to_seq"), row.getString("reason"), "noted"))
                .list();
    }

    /** Holes below the highest number that is held: what came in between has not come yet. */
    private static List<ObjectNode> onTheirWay(Handle handle) {
        return handle.createQuery("""
                        select l.gateway, l.stored as log, l.lane, l.changed, l.held::text as held, g.site
                        from uplink_log l join gateway g on g.id = l.gateway order by l.gateway, l.log
                        """).map((row, context) -> holes(row)).list().stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<ObjectNode> holes(ResultSet row) throws SQLException {
        List<ObjectNode> holes = new ArrayList<>();
        IntervalSet held = Multiranges.read(row.getString("held"));
        if (!held.isEmpty()) {
            for (long[] hole : held.missingIn(1, held.last()).pairs()) {
                holes.add(gap(row, hole[0], hole[1], ON_ITS_WAY, "changed"));
            }
        }
        return holes;
    }

    private static ObjectNode gap(ResultSet row, long from, long to, String reason, String since) throws SQLException {
        return Json.object()
                .put("site", row.getString("site"))
                .put("gateway", row.getString("gateway"))
                .put("lane", row.getString("lane"))
                .put("log", row.getString("log"))
                .put("from", from)
                .put("to", to)
                .put("reason", reason)
                .put(
                        "since",
                        Json.time(row.getObject(since, OffsetDateTime.class).toInstant()));
    }
}
