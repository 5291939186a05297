package io.gatehouse.fleet.intake;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Keeps the latest state of each device; one that comes late does not replace a newer one. */
final class DeviceStates {

    private final Handle handle;

    DeviceStates(Handle handle) {
        this.handle = handle;
    }

    void update(List<Accepted> records) {
        for (Accepted record : records) {
            SiteEvent event = record.event();
            if (event.type().equals(GatewayEvents.STATE_REPORTED) && event.device() != null && event.body() != null) {
                handle.execute(
                        """
                        update device set state = ?::jsonb, state_time = ?
                        where site = ? and id = ? and coalesce(state_time, 0) <= ?
                        """,
                        Json.write(event.body()),
                        event.gatewayTime(),
                        record.site().value(),
                        event.device().value(),
                        event.gatewayTime());
            }
        }
    }
}
