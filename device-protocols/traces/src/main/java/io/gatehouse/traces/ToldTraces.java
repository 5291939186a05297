package io.gatehouse.traces;

import io.gatehouse.launch.Launch;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.LogId;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells a collector, by the OpenTelemetry SDK. Safe from any thread. */
final class ToldTraces implements Traces {

    private final Clock clock;
    private final Outbox outbox;
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final Sampler share;
    private final GivenNumbers numbers = new GivenNumbers();

    private ToldTraces(TraceSettings settings, Speaker speaker, Outbox outbox, Clock clock) {
        this.clock = clock;
        this.outbox = outbox;
        this.share = Sampler.traceIdRatioBased(settings.ratio());
        this.provider = SdkTracerProvider.builder()
                .setIdGenerator(numbers)
                .setSampler(Sampler.parentBased(share))
                .setResource(Resource.getDefault().merge(Resource.create(Attributes.builder()
                        .put("service.name", speaker.service())
                        .put("service.instance.id", speaker.instance())
                        .put("service.version", Launch.version())
                        .build())))
                .addSpanProcessor(outbox)
                .build();
        this.tracer = provider.get("io.gatehouse");
    }

    static Traces open(TraceSettings settings, URI endpoint, Speaker speaker, Surroundings surroundings) {
        Outbox outbox = new Outbox(Collector.of(settings, endpoint, speaker), settings.queue(), settings.timeout());
        ToldTraces traces = new ToldTraces(settings, speaker, outbox, surroundings.clock());
        outbox.start();
        return traces;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    @Override
    public Optional<Trail> of(LogId log, long seq) {
        TraceNumber number = TraceNumber.of(log, seq);
        SamplingDecision decision = share.shouldSample(
                        Context.root(), number.trace(), "", SpanKind.INTERNAL, Attributes.empty(), List.of())
                .getDecision();
        return decision == SamplingDecision.RECORD_AND_SAMPLE
                ? Optional.of(new ToldTrail(number, parent(number), aheadOfNano()))
                : Optional.empty();
    }

    private static Context parent(TraceNumber number) {
        SpanContext whole = SpanContext.createFromRemoteParent(
                number.trace(), number.whole(), TraceFlags.getSampled(), TraceState.getDefault());
        return Context.root().with(Span.wrap(whole));
    }

    /** Nanoseconds since 1970, less those of {@link #now}: asked anew each time, for clocks are set. */
    private long aheadOfNano() {
        Instant instant = clock.instant();
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano() - System.nanoTime();
    }

    @Override
    public void request(@Nullable String traceparent, Step step) {
        Context parent = traceparent == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), Map.of("traceparent", traceparent), OneHeader.GETTER);
        tell(parent, step, aheadOfNano());
    }

    private Span tell(Context parent, Step step, long ahead) {
        SpanBuilder builder = tracer.spanBuilder(step.name())
                .setParent(parent)
                .setSpanKind(kind(step.kind()))
                .setStartTimestamp(step.from() + ahead, TimeUnit.NANOSECONDS)
                .setAllAttributes(attributes(step.facts()));
        Span span = builder.startSpan();
        String failure = step.failure();
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, failure);
        }
        span.end(step.until() + ahead, TimeUnit.NANOSECONDS);
        return span;
    }

    private static Attributes attributes(Map<String, String> facts) {
        AttributesBuilder attributes = Attributes.builder();
        facts.forEach(attributes::put);
        return attributes.build();
    }

    private static SpanKind kind(Step.Kind kind) {
        return switch (kind) {
            case INSIDE -> SpanKind.INTERNAL;
            case ANSWERS -> SpanKind.SERVER;
            case SENDS -> SpanKind.PRODUCER;
            case RECEIVES -> SpanKind.CONSUMER;
        };
    }

    @Override
    public Counts counts() {
        return outbox.counts();
    }

    @Override
    public void close() {
        outbox.close();
        provider.close();
    }

    /** A way, or a stretch of it under which more is told. */
    private final class ToldTrail implements Trail {

        private final TraceNumber number;
        private final Context above;
        private final long ahead;

        ToldTrail(TraceNumber number, Context above, long ahead) {
            this.number = number;
            this.above = above;
            this.ahead = ahead;
        }

        @Override
        public void whole(Step step) {
            numbers.during(number, () -> tell(Context.root(), step, ahead));
        }

        @Override
        public Trail step(Step step) {
            return new ToldTrail(number, above.with(tell(above, step, ahead)), ahead);
        }
    }
}
