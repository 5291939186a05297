package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.Lane;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the writer. A batch starts at once when the writer was idle. Under load, when the last batch was large
 * and is only just done, it waits for as many again, up to a millisecond and no longer than they keep coming: one sync
 * for many.
 */
final class WriteQueue {

    private static final int MAX_BATCH_RECORDS = Journal.MAX_TOGETHER;
    private static final int MAX_BATCH_BYTES = Journal.MAX_BYTES_TOGETHER;
    private static final int RECORD_OVERHEAD = 64;
    private static final int BUSY_BATCH = 16;
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LULL_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    sealed interface Work {}

    /** @param bytes what it takes of the queue */
    record Append(Lane lane, List<JournalEntry> entries, int bytes, CompletableFuture<Journal.Run> done)
            implements Work {

        static Append of(Lane lane, List<JournalEntry> entries) {
            int bytes = entries.stream()
                    .mapToInt(entry -> entry.record().length + RECORD_OVERHEAD)
                    .sum();
            return new Append(lane, entries, bytes, new CompletableFuture<>());
        }
    }

    record Release(Lane lane, long upTo) implements Work {}

    record Stop() implements Work {}

    private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final long maxBytes;

    // the writer's thread
    private int gathered;
    private int gatheredBytes;
    private int lastBatch;
    private long lastEnd;

    WriteQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes the records in; false when more waits than the queue bears. */
    boolean offer(Append append) {
        if (bytes.addAndGet(append.bytes()) > maxBytes) {
            bytes.addAndGet(-append.bytes());
            return false;
        }
        queue.add(append);
        return true;
    }

    void add(Work work) {
        queue.add(work);
    }

    /**
     * Collects appends until something else comes, nothing waits, or the batch is large; returns the something.
     *
     * @param patienceNanos with nothing to do, how long to wait before returning with nothing
     */
    @Nullable
    Work gather(List<Append> batch, long patienceNanos) throws InterruptedException {
        Work next = queue.poll(patienceNanos, TimeUnit.NANOSECONDS);
        long begun = System.nanoTime();
        boolean busy = lastBatch >= BUSY_BATCH && begun - lastEnd < LINGER_NANOS;
        while (next instanceof Append append) {
            if (!add(batch, append)) {
                return null;
            }
            next = queue.poll();
            if (next == null && busy && batch.size() < lastBatch && System.nanoTime() - begun < LINGER_NANOS) {
                next = queue.poll(LULL_NANOS, TimeUnit.NANOSECONDS);
            }
        }
        return next;
    }

    /** The same for what is there now. */
    @Nullable
    Work gatherWaiting(List<Append> batch) {
        Work next = queue.poll();
        while (next instanceof Append append) {
            if (!add(batch, append)) {
                return null;
            }
            next = queue.poll();
        }
        return next;
    }

    /** Whether there is room for another. */
    private boolean add(List<Append> batch, Append append) {
        if (batch.isEmpty()) {
            gathered = 0;
            gatheredBytes = 0;
        }
        gathered += append.entries().size();
        gatheredBytes += append.bytes();
        batch.add(append);
        bytes.addAndGet(-append.bytes());
        return gathered < MAX_BATCH_RECORDS && gatheredBytes < MAX_BATCH_BYTES;
    }

    /** The batch is on the disk, or refused. */
    void wrote(int appends) {
        lastBatch = appends;
        lastEnd = System.nanoTime();
    }

    @Nullable
    Work poll() {
        return queue.poll();
    }
}
