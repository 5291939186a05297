package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal on files. One thread writes: it takes whatever waits, writes it as one batch a lane, syncs, and only then
 * completes the appends; while it syncs the next batch gathers, so an idle journal answers at once and a busy one shares
 * its syncs.
 */
public final class SegmentJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentJournal.class);
    private static final long TEND_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Lanes lanes;
    private final WriteQueue queue;
    private final Thread writer;
    private volatile boolean closed;
    private volatile boolean storageFailed;

    // the writer's thread
    private long tendAt;

    private SegmentJournal(Lanes lanes, JournalSettings settings) {
        this.lanes = lanes;
        this.queue = new WriteQueue(settings.maxQueuedBytes());
        this.writer = new Thread(this::run, "journal");
        this.writer.setDaemon(true);
    }

    /**
     * Opens the logs, mending what a crash left; starts the writer. Blocks while it scans.
     *
     * @throws IOException when the folder cannot be used, or was written by a later version
     */
    public static SegmentJournal open(Storage storage, JournalSettings settings, Supplier<LogId> newLog)
            throws IOException {
        SegmentJournal journal = openStepped(storage, settings, newLog);
        journal.writer.start();
        return journal;
    }

    /**
     * As {@link #open}, but nobody writes until {@link #step} is called, and nobody looks after the disk until {@link #tend}
     * is: for a simulation in one thread.
     */
    public static SegmentJournal openStepped(Storage storage, JournalSettings settings, Supplier<LogId> newLog)
            throws IOException {
        return new SegmentJournal(Lanes.open(storage, settings, newLog), settings);
    }

    @Override
    public CompletableFuture<Run> append(Lane lane, List<JournalEntry> together) {
        if (closed) {
            return refused(JournalRefusal.Code.CLOSED, "the journal is closed");
        }
        JournalRefusal tooLarge = JournalRefusal.ofSize(together);
        if (tooLarge != null) {
            return CompletableFuture.failedFuture(tooLarge);
        }
        WriteQueue.Append append = WriteQueue.Append.of(lane, List.copyOf(together));
        if (!queue.offer(append)) {
            return refused(JournalRefusal.Code.BUSY, "more waits for the disk than the queue bears");
        }
        if (closed) {
            // the writer may have looked for the last time just before
            failWaiting();
        }
        return append.done();
    }

    private static CompletableFuture<Run> refused(JournalRefusal.Code code, String message) {
        return CompletableFuture.failedFuture(new JournalRefusal(code, message));
    }

    private void run() {
        List<WriteQueue.Append> batch = new ArrayList<>();
        // what is held for evidence is made a little later: the start is for whoever waits at a door
        tendAt = System.nanoTime() + TEND_EVERY_NANOS;
        try {
            while (round(batch, queue.gather(batch, tendAt - System.nanoTime()))) {
                queue.wrote(batch.size());
                batch.clear();
                tendWhenDue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed = true;
            failWaiting();
        }
    }

    /**
     * One round of the writer on the caller's thread, in a journal opened by {@link #openStepped}: writes what waits as
     * one batch a lane, or lets go of what was released.
     *
     * @return whether anything waited
     */
    public boolean step() {
        List<WriteQueue.Append> batch = new ArrayList<>();
        WriteQueue.Work work = queue.gatherWaiting(batch);
        return round(batch, work) && (work != null || !batch.isEmpty());
    }

    /** Looks after the disk, in a journal opened by {@link #openStepped}; the writer's thread does it once a second. */
    public void tend() {
        lanes.tend();
    }

    /** Writes the batch and does what comes behind it; returns whether there may be another round. */
    private boolean round(List<WriteQueue.Append> batch, WriteQueue.@Nullable Work behind) {
        commit(batch);
        if (behind instanceof WriteQueue.Release release) {
            letGo(release);
        }
        return !(behind instanceof WriteQueue.Stop);
    }

    private void tendWhenDue() {
        if (System.nanoTime() - tendAt >= 0) {
            lanes.tend();
            tendAt = System.nanoTime() + TEND_EVERY_NANOS;
        }
    }

    private void commit(List<WriteQueue.Append> batch) {
        for (Lane lane : Lane.values()) {
            List<WriteQueue.Append> mine =
                    batch.stream().filter(append -> append.lane() == lane).toList();
            if (!mine.isEmpty()) {
                commit(lane, mine);
            }
        }
    }

    private void commit(Lane lane, List<WriteQueue.Append> appends) {
        long first = lanes.log(lane).newest() + 1;
        try {
            lanes.write(
                    lane,
                    appends.stream()
                            .flatMap(append -> append.entries().stream())
                            .toList());
            storageFailed = false;
        } catch (JournalRefusal e) {
            appends.forEach(append -> append.done().completeExceptionally(e));
            return;
        } catch (IOException | RuntimeException e) {
            LOG.error("the journal cannot be written: {}", e.toString());
            storageFailed = true;
            JournalRefusal refusal =
                    new JournalRefusal(JournalRefusal.Code.STORAGE_FAILED, "the disk refused the record: " + e, e);
            appends.forEach(append -> append.done().completeExceptionally(refusal));
            return;
        }
        for (WriteQueue.Append append : appends) {
            Run numbers = new Run(first, first + append.entries().size() - 1);
            append.done().complete(numbers);
            first = numbers.last() + 1;
        }
    }

    private void letGo(WriteQueue.Release release) {
        try {
            lanes.log(release.lane()).release(release.upTo());
        } catch (IOException | RuntimeException e) {
            LOG.warn("released segments of {} stay for now: {}", release.lane(), e.toString());
        }
    }

    private void failWaiting() {
        for (WriteQueue.Work work = queue.poll(); work != null; work = queue.poll()) {
            if (work instanceof WriteQueue.Append append) {
                append.done()
                        .completeExceptionally(
                                new JournalRefusal(JournalRefusal.Code.CLOSED, "the journal was closed before"));
            }
        }
    }

    @Override
    public Stretch read(Lane lane, long from, int maxRecords, int maxBytes) {
        try {
            return lanes.log(lane).read(from, maxRecords, maxBytes);
        } catch (ClosedChannelException e) {
            // the segment was let go of while it was read: what it held is not needed any more
            return new Stretch(from, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the journal", e);
        }
    }

    @Override
    public @Nullable Run find(Lane lane, Urgency urgency, long from, long to) {
        try {
            return lanes.log(lane).find(urgency, from, to);
        } catch (ClosedChannelException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the journal", e);
        }
    }

    @Override
    public LogId log(Lane lane) {
        return lanes.log(lane).log();
    }

    @Override
    public long oldest(Lane lane) {
        return lanes.log(lane).oldest();
    }

    @Override
    public long newest(Lane lane) {
        return lanes.log(lane).newest();
    }

    @Override
    public void release(Lane lane, long upTo) {
        if (!closed) {
            queue.add(new WriteQueue.Release(lane, upTo));
        }
    }

    @Override
    public long bytes() {
        return lanes.bytes();
    }

    @Override
    public long bytes(Lane lane) {
        return lanes.log(lane).bytes();
    }

    @Override
    public long quota(Lane lane) {
        return lanes.log(lane).quota();
    }

    @Override
    public List<Fill> fills() {
        return lanes.fills();
    }

    @Override
    public List<JournalGap> gaps() {
        return lanes.gaps();
    }

    @Override
    public boolean storageFailed() {
        return storageFailed;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        queue.add(new WriteQueue.Stop());
        if (writer.getState() == Thread.State.NEW) {
            run();
        }
        try {
            writer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lanes.close();
    }
}
