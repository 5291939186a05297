package io.gatehouse.fleet.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.CopyRows;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Puts measurements into the waiting room of the series store, in the same transaction as everything else. */
final class Measurements {

    private static final String COPY =
            "copy measurement_waiting (site, device, metric, unit, at, value) from stdin (format binary)";
    private static final int COLUMNS = 6;

    /** 2020: nobody measured anything with this software before. */
    private static final long NO_CLOCK_BEFORE = 1_577_836_800_000L;

    private final Handle handle;
    private final Instant now;

    Measurements(Handle handle, Instant now) {
        this.handle = handle;
        this.now = now;
    }

    void insert(List<Accepted> records) throws SQLException {
        CopyRows rows = new CopyRows(COLUMNS);
        for (Accepted record : records) {
            SiteEvent event = record.event();
            if (!event.type().equals(GatewayEvents.TELEMETRY) || event.body() == null) {
                continue;
            }
            String subject = event.device() == null
                    ? "~" + record.gateway().value()
                    : event.device().value();
            for (JsonNode one : event.body().path("measurements")) {
                if (one.path("v").isNumber()) {
                    rows.row()
                            .text(record.site().value())
                            .text(subject)
                            .text(one.path("n").asText())
                            .text(one.path("u").textValue())
                            .bigint(timeOf(event))
                            .number(one.path("v").doubleValue());
                }
            }
        }
        rows.into(handle.getConnection(), COPY);
    }

    /**
     * The gateway's time; a device's own clock, which may say 1970, is never asked. What a gateway without a clock says is
     * dated by its arrival: on no plot it could be found otherwise (decision 0015).
     */
    private long timeOf(SiteEvent event) {
        return event.gatewayTime() < NO_CLOCK_BEFORE ? now.toEpochMilli() : event.gatewayTime();
    }
}
