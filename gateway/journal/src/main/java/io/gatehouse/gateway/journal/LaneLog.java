package io.gatehouse.gateway.journal;

import io.gatehouse.gateway.journal.JournalGap.Reason;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lane's log: its segments in order. The writer's thread changes it, any thread may read. */
final class LaneLog {

    private static final Logger LOG = LoggerFactory.getLogger(LaneLog.class);

    private final LaneFiles files;
    private final int segmentBytes;
    private final long quotaBytes;
    private final Head head;
    private final LogId log;
    private final Gaps gaps;
    private final Frame.Sum sum;
    private final CopyOnWriteArrayList<Segment> segments;
    private volatile long oldest;
    private volatile long newest;
    private boolean mustRoll;

    private LaneLog(LaneFiles files, JournalSettings settings, Recovery.Found found) {
        this.files = files;
        this.segmentBytes = settings.segmentBytes();
        this.quotaBytes = settings.quota(files.lane());
        this.head = found.head();
        this.log = found.log();
        this.gaps = found.gaps();
        this.sum = Frame.Sum.of(SegmentFormat.SECOND, log);
        this.segments = new CopyOnWriteArrayList<>(found.segments());
        this.oldest = found.oldest();
        this.newest = found.newest();
        this.mustRoll = found.mustRoll();
    }

    static LaneLog open(LaneFiles files, JournalSettings settings, Supplier<LogId> newLog) throws IOException {
        LaneLog log = new LaneLog(files, settings, Recovery.open(files, newLog));
        try {
            log.dropBelow(log.oldest);
        } catch (DiskFull e) {
            LOG.warn("released segments of {} stay for now: {}", files.lane(), e.getMessage());
        }
        return log;
    }

    /**
     * Writes records as one batch; durable when it returns. On failure nothing of it counts and no number is used; after
     * {@link DiskFull} the same call may be tried again when room was made.
     */
    void write(List<JournalEntry> entries) throws IOException {
        int bytes = entries.stream().mapToInt(Frame::bytesOf).sum();
        keepToQuota(bytes);
        ByteBuffer frames = frames(entries, bytes);
        try {
            attempt(frames, entries);
        } catch (DiskFull e) {
            throw e;
        } catch (IOException e) {
            LOG.warn("writing the log of {} failed ({}); going on in a new file", files.lane(), e.getMessage());
            attempt(frames.rewind(), entries);
        }
    }

    private void attempt(ByteBuffer frames, List<JournalEntry> entries) throws IOException {
        Segment segment = rollIfNeeded(frames.remaining());
        try {
            segment.write(frames);
        } catch (IOException e) {
            mustRoll = !cutBack(segment) || !(e instanceof DiskFull);
            throw e;
        }
        try {
            segment.force();
        } catch (IOException e) {
            // an fsync that failed tells nothing when repeated on the same file
            cutBack(segment);
            mustRoll = true;
            throw e;
        }
        segment.settle(newest + 1, entries);
        newest += entries.size();
    }

    private static boolean cutBack(Segment segment) {
        try {
            segment.rollBack();
            return true;
        } catch (IOException e) {
            LOG.warn("{} cannot be cut back; the next file's first number hides its tail", segment.name());
            return false;
        }
    }

    private void keepToQuota(int bytes) throws IOException {
        if (files.lane() == Lane.TELEMETRY) {
            while (bytes() + bytes > quotaBytes && yieldOldest()) {
                LOG.debug("telemetry made room for telemetry");
            }
        }
        if (bytes() + bytes > quotaBytes) {
            throw new JournalRefusal(
                    JournalRefusal.Code.FULL,
                    "the quota of " + quotaBytes + " bytes for " + files.lane() + " is used up");
        }
    }

    /** Gives up the oldest file to make room; false when only one is left. */
    boolean yieldOldest() throws IOException {
        if (segments.size() < 2) {
            return false;
        }
        Segment first = segments.get(0);
        long last = segments.get(1).first() - 1;
        LOG.warn("no room for {}: {} goes, numbers {} to {}", files.lane(), first.name(), oldest, last);
        gaps.note(oldest, last, Reason.EVICTED);
        dropBelow(last + 1);
        return true;
    }

    private ByteBuffer frames(List<JournalEntry> entries, int bytes) {
        ByteBuffer frames = ByteBuffer.allocate(bytes);
        for (int i = 0; i < entries.size(); i++) {
            Frame.write(frames, sum, newest + 1 + i, i == entries.size() - 1, entries.get(i));
        }
        return frames.flip();
    }

    private Segment rollIfNeeded(int bytes) throws IOException {
        Segment now = active();
        if (now != null && !mustRoll && (now.isEmpty() || now.bytes() + bytes <= segmentBytes)) {
            return now;
        }
        prepareRoll();
        return rolledTo(Segment.create(files, log, newest + 1));
    }

    /** Goes on in a file that has its room on the disk already. */
    void rollInto(String spare) throws IOException {
        prepareRoll();
        rolledTo(Segment.of(spare, files, log, newest + 1));
    }

    private void prepareRoll() throws IOException {
        // should this fail half way, the file may be there and hide what an earlier one is given under its numbers
        mustRoll = true;
        if (head.mark() == null) {
            head.write(log, oldest, newest);
            files.storage().syncFolder();
        }
        Segment now = active();
        if (now != null && now.isEmpty() && now.first() == newest + 1) {
            // the new one takes its name
            segments.remove(now);
            now.close();
        }
    }

    private Segment rolledTo(Segment next) {
        segments.add(next);
        mustRoll = false;
        return next;
    }

    private @Nullable Segment active() {
        return segments.isEmpty() ? null : segments.get(segments.size() - 1);
    }

    /** One look at what may be read, in the order that keeps it whole while the writer adds and drops files. */
    private record Sight(long end, List<Segment> segments, long oldest) {

        long before(int i) {
            return i + 1 < segments.size() ? Math.min(segments.get(i + 1).first(), end) : end;
        }
    }

    private Sight look() {
        long end = newest + 1;
        List<Segment> now = List.copyOf(segments);
        return new Sight(end, now, oldest);
    }

    Journal.Stretch read(long from, int maxRecords, int maxBytes) throws IOException {
        Sight sight = look();
        long start = Math.max(from, sight.oldest);
        for (int i = 0; i < sight.segments.size(); i++) {
            long before = sight.before(i);
            if (before <= start) {
                continue;
            }
            Journal.Stretch stretch = sight.segments.get(i).read(start, before, maxRecords, maxBytes);
            noteUnreadable(start, stretch.isEmpty() ? before : stretch.first());
            if (!stretch.isEmpty()) {
                return stretch;
            }
            start = before;
        }
        return new Journal.Stretch(start, List.of());
    }

    private void noteUnreadable(long from, long before) {
        if (gaps.note(from, before - 1, Reason.DAMAGED)) {
            LOG.error("records {} to {} of {} can no longer be read", from, before - 1, files.lane());
        }
    }

    Journal.@Nullable Run find(Urgency urgency, long from, long to) throws IOException {
        Sight sight = look();
        long start = Math.max(from, sight.oldest);
        for (int i = 0; i < sight.segments.size() && start <= to; i++) {
            long before = Math.min(sight.before(i), to + 1);
            if (before > start) {
                Journal.Run run = sight.segments.get(i).find(urgency, start, before - 1);
                if (run != null) {
                    return run;
                }
                start = before;
            }
        }
        return null;
    }

    /** Lets go of whole files below the number: first the head says so, then the files go. */
    void release(long upTo) throws IOException {
        long keepFrom = oldest;
        for (int i = 0; i + 1 < segments.size(); i++) {
            long next = segments.get(i + 1).first();
            if (next - 1 <= upTo) {
                keepFrom = next;
            }
        }
        dropBelow(keepFrom);
    }

    private void dropBelow(long keepFrom) throws IOException {
        long from = Math.max(oldest, keepFrom);
        // what a start reads in the head may be there to be read only, its sync having failed: it is said again
        if (from > oldest || segments.size() > 1 && segments.get(1).first() <= from) {
            head.write(log, from, newest);
            oldest = from;
        }
        boolean dropped = false;
        while (segments.size() > 1 && segments.get(1).first() <= oldest) {
            Segment gone = segments.remove(0);
            gone.close();
            files.storage().delete(gone.name());
            dropped = true;
        }
        if (dropped) {
            files.storage().syncFolder();
        }
    }

    LogId log() {
        return log;
    }

    long oldest() {
        return oldest;
    }

    long newest() {
        return newest;
    }

    long bytes() {
        long total = 0;
        for (Segment segment : segments) {
            total += segment.bytes();
        }
        return total;
    }

    long quota() {
        return quotaBytes;
    }

    Fill fill() {
        return new Fill(files.lane().name(), bytes(), quotaBytes);
    }

    List<JournalGap> gaps() {
        return gaps.all();
    }

    /** Says which numbers were given, so that the next start need not guess from a broken tail. */
    void close() throws IOException {
        Head.Mark mark = head.mark();
        if (mark != null && mark.newest() != newest) {
            head.write(log, oldest, newest);
        }
        for (Segment segment : segments) {
            segment.close();
        }
        head.close();
    }
}
