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
 * and is only just done, it waits up to a millisecond for as many again: one sync for many.
 */
final class WriteQueue {

    private static final int MAX_BATCH_RECORDS = 2_000;
    private static final int MAX_BATCH_BYTES = 1 << 20;
    private static final int RECORD_OVERHEAD = 64;
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    sealed interface Work {}

    record Append(Lane lane, JournalEntry entry, CompletableFuture<Long> done) implements Work {

        int bytes() {
            return entry.record().length + RECORD_OVERHEAD;
        }
    }

    record Release(Lane lane, long upTo) implements Work {}

    record Stop() implements Work {}

    private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final long maxBytes;

    // the writer's thread
    private int lastBatch;
    private long lastEnd;

    WriteQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes the record in; false when more waits than the queue bears. */
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
        Work first = queue.poll(patienceNanos, TimeUnit.NANOSECONDS);
        long begun = System.nanoTime();
        int wanted = begun - lastEnd < LINGER_NANOS ? lastBatch : 0;
        return gather(batch, first, () -> {
            Work next = queue.poll();
            return next != null || batch.size() >= wanted
                    ? next
                    : queue.poll(begun + LINGER_NANOS - System.nanoTime(), TimeUnit.NANOSECONDS);
        });
    }

    /** The same without waiting for anything. */
    @Nullable
    Work gatherWaiting(List<Append> batch) {
        return gather(batch, queue.poll(), queue::poll);
    }

    /** Where the next work comes from. */
    private interface Source<E extends Exception> {
        @Nullable
        Work next() throws E;
    }

    private <E extends Exception> @Nullable Work gather(List<Append> batch, @Nullable Work first, Source<E> source)
            throws E {
        Work next = first;
        int size = 0;
        while (next instanceof Append append) {
            batch.add(append);
            size += append.bytes();
            bytes.addAndGet(-append.bytes());
            if (batch.size() >= MAX_BATCH_RECORDS || size >= MAX_BATCH_BYTES) {
                return null;
            }
            next = source.next();
        }
        return next;
    }

    /** The batch is on the disk. */
    void wrote(int records) {
        lastBatch = records;
        lastEnd = System.nanoTime();
    }

    @Nullable
    Work poll() {
        return queue.poll();
    }
}
