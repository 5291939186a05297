package io.gatehouse.fleet.intake;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Keeps the latest state of each device; one that comes late does not replace a newer one. */
final class DeviceStates {

    private final Handle handle;

    DeviceStates(Handle handle) {
        this.handle = handle;
    }

    void update(List<Accepted> records) {
        // sorted, so that two transactions lock the rows in the same order
        Map<String, Accepted> latest = new TreeMap<>();
        for (Accepted record : records) {
            SiteEvent event = record.event();
            if (event.type().equals(GatewayEvents.STATE_REPORTED) && event.device() != null && event.body() != null) {
                latest.merge(
                        event.device().value(),
                        record,
                        (one, other) ->
                                one.event().gatewayTime() > other.event().gatewayTime() ? one : other);
            }
        }
        for (Map.Entry<String, Accepted> one : latest.entrySet()) {
            SiteEvent event = one.getValue().event();
            handle.execute(
                    """
                    update device set state = ?::jsonb, state_time = ?
                    where site = ? and id = ? and coalesce(state_time, 0) <= ?
                    """,
                    Json.write(Objects.requireNonNull(event.body())),
                    event.gatewayTime(),
                    one.getValue().site().value(),
                    one.getKey(),
                    event.gatewayTime());
        }
    }
}
