package io.gatehouse.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.link.FleetLink;
import io.gatehouse.gateway.record.Recorder;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.Storage;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway measures of itself: once a minute into the journal, as devices' measurements are, so that a plot has
 * no hole where the line was cut. On the gateway's context.
 */
final class SelfMeasures {

    static final long EVERY_MILLIS = 60_000;

    private final Numbers numbers;
    private final Upward upward;
    private final FleetLink link;
    private final Recorder recorder;

    SelfMeasures(Numbers numbers, Upward upward, FleetLink link, Recorder recorder) {
        this.numbers = numbers;
        this.upward = upward;
        this.link = link;
        this.recorder = recorder;
    }

    void tell() {
        ObjectNode body = Recorder.body();
        ArrayNode list = body.putArray("measurements");
        add(list, "uptime", "s", numbers.uptimeSeconds());
        add(list, "heap", "By", numbers.heapBytes());
        add(list, "loop_delay", "ms", numbers.loop().worst());
        numbers.loop().reset();
        add(list, "decisions", null, numbers.decisions());
        add(list, "link_up", null, link.isUp() ? 1 : 0);
        numbers.links().forEach((kind, count) -> add(list, "links_" + kind, null, count));
        add(list, "backlog", null, upward.backlog(Lane.EVIDENCE) + upward.backlog(Lane.TELEMETRY));
        storage(list, upward.stock().told());
        Long jump = upward.clock().jumpMillis();
        add(list, "clock_jump", "ms", jump == null ? 0 : jump);
        // what was not kept is counted by the recorder; the next minute tells it all anew
        recorder.measured(body);
    }

    private static void storage(ArrayNode list, Storage storage) {
        long journal = storage.lanes().stream().mapToLong(lane -> lane.bytes()).sum();
        add(list, "journal", "By", journal);
        if (storage.diskFree() != null) {
            add(list, "disk_free", "By", storage.diskFree());
        }
    }

    private static void add(ArrayNode list, String name, @Nullable String unit, double value) {
        ObjectNode one = list.addObject().put("n", name);
        if (unit != null) {
            one.put("u", unit);
        }
        one.put("v", value);
    }
}
