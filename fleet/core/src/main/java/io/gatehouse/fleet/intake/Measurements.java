package io.gatehouse.fleet.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.CopyRows;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Puts measurements into the waiting room of the series store, in the same transaction as everything else. */
final class Measurements {

    private static final String COPY =
            "copy measurement_waiting (site, device, metric, unit, at, value) from stdin (format binary)";
    private static final int COLUMNS = 6;

    private final Handle handle;

    Measurements(Handle handle) {
        this.handle = handle;
    }

    void insert(List<Accepted> records) throws SQLException {
        CopyRows rows = new CopyRows(COLUMNS);
        for (Accepted record : records) {
            SiteEvent event = record.event();
            if (!event.type().equals(GatewayEvents.TELEMETRY) || event.body() == null || event.device() == null) {
                continue;
            }
            for (JsonNode one : event.body().path("measurements")) {
                if (one.path("v").isNumber()) {
                    rows.row()
                            .text(record.site().value())
                            .text(event.device().value())
                            .text(one.path("n").asText())
                            .text(one.path("u").textValue())
                            .bigint(event.gatewayTime())
                            .number(one.path("v").doubleValue());
                }
            }
        }
        rows.into(handle.getConnection(), COPY);
    }
}
