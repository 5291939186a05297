package io.gatehouse.fleet.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Keeps what lists are asked by beside each device: its latest battery level, and the firmware that it reports. */
final class DeviceLevels {

    private final Handle handle;

    DeviceLevels(Handle handle) {
        this.handle = handle;
    }

    private record Key(String site, String device) {}

    private record Level(double percent, long at) {}

    void update(List<Accepted> records) {
        // sorted, so that two transactions lock the rows in the same order
        Comparator<Key> order = Comparator.comparing(Key::site).thenComparing(Key::device);
        Map<Key, Level> levels = new TreeMap<>(order);
        Map<Key, String> firmware = new TreeMap<>(order);
        for (Accepted record : records) {
            SiteEvent event = record.event();
            JsonNode body = event.body();
            if (event.device() == null || body == null) {
                continue;
            }
            Key key = new Key(record.site().value(), event.device().value());
            if (event.type().equals(GatewayEvents.TELEMETRY)) {
                batteries(body)
                        .forEach(percent -> levels.merge(
                                key,
                                new Level(percent, event.gatewayTime()),
                                (before, after) -> before.at > after.at ? before : after));
            } else if (event.type().equals(GatewayEvents.STATE_REPORTED)
                    && body.path("firmware").isTextual()) {
                firmware.put(key, body.path("firmware").asText());
            }
        }
        write(levels, firmware);
    }

    private static List<Double> batteries(JsonNode body) {
        List<Double> found = new ArrayList<>();
        for (JsonNode one : body.path("measurements")) {
            if (one.path("n").asText().equals("battery") && one.path("v").isNumber()) {
                found.add(one.path("v").asDouble());
            }
        }
        return found;
    }

    private void write(Map<Key, Level> levels, Map<Key, String> firmware) {
        levels.forEach((key, level) -> handle.execute("""
                update device set battery = ?, battery_time = ?
                where site = ? and id = ? and coalesce(battery_time, 0) <= ?
                """, level.percent, level.at, key.site, key.device, level.at));
        firmware.forEach((key, version) -> handle.execute(
                "update device set firmware = ? where site = ? and id = ? and firmware is distinct from ?",
                version,
                key.site,
                key.device,
                version));
    }
}
