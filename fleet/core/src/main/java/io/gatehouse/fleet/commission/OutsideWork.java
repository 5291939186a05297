package io.gatehouse.fleet.commission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What the list of work takes from the edges of a position: boxes that left, and strangers that have no position. Blocks. */
final class OutsideWork {

    private static final int MOST_STRANGERS = 1_000;

    private final Jdbi jdbi;

    OutsideWork(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Of each empty position, which box left it last: {@code by}, {@code reason}, {@code at}. */
    Map<String, ObjectNode> takenOut(@Nullable String site, Reach reach) {
        Map<String, ObjectNode> all = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        select distinct on (i.site, i.device) i.site, i.device, i.taken_out, i.taken_out_by, i.reason
                        from installation i join device d on d.site = i.site and d.id = i.device
                        where d.service = 'PLANNED' and i.taken_out is not null
                            and (:site::text is null or i.site = :site)
                            and (:reach::text is null or i.site = any (string_to_array(:reach, ',')))
                        order by i.site, i.device, i.id desc
                        """)
                .bind("site", site)
                .bind("reach", reach.text())
                .map((row, context) -> {
                    ObjectNode left = Json.object();
                    Positions.time(left, "at", row, "taken_out");
                    Positions.text(left, "by", row, "taken_out_by");
                    Positions.text(left, "reason", row, "reason");
                    return Map.entry(row.getString("site") + "/" + row.getString("device"), left);
                })
                .forEach(one -> all.put(one.getKey(), one.getValue())));
        return all;
    }

    /** Who appeared unannounced and waits. */
    List<ObjectNode> strangers(@Nullable String site, Reach reach) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select site, name, gateway, first_seen, veto, veto_reason from stranger where refused is null
                            and (:site::text is null or site = :site)
                            and (:reach::text is null or site = any (string_to_array(:reach, ',')))
                        order by site, last_seen desc limit :most
                        """)
                .bind("site", site)
                .bind("reach", reach.text())
                .bind("most", MOST_STRANGERS)
                .map((row, context) -> stranger(row))
                .list());
    }

    private static ObjectNode stranger(ResultSet row) throws SQLException {
        ObjectNode thing = Json.object()
                .put("site", row.getString("site"))
                .put("id", row.getString("name"))
                .put("name", row.getString("name"));
        ObjectNode item = WorkItem.of(WorkList.Kind.QUARANTINE, thing, "").put("action", "/strangers");
        item.remove("deviceKind");
        Positions.time(item, "since", row, "first_seen");
        Positions.text(item, "gateway", row, "gateway");
        ObjectNode block = WorkItem.block(item, row.getString("veto") == null ? "NOT_APPROVED" : row.getString("veto"));
        Positions.text(block, "reason", row, "veto_reason");
        return item;
    }
}
