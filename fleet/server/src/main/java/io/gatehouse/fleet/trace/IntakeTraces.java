package io.gatehouse.fleet.trace;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.traces.Step;
import io.gatehouse.traces.Traces;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the fleet's part of the traces that gateways begin. Safe from any thread. */
public final class IntakeTraces {

    /** Tells nothing. */
    public static final IntakeTraces OFF = new IntakeTraces(Traces.OFF);

    private final Traces traces;

    public IntakeTraces(Traces traces) {
        this.traces = traces;
    }

    public boolean isOn() {
        return traces.isOn();
    }

    public long now() {
        return traces.now();
    }

    /**
     * As of {@link #now}.
     *
     * @param arrived when the batch came
     * @param begun when a worker took it up
     */
    public record Times(long arrived, long begun) {}

    /** The batch was written, or refused; what of it is held is told. */
    public void taken(UplinkBatch batch, UplinkAck ack, Times times) {
        if (traces.isOn()) {
            boolean refused = ack.refusal() != null;
            for (long seq = batch.first(); seq <= batch.last(); seq++) {
                if (refused || ack.held().contains(seq)) {
                    tell(batch, seq, times, ack.refusal());
                }
            }
        }
    }

    /** The database did not take it. */
    public void failed(UplinkBatch batch, Times times, RuntimeException why) {
        if (traces.isOn()) {
            for (long seq = batch.first(); seq <= batch.last(); seq++) {
                tell(batch, seq, times, why.getClass().getSimpleName());
            }
        }
    }

    private void tell(UplinkBatch batch, long seq, Times times, @Nullable String failure) {
        long now = traces.now();
        Map<String, String> facts = Map.of(
                "gatehouse.gateway", batch.gateway().value(),
                "gatehouse.batch", String.valueOf(batch.records().size()));
        traces.of(batch.log(), seq)
                .ifPresent(trail -> trail.step(
                                new Step("intake", Step.Kind.RECEIVES, times.arrived(), now, facts, failure))
                        .step(new Step("database", Step.Kind.INSIDE, times.begun(), now, Map.of(), failure)));
    }

    /**
     * Events were sent to the pages that are open.
     *
     * @param committed when they were in the database
     * @param listeners how many pages
     */
    public void shown(LogId log, List<? extends JsonNode> events, long committed, int listeners) {
        Step step = Step.of("live", Step.Kind.SENDS, committed, traces.now())
                .with(Map.of("gatehouse.listeners", String.valueOf(listeners)));
        for (JsonNode event : events) {
            traces.of(log, event.path("seq").asLong()).ifPresent(trail -> trail.step(step));
        }
    }
}
