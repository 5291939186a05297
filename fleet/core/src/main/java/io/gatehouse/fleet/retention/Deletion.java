package io.gatehouse.fleet.retention;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.SiteId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Which rows are records of rounds, and when each is old. Within one transaction. */
final class Deletion {

    /** Known by when something was. */
    private static final String WAS = "t.%1$s < :before and " + free("t.%1$s", "t.%1$s", Hold.AROUND_MILLIS);

    /**
     * Also by when it came: a clock of 1901 makes nothing old. When the two lie far apart, the first may be wrong, and a hold
     * on the other counts too.
     */
    private static final String CAME = "greatest(t.%1$s, t.%2$s) < :before and "
            + free("t.%1$s", "t.%1$s", Hold.AROUND_MILLIS)
            + " and (abs(t.%2$s - t.%1$s) <= " + Hold.LATE_MILLIS + " or "
            + free("t.%2$s", "t.%2$s", Hold.LATE_MILLIS) + ")";

    private static final String OF_A_ROUND =
            "t.at < :before and not exists (select from patrol_round r where r.site = t.site and r.id = t.round)";

    /** A table, what its rows are called for people, and which of them are old. In the order of deletion. */
    private record Records(String table, String name, String old) {}

    private static final List<Records> ALL = List.of(
            new Records("patrol_round", "rounds", String.format(Locale.ROOT, WAS, "planned_at")),
            new Records("patrol_verdict", "verdicts", OF_A_ROUND),
            new Records("patrol_signature", "signatures", OF_A_ROUND),
            new Records("patrol_order", "orders", OF_A_ROUND + " and " + free("t.at", "t.at", Hold.LATE_MILLIS)),
            new Records("patrol_scan", "scans", String.format(Locale.ROOT, CAME, "at", "received_at")),
            new Records("patrol_report", "reports", String.format(Locale.ROOT, CAME, "at", "received_at")),
            new Records(
                    "patrol_photo",
                    "photos",
                    "t.received_at < :before and " + free("t.received_at", "t.received_at", Hold.LATE_MILLIS)),
            new Records("patrol_finding", "findings", String.format(Locale.ROOT, WAS, "at")),
            new Records("patrol_upload", "uploads", "t.at < :before and " + free("t.at", "t.at", Hold.LATE_MILLIS)),
            new Records(
                    "patrol_custody",
                    "custody",
                    "t.to_at < :before and " + free("t.from_at", "t.to_at", Hold.AROUND_MILLIS)),
            new Records("report_run", "mailedReports", "t.due < to_timestamp(:before / 1000.0)"));

    private final Handle handle;
    private final SiteId site;
    private final long before;

    Deletion(Handle handle, SiteId site, long before) {
        this.handle = handle;
        this.site = site;
        this.before = before;
    }

    /** Not in the reach of a hold in force. */
    private static String free(String from, String to, long later) {
        return "not exists (select from patrol_hold h where h.site = t.site and h.released_at is null and " + to
                + " >= h.from_at - " + Hold.AROUND_MILLIS + " and " + from + " <= h.to_at + " + later + ")";
    }

    /** How many of what went; what did not lose any is left out. */
    Map<String, Integer> run() {
        Map<String, Integer> removed = new TreeMap<>();
        for (Records records : ALL) {
            int many = handle.createUpdate(
                            "delete from " + records.table + " t where t.site = :site and " + records.old)
                    .bind("site", site.value())
                    .bind("before", before)
                    .execute();
            if (many > 0) {
                removed.put(records.name, many);
            }
        }
        return removed;
    }

    /** How many of what there are. */
    ObjectNode kept() {
        ObjectNode kept = Json.object();
        for (Records records : ALL) {
            kept.put(
                    records.name,
                    handle.createQuery("select count(*) from " + records.table + " where site = ?")
                            .bind(0, site.value())
                            .mapTo(Long.class)
                            .one());
        }
        return kept;
    }
}
