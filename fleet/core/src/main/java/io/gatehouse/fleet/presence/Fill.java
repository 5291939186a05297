package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.LaneFacts;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.Storage;
import java.time.Instant;

/**
 * How full a gateway's lanes and its disk are, in percent, and which level of alarm that is. A level is left only when
 * it is undercut by {@link #HYSTERESIS}, so that a lane at its edge does not come and go.
 */
public final class Fill {

    /** The name under which the disk stands beside the lanes. */
    static final String DISK = "DISK";

    private static final int[] LEVELS = {70, 85, 95};
    private static final int HYSTERESIS = 5;

    /** From here on a disk is alarming whatever the lanes may still need. */
    private static final int ALWAYS = 95;

    private Fill() {}

    /** The level in force after {@code before}: 0, 70, 85 or 95. */
    public static int level(int before, double percent) {
        int level = 0;
        for (int each : LEVELS) {
            if (percent >= (each <= before ? each - HYSTERESIS : each)) {
                level = each;
            }
        }
        return level;
    }

    /** What stands in the database after a heartbeat: per lane and for the disk {@code percent, level, since}. */
    static ObjectNode after(JsonNode before, Storage storage, Instant now) {
        ObjectNode after = Json.object();
        for (LaneFacts lane : storage.lanes()) {
            double percent = percent(lane.bytes(), lane.quota());
            put(after, before, lane.lane().name(), percent, percent, now);
        }
        Long free = storage.diskFree();
        Long size = storage.diskSize();
        if (free != null && size != null && size > 0) {
            double percent = percent(size - free, size);
            boolean roomy = percent < ALWAYS && free > 2 * mayStillTake(storage);
            put(after, before, DISK, percent, roomy ? 0 : percent, now);
        }
        return after;
    }

    private static void put(
            ObjectNode after, JsonNode before, String name, double percent, double alarming, Instant now) {
        JsonNode was = before.path(name);
        int level = level(was.path("level").asInt(), alarming);
        boolean same = was.path("level").asInt() == level && was.has("since");
        after.putObject(name)
                .put("percent", Math.round(percent * 10) / 10.0)
                .put("level", level)
                .put("since", same ? was.path("since").asText() : Json.time(now));
    }

    private static double percent(double part, double whole) {
        return whole <= 0 ? 0 : Math.min(100, Math.max(0, 100 * part / whole));
    }

    private static double mayStillTake(Storage storage) {
        return storage.lanes().stream()
                .mapToDouble(lane -> Math.max(0.0, (double) lane.quota() - lane.bytes()))
                .sum();
    }

    /** The highest level that is in force, 0 when none. */
    static int worst(JsonNode fill) {
        int worst = 0;
        for (JsonNode one : fill) {
            worst = Math.max(worst, one.path("level").asInt());
        }
        return worst;
    }
}
