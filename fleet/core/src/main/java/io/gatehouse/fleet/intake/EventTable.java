package io.gatehouse.fleet.intake;

import io.gatehouse.fleet.store.CopyRows;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes events, all rows of a batch in one binary COPY. */
final class EventTable {

    /** The columns, in the order in which {@link #row} adds the fields. */
    private static final List<String> COLUMNS = List.of(
            "fleet_time",
            "gateway",
            "log",
            "seq",
            "site",
            "class",
            "type",
            "device",
            "boot_id",
            "device_seq",
            "device_time",
            "gateway_time",
            "time_quality",
            "replayed",
            "outcome",
            "reason",
            "door",
            "access_point",
            "person",
            "decision",
            "body");

    private static final String COPY = "copy event (" + String.join(", ", COLUMNS) + ") from stdin (format binary)";

    private final Handle handle;
    private final Instant now;

    EventTable(Handle handle, Instant now) {
        this.handle = handle;
        this.now = now;
    }

    void insert(List<Accepted> events) throws SQLException {
        CopyRows rows = new CopyRows(COLUMNS.size());
        for (Accepted event : events) {
            row(rows, event);
        }
        rows.into(handle.getConnection(), COPY);
    }

    private void row(CopyRows rows, Accepted accepted) {
        SiteEvent event = accepted.event();
        rows.row()
                .time(now)
                .text(accepted.gateway().value())
                .text(accepted.log().hex())
                .bigint(accepted.seq())
                .text(accepted.site().value())
                .text(event.eventClass().name())
                .text(event.type())
                .text(event.device() == null ? null : event.device().value())
                .text(event.bootId())
                .bigint(event.deviceSeq())
                .bigint(event.deviceTime())
                .bigint(event.gatewayTime())
                .text(event.timeQuality().name())
                .bool(event.replayed());
        decision(rows, event.decision());
        rows.jsonb(event.decision()).jsonb(event.body());
    }

    private static void decision(CopyRows rows, @Nullable AccessDecision decision) {
        rows.text(decision == null ? null : decision.outcome().name())
                .text(decision == null ? null : decision.reason().name())
                .text(decision == null ? null : decision.door())
                .text(decision == null ? null : decision.accessPoint())
                .text(decision == null ? null : decision.person());
    }
}
