package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
    private static final int MAX_BATCH_RECORDS = 2_000;
    private static final int MAX_BATCH_BYTES = 1 << 20;
    private static final int RECORD_OVERHEAD = 64;

    private sealed interface Work {}

    private record Append(Lane lane, byte[] record, CompletableFuture<Long> done) implements Work {}

    private record Release(Lane lane, long upTo) implements Work {}

    private record Stop() implements Work {}

    private final Map<Lane, LaneLog> lanes = new EnumMap<>(Lane.class);
    private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final long maxQueuedBytes;
    private final Thread writer;
    private volatile boolean closed;
    private volatile boolean storageFailed;

    private SegmentJournal(Map<Lane, LaneLog> lanes, JournalSettings settings) {
        this.lanes.putAll(lanes);
        this.maxQueuedBytes = settings.maxQueuedBytes();
        this.writer = new Thread(this::run, "journal");
        this.writer.setDaemon(true);
    }

    /** Opens the logs, mending what a crash left; starts the writer. Blocks while it scans. */
    public static SegmentJournal open(Storage storage, JournalSettings settings, Supplier<LogId> newLog)
            throws IOException {
        SegmentJournal journal = openStepped(storage, settings, newLog);
        journal.writer.start();
        return journal;
    }

    /** As {@link #open}, but nobody writes until {@link #step} is called: for a simulation in one thread. */
    public static SegmentJournal openStepped(Storage storage, JournalSettings settings, Supplier<LogId> newLog)
            throws IOException {
        Map<Lane, LaneLog> lanes = new EnumMap<>(Lane.class);
        for (Lane lane : Lane.values()) {
            lanes.put(lane, LaneLog.open(lane, storage, settings, newLog));
        }
        return new SegmentJournal(lanes, settings);
    }

    @Override
    public CompletableFuture<Long> append(Lane lane, byte[] record) {
        if (closed) {
            return refused(JournalRefusal.Code.CLOSED, "the journal is closed");
        }
        if (record.length > WireFormat.MAX_JOURNAL_RECORD) {
            return refused(JournalRefusal.Code.TOO_LARGE, "the record has " + record.length + " bytes");
        }
        if (queuedBytes.addAndGet(record.length + RECORD_OVERHEAD) > maxQueuedBytes) {
            queuedBytes.addAndGet(-record.length - RECORD_OVERHEAD);
            return refused(JournalRefusal.Code.BUSY, "more waits for the disk than the queue bears");
        }
        CompletableFuture<Long> done = new CompletableFuture<>();
        queue.add(new Append(lane, record, done));
        return done;
    }

    private static CompletableFuture<Long> refused(JournalRefusal.Code code, String message) {
        return CompletableFuture.failedFuture(new JournalRefusal(code, message));
    }

    private void run() {
        try {
            while (round(queue.take())) {
                // goes on until it is told to stop
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
        Work first = queue.poll();
        return first != null && round(first);
    }

    /** Writes what waits and does what comes behind it; returns whether there may be another round. */
    private boolean round(Work first) {
        List<Append> batch = new ArrayList<>();
        Work behind = gather(first, batch);
        commit(batch);
        if (behind instanceof Release release) {
            letGo(release);
        }
        return !(behind instanceof Stop);
    }

    /** Collects appends until something else comes, nothing waits, or the batch is large; returns the something. */
    private @Nullable Work gather(Work first, List<Append> batch) {
        int bytes = 0;
        Work next = first;
        while (next instanceof Append append) {
            batch.add(append);
            bytes += append.record.length;
            queuedBytes.addAndGet(-append.record.length - RECORD_OVERHEAD);
            if (batch.size() >= MAX_BATCH_RECORDS || bytes >= MAX_BATCH_BYTES) {
                return null;
            }
            next = queue.poll();
        }
        return next;
    }

    private void commit(List<Append> batch) {
        for (Lane lane : Lane.values()) {
            List<Append> mine = batch.stream().filter(a -> a.lane == lane).toList();
            if (!mine.isEmpty()) {
                commit(lane(lane), mine);
            }
        }
    }

    private void commit(LaneLog log, List<Append> appends) {
        long first = log.newest() + 1;
        try {
            log.write(appends.stream().map(Append::record).toList());
            storageFailed = false;
        } catch (JournalRefusal e) {
            appends.forEach(append -> append.done.completeExceptionally(e));
            return;
        } catch (IOException | RuntimeException e) {
            LOG.error("the journal cannot be written: {}", e.toString());
            storageFailed = true;
            JournalRefusal refusal =
                    new JournalRefusal(JournalRefusal.Code.STORAGE_FAILED, "the disk refused the record: " + e, e);
            appends.forEach(append -> append.done.completeExceptionally(refusal));
            return;
        }
        for (int i = 0; i < appends.size(); i++) {
            appends.get(i).done.complete(first + i);
        }
    }

    private void letGo(Release release) {
        try {
            lane(release.lane).release(release.upTo);
        } catch (IOException e) {
            LOG.warn("released segments of {} stay for now: {}", release.lane, e.toString());
        }
    }

    private void failWaiting() {
        for (Work work = queue.poll(); work != null; work = queue.poll()) {
            if (work instanceof Append append) {
                append.done.completeExceptionally(
                        new JournalRefusal(JournalRefusal.Code.CLOSED, "the journal was closed before"));
            }
        }
    }

    private LaneLog lane(Lane lane) {
        LaneLog log = lanes.get(lane);
        if (log == null) {
            throw new IllegalStateException("no log for " + lane);
        }
        return log;
    }

    @Override
    public Stretch read(Lane lane, long from, int maxRecords, int maxBytes) {
        try {
            return lane(lane).read(from, maxRecords, maxBytes);
        } catch (ClosedChannelException e) {
            // the segment was let go of while it was read: what it held is not needed any more
            return new Stretch(from, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the journal", e);
        }
    }

    @Override
    public LogId log(Lane lane) {
        return lane(lane).log();
    }

    @Override
    public long oldest(Lane lane) {
        return lane(lane).oldest();
    }

    @Override
    public long newest(Lane lane) {
        return lane(lane).newest();
    }

    @Override
    public void release(Lane lane, long upTo) {
        if (!closed) {
            queue.add(new Release(lane, upTo));
        }
    }

    @Override
    public long bytes() {
        return lanes.values().stream().mapToLong(LaneLog::bytes).sum();
    }

    @Override
    public List<JournalGap> gaps() {
        return lanes.values().stream().flatMap(log -> log.gaps().stream()).toList();
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
        queue.add(new Stop());
        if (writer.getState() == Thread.State.NEW) {
            run();
        }
        try {
            writer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (LaneLog log : lanes.values()) {
            try {
                log.close();
            } catch (IOException e) {
                LOG.warn("closing a log: {}", e.toString());
            }
        }
    }
}
