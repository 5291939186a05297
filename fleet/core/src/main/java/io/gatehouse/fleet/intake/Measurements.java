package io.gatehouse.fleet.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Puts measurements into the waiting room of the series store, in the same transaction as everything else. */
final class Measurements {

    private final Handle handle;

    Measurements(Handle handle) {
        this.handle = handle;
    }

    void insert(List<Accepted> records) {
        PreparedBatch batch = handle.prepareBatch(
                "insert into measurement_waiting (site, device, metric, unit, at, value) values (?, ?, ?, ?, ?, ?)");
        for (Accepted record : records) {
            SiteEvent event = record.event();
            if (!event.type().equals(GatewayEvents.TELEMETRY) || event.body() == null || event.device() == null) {
                continue;
            }
            for (JsonNode one : event.body().path("measurements")) {
                if (one.path("v").isNumber()) {
                    batch.add(
                            record.site().value(),
                            event.device().value(),
                            one.path("n").asText(),
                            one.path("u").textValue(),
                            event.gatewayTime(),
                            one.path("v").doubleValue());
                }
            }
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }
}
