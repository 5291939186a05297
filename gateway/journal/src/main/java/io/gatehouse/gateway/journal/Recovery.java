package io.gatehouse.gateway.journal;

import io.gatehouse.gateway.journal.JournalGap.Reason;
import io.gatehouse.protocol.LogId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out, at the start, what of a lane's log is there, and mends what a crash or the disk left. */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final LaneFiles files;
    private final Head head;
    private final LogId log;
    private final Gaps gaps;
    private final List<Segment> segments = new ArrayList<>();
    private long oldest;
    private long newest;
    private boolean mustRoll;

    private Recovery(LaneFiles files, Head head, LogId log) {
        this.files = files;
        this.head = head;
        this.log = log;
        this.gaps = new Gaps(files.lane(), log);
    }

    /** A log as it was found; {@code mustRoll} when its last file must not be written to. */
    record Found(Head head, LogId log, List<Segment> segments, Gaps gaps, long oldest, long newest, boolean mustRoll) {}

    static Found open(LaneFiles files, Supplier<LogId> newLog) throws IOException {
        Head head = Head.open(files.storage(), files.head());
        List<String> names = files.segments();
        Head.Mark mark = head.mark();
        LogId log = mark != null ? mark.log() : logOfFiles(files, names, newLog);
        Recovery recovery = new Recovery(files, head, log);
        recovery.openAll(names);
        long certainlyGiven = mark == null ? 0 : mark.newest();
        recovery.scanAll(certainlyGiven);
        recovery.makeDurable(certainlyGiven);
        if (mark == null) {
            recovery.writeHead();
        }
        recovery.noteHoles();
        return new Found(
                head, log, recovery.segments, recovery.gaps, recovery.oldest, recovery.newest, recovery.mustRoll);
    }

    private static LogId logOfFiles(LaneFiles files, List<String> names, Supplier<LogId> newLog) throws IOException {
        for (String name : names) {
            try (StoredFile file = files.storage().open(name)) {
                SegmentHeader header = SegmentHeader.read(file, name);
                if (header != null) {
                    return header.log();
                }
            }
        }
        return newLog.get();
    }

    private void openAll(List<String> names) throws IOException {
        for (String name : names) {
            Segment segment = Segment.open(files, name, log);
            if (segment == null) {
                setAside(name);
            } else {
                segments.add(segment);
            }
        }
        Head.Mark mark = head.mark();
        // without a head nobody knows what was let go of: what is there counts
        oldest = mark != null
                ? mark.oldest()
                : segments.isEmpty() ? 1 : segments.get(0).first();
    }

    /** A file that was being made when the power went is nothing; any other is kept for whoever wants to look. */
    private void setAside(String name) throws IOException {
        try (StoredFile file = files.storage().open(name)) {
            if (file.size() <= SegmentHeader.BYTES) {
                files.storage().delete(name);
                return;
            }
        }
        LOG.warn("{} holds nothing of this log that can be read and is set aside; what it held counts as lost", name);
        files.storage().rename(name, name + ".damaged");
        files.storage().syncFolder();
    }

    private void scanAll(long certainlyGiven) throws IOException {
        newest = Math.max(oldest - 1, certainlyGiven);
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            boolean followed = i + 1 < segments.size();
            Segment.Scan scan = segment.scan(followed ? Long.MAX_VALUE : certainlyGiven);
            // what a later file numbers again was never acknowledged here
            long last = followed
                    ? Math.min(segment.last(), segments.get(i + 1).first() - 1)
                    : mendTail(segment, scan, certainlyGiven);
            newest = Math.max(newest, last);
        }
        Segment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        mustRoll |= last != null && (last.last() < newest || last.format() != SegmentFormat.SECOND);
    }

    /**
     * A last file that ends in broken bytes was torn while its last batch was written: that batch was never acknowledged
     * and goes. When sound frames lie behind the broken ones, when the head says that more numbers were given, or when the
     * disk would not show its bytes, then something was changed, and numbers may have been told upwards: they are never
     * used again.
     */
    private long mendTail(Segment segment, Segment.Scan scan, long certainlyGiven) throws IOException {
        if (scan.whole()) {
            return segment.last();
        }
        LOG.warn("{} ends in broken bytes after {}; what is whole stays", segment.name(), scan.soundBytes());
        if (scan.highestBehind() < 0 && scan.mayHold() == 0 && certainlyGiven <= segment.last()) {
            segment.cutTo(scan.soundBytes());
            return segment.last();
        }
        mustRoll = true;
        return Math.max(scan.highestBehind(), segment.last()) + scan.mayHold();
    }

    /**
     * What a process wrote and did not live to sync is found by the next one, and lost with the power: before it counts,
     * is acknowledged again and goes up, it must be on the disk. Only the last batch of the last file can be such bytes. A
     * sync alone is not enough: one may have failed before, in the process that ended or at a start that was given up, and
     * what it did not bring to the disk is not tried again unless it is written again.
     */
    private void makeDurable(long certainlyGiven) throws IOException {
        if (!segments.isEmpty()) {
            Segment last = segments.get(segments.size() - 1);
            if (last.last() > certainlyGiven) {
                last.writeLastBatchAgain();
            }
            last.force();
            files.storage().syncFolder();
        }
    }

    private void writeHead() throws IOException {
        try {
            head.write(log, oldest, newest);
            files.storage().syncFolder();
        } catch (DiskFull e) {
            LOG.warn("no room for the head of {}; it is written with the first record", files.lane());
        }
    }

    private void noteHoles() {
        long expected = oldest;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            long end = i + 1 < segments.size() ? segments.get(i + 1).first() : newest + 1;
            gaps.note(expected, Math.min(segment.first(), end) - 1, Reason.DAMAGED);
            for (long[] hole : segment.holes(end)) {
                gaps.note(Math.max(hole[0], oldest), hole[1], Reason.DAMAGED);
            }
            expected = Math.max(expected, end);
        }
        gaps.note(expected, newest, Reason.DAMAGED);
    }
}
