package io.gatehouse.fleet;

import io.gatehouse.launch.Surroundings;
import io.gatehouse.traces.TraceSettings;
import io.gatehouse.traces.Traces;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/** What became of spans, as numbers; 0 while nothing is traced. */
final class TraceCounts {

    private TraceCounts() {}

    /** Opens the traces as set, and counts them. */
    static Traces open(TraceSettings settings, Surroundings surroundings, MeterRegistry registry) {
        Traces.Speaker speaker = new Traces.Speaker(
                "gatehouse.fleet.traces", "gatehouse-fleet", surroundings.ids().next());
        Traces traces = Traces.of(settings, speaker, surroundings);
        FunctionCounter.builder("gatehouse.fleet.traces.sent", traces, one -> one.counts().sent())
                .register(registry);
        FunctionCounter.builder("gatehouse.fleet.traces.dropped", traces, one -> one.counts().dropped())
                .register(registry);
        FunctionCounter.builder("gatehouse.fleet.traces.failed", traces, one -> one.counts().failed())
                .register(registry);
        return traces;
    }
}
