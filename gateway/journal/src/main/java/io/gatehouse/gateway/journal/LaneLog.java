package io.gatehouse.gateway.journal;

import io.gatehouse.gateway.journal.JournalGap.Reason;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lane's log: its segments in order. The writer's thread changes it, any thread may read. */
final class LaneLog {

    private static final Logger LOG = LoggerFactory.getLogger(LaneLog.class);

    private final Lane lane;
    private final Storage storage;
    private final String prefix;
    private final int segmentBytes;
    private final long quotaBytes;
    private final Head head;
    private final LogId log;
    private final List<JournalGap> gaps = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<Segment> segments = new CopyOnWriteArrayList<>();
    private volatile long oldest;
    private volatile long newest;
    private boolean mustRoll;

    private LaneLog(Lane lane, Storage storage, JournalSettings settings, Head head, LogId log, long oldest) {
        this.lane = lane;
        this.storage = storage;
        this.prefix = prefixOf(lane);
        this.segmentBytes = settings.segmentBytes();
        this.quotaBytes = settings.quota(lane);
        this.head = head;
        this.log = log;
        this.oldest = oldest;
    }

    private static String prefixOf(Lane lane) {
        return lane.name().toLowerCase(Locale.ROOT);
    }

    static LaneLog open(Lane lane, Storage storage, JournalSettings settings, Supplier<LogId> newLog)
            throws IOException {
        String prefix = prefixOf(lane);
        Head head = Head.open(storage, prefix + ".head");
        List<String> names = storage.list().stream()
                .filter(name -> name.startsWith(prefix + "-") && name.endsWith(".seg"))
                .sorted()
                .toList();
        Head.Mark mark = head.mark();
        LogId log = mark != null ? mark.log() : logOfFiles(storage, names, newLog);
        LaneLog lanes = new LaneLog(lane, storage, settings, head, log, mark == null ? 1 : mark.oldest());
        if (mark == null) {
            head.write(log, 1);
            storage.syncFolder();
        }
        lanes.recover(names);
        return lanes;
    }

    private static LogId logOfFiles(Storage storage, List<String> names, Supplier<LogId> newLog) throws IOException {
        for (String name : names) {
            LogId log = Segment.logOf(storage, name);
            if (log != null) {
                return log;
            }
        }
        return newLog.get();
    }

    private void recover(List<String> names) throws IOException {
        List<Segment> found = new ArrayList<>();
        for (String name : names) {
            Segment segment = Segment.open(storage, name, log);
            if (segment == null) {
                setAside(name);
            } else {
                found.add(segment);
            }
        }
        long highest = oldest - 1;
        for (int i = 0; i < found.size(); i++) {
            Segment segment = found.get(i);
            boolean followed = i + 1 < found.size();
            Segment.Scan scan = segment.scan(followed);
            // what a later file numbers again was never acknowledged here
            long last = followed ? Math.min(segment.last(), found.get(i + 1).first() - 1) : mendTail(segment, scan);
            highest = Math.max(highest, last);
            segments.add(segment);
        }
        makeDurable();
        newest = highest;
        noteHoles();
        if (segments.isEmpty() || segments.get(segments.size() - 1).last() < newest) {
            segments.add(Segment.create(storage, prefix, log, newest + 1));
        }
        dropBelow(oldest);
    }

    /**
     * What a process wrote and did not live to sync is found by the next one, and lost with the power: before it counts,
     * is acknowledged again and goes up, it must be on the disk. Only the last file can hold such bytes.
     */
    private void makeDurable() throws IOException {
        if (!segments.isEmpty()) {
            active().force();
            storage.syncFolder();
        }
    }

    /**
     * A last file that ends in broken bytes was torn while its last batch was written: that batch was never acknowledged
     * and goes. When sound frames lie behind the broken ones, bytes were changed, and numbers may have been told
     * upwards: they are never used again.
     */
    private long mendTail(Segment segment, Segment.Scan scan) throws IOException {
        if (scan.whole()) {
            return segment.last();
        }
        LOG.warn("{} ends in broken bytes after {}; what is whole stays", segment.name(), scan.soundBytes());
        if (scan.highestBehind() < 0) {
            segment.cutTo(scan.soundBytes());
            return segment.last();
        }
        mustRoll = true;
        return Math.max(scan.highestBehind(), segment.last());
    }

    private void setAside(String name) throws IOException {
        LOG.warn("{} has no sound header and is set aside; what it held counts as lost", name);
        try (StoredFile bad = storage.open(name);
                StoredFile aside = storage.open(name + ".damaged")) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(bad.size()));
            bad.read(bytes, 0);
            aside.write(bytes.flip(), 0);
            aside.force();
        }
        storage.delete(name);
        storage.syncFolder();
    }

    private void noteHoles() {
        long expected = oldest;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            long end = i + 1 < segments.size() ? segments.get(i + 1).first() : newest + 1;
            if (segment.first() > expected) {
                note(expected, segment.first() - 1, Reason.DAMAGED);
            }
            for (long[] hole : segment.holes(end)) {
                if (hole[1] >= oldest) {
                    note(Math.max(hole[0], oldest), hole[1], Reason.DAMAGED);
                }
            }
            expected = Math.max(expected, end);
        }
    }

    private void note(long from, long to, Reason reason) {
        gaps.add(new JournalGap(lane, log, from, to, reason));
    }

    /** Writes records as one batch; durable when it returns. On failure nothing of it counts and no number is used. */
    void write(List<byte[]> records) throws IOException {
        int bytes = records.stream().mapToInt(Frame::bytesOf).sum();
        makeRoom(bytes);
        ByteBuffer frames = frames(records, bytes);
        try {
            rollIfNeeded(bytes);
            put(frames, records);
        } catch (IOException e) {
            // an fsync that failed tells nothing when repeated on the same file: go on in a new one
            LOG.warn("writing to {} failed ({}); going on in a new file", active().name(), e.getMessage());
            abandonTail();
            mustRoll = true;
            rollIfNeeded(bytes);
            put(frames.rewind(), records);
        }
    }

    private void put(ByteBuffer frames, List<byte[]> records) throws IOException {
        Segment segment = active();
        segment.write(frames);
        segment.force();
        segment.settle(newest + 1, records);
        newest += records.size();
    }

    private void abandonTail() {
        try {
            active().rollBack();
        } catch (IOException e) {
            LOG.warn("{} cannot be cut back; the next file's first number hides its tail", active().name());
        }
    }

    private void makeRoom(int bytes) throws IOException {
        if (lane == Lane.TELEMETRY) {
            while (bytes() + bytes > quotaBytes && segments.size() > 1) {
                Segment first = segments.get(0);
                long last = segments.get(1).first() - 1;
                LOG.warn("no room for telemetry: {} goes, numbers {} to {}", first.name(), oldest, last);
                note(oldest, last, Reason.EVICTED);
                dropBelow(last + 1);
            }
        }
        if (bytes() + bytes > quotaBytes) {
            throw new JournalRefusal(
                    JournalRefusal.Code.FULL, "the quota of " + quotaBytes + " bytes for " + lane + " is used up");
        }
    }

    private ByteBuffer frames(List<byte[]> records, int bytes) {
        ByteBuffer frames = ByteBuffer.allocate(bytes);
        for (int i = 0; i < records.size(); i++) {
            Frame.write(frames, newest + 1 + i, i == records.size() - 1, records.get(i));
        }
        return frames.flip();
    }

    private void rollIfNeeded(int bytes) throws IOException {
        Segment now = active();
        boolean empty = now.bytes() == Segment.HEADER_BYTES;
        if (mustRoll || (!empty && now.bytes() + bytes > segmentBytes)) {
            // when this fails all is as before, and the next append tries again
            segments.add(Segment.create(storage, prefix, log, newest + 1));
            if (mustRoll && empty && now.first() == newest + 1) {
                segments.remove(now);
                now.close();
            }
            mustRoll = false;
        }
    }

    private Segment active() {
        return segments.get(segments.size() - 1);
    }

    Journal.Stretch read(long from, int maxRecords, int maxBytes) throws IOException {
        long start = Math.max(from, oldest);
        long end = newest + 1;
        // the writer may let go of files meanwhile: one look at the list, and no other
        List<Segment> now = List.copyOf(segments);
        for (int i = 0; i < now.size(); i++) {
            long before = i + 1 < now.size() ? Math.min(now.get(i + 1).first(), end) : end;
            if (before <= start) {
                continue;
            }
            Journal.Stretch stretch = now.get(i).read(start, before, maxRecords, maxBytes);
            noteUnreadable(now.get(i), start, stretch.isEmpty() ? before : stretch.first());
            if (!stretch.isEmpty()) {
                return stretch;
            }
            start = before;
        }
        return new Journal.Stretch(start, List.of());
    }

    private void noteUnreadable(Segment segment, long from, long before) {
        for (long seq = from; seq < before; seq++) {
            long number = seq;
            boolean told = gaps.stream().anyMatch(gap -> gap.from() <= number && number <= gap.to());
            if (segment.counts(seq) && !told) {
                LOG.error("record {} of {} can no longer be read", seq, lane);
                note(seq, seq, Reason.DAMAGED);
            }
        }
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
        if (keepFrom > oldest) {
            head.write(log, keepFrom);
            oldest = keepFrom;
        }
        boolean dropped = false;
        while (segments.size() > 1 && segments.get(1).first() <= oldest) {
            Segment gone = segments.remove(0);
            gone.close();
            storage.delete(gone.name());
            dropped = true;
        }
        if (dropped) {
            storage.syncFolder();
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
        long sum = 0;
        for (Segment segment : segments) {
            sum += segment.bytes();
        }
        return sum;
    }

    List<JournalGap> gaps() {
        return List.copyOf(gaps);
    }

    void close() throws IOException {
        for (Segment segment : segments) {
            segment.close();
        }
        head.close();
    }
}
