package io.gatehouse.traces;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spans on their way to the collector: so many may wait, the rest is dropped and counted. One thread of its own sends them,
 * half a second's worth at once; whoever ends a span waits for nothing.
 */
final class Outbox implements SpanProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** As many as collectors take in one message by their usual limits. */
    private static final int AT_ONCE = 512;

    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LOOK_MILLIS = 200;
    private static final long CLOSE_WITHIN_MILLIS = 2_000;

    private final SpanExporter exporter;
    private final long timeoutMillis;
    private final BlockingQueue<ReadableSpan> waiting;
    private final Thread sender = new Thread(this::run, "traces");
    private final LongAdder sent = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean closing;

    // on the sender's thread
    private boolean failing;

    Outbox(SpanExporter exporter, int room, Duration timeout) {
        this.exporter = exporter;
        this.timeoutMillis = timeout.toMillis();
        this.waiting = new ArrayBlockingQueue<>(room);
        sender.setDaemon(true);
    }

    void start() {
        sender.start();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled() && (closing || !waiting.offer(span))) {
            dropped.increment();
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    Traces.Counts counts() {
        return new Traces.Counts(sent.sum(), dropped.sum(), failed.sum());
    }

    private void run() {
        try {
            while (!closing || !waiting.isEmpty()) {
                List<SpanData> batch = gather();
                if (!batch.isEmpty()) {
                    send(batch);
                }
            }
        } catch (InterruptedException e) {
            // told to end: what still waits is not sent
            dropped.add(waiting.size());
            Thread.currentThread().interrupt();
        }
    }

    private List<SpanData> gather() throws InterruptedException {
        List<SpanData> batch = new ArrayList<>();
        ReadableSpan next = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        long until = System.nanoTime() + GATHER_NANOS;
        while (next != null) {
            batch.add(next.toSpanData());
            long left = closing ? 0 : until - System.nanoTime();
            next = batch.size() == AT_ONCE ? null : waiting.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
        }
        return batch;
    }

    private void send(List<SpanData> batch) {
        CompletableResultCode result = exporter.export(batch).join(timeoutMillis, TimeUnit.MILLISECONDS);
        if (result.isSuccess()) {
            sent.add(batch.size());
            failing = false;
            return;
        }
        failed.add(batch.size());
        if (!failing) {
            failing = true;
            LOG.warn("the collector does not take traces: {}; they are counted until it does", reason(result));
        }
    }

    private static String reason(CompletableResultCode result) {
        Throwable why = result.getFailureThrowable();
        return why == null ? "no answer in time, or none that is well" : why.toString();
    }

    /** Sends what waits, for two seconds at most; ends the thread. Blocks. */
    @Override
    public void close() {
        closing = true;
        try {
            sender.join(CLOSE_WITHIN_MILLIS);
            sender.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exporter.shutdown();
    }

    /** The thread ends by {@link #close}. */
    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
