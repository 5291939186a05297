package io.gatehouse.gateway.trace;

import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.traces.Step;
import io.gatehouse.traces.Traces;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells of each event how long the fleet took to say that it holds it. Of batches that were sent again the last one counts.
 * On the gateway's context.
 */
public final class UplinkTraces {

    /** More than the uplink has on its way at once. */
    private static final int MOST_BATCHES = 256;

    private final Traces traces;
    private final Map<LogId, Map<Long, Sent>> onTheirWay = new HashMap<>();
    private int batches;

    private record Sent(long last, boolean live, long at) {}

    public UplinkTraces(Traces traces) {
        this.traces = traces;
    }

    /** A batch leaves. */
    public void sent(UplinkBatch batch) {
        if (!traces.isOn() || batches == MOST_BATCHES) {
            return;
        }
        Sent sent = new Sent(batch.last(), batch.live(), traces.now());
        if (onTheirWay.computeIfAbsent(batch.log(), log -> new TreeMap<>()).put(batch.first(), sent) == null) {
            batches++;
        }
    }

    /** The fleet has said what it holds. */
    public void acknowledged(UplinkAck ack) {
        Map<Long, Sent> sent = onTheirWay.get(ack.log());
        if (sent == null || ack.refusal() != null) {
            return;
        }
        long now = traces.now();
        Iterator<Map.Entry<Long, Sent>> all = sent.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Long, Sent> one = all.next();
            if (ack.held().covers(one.getKey(), one.getValue().last())) {
                tell(ack.log(), one.getKey(), one.getValue(), now);
                all.remove();
                batches--;
            }
        }
    }

    private void tell(LogId log, long first, Sent sent, long now) {
        Step step = Step.of("uplink", Step.Kind.SENDS, sent.at(), now)
                .with(Map.of(
                        "gatehouse.batch",
                        String.valueOf(sent.last() - first + 1),
                        "gatehouse.live",
                        String.valueOf(sent.live())));
        for (long seq = first; seq <= sent.last(); seq++) {
            traces.of(log, seq).ifPresent(trail -> trail.step(step));
        }
    }

    /** The line is cut: what was on its way is sent again. */
    public void cut() {
        onTheirWay.clear();
        batches = 0;
    }
}
