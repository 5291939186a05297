package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of a log. Written by the writer's thread; what readers see of it is replaced as a whole once the bytes are
 * durable.
 */
final class Segment {

    private static final int PAGE_BYTES = 4 << 10;

    private final String name;
    private final StoredFile file;
    private final SegmentHeader header;
    private final Urgency usual;
    private final BlockIndex.Builder index;
    private List<long[]> holes = List.of();

    /** Where the last batch began that was found; those before it were synced, or it would not have been written. */
    private int lastBatchAt = SegmentHeader.BYTES;

    private volatile BlockIndex view;

    private Segment(String name, StoredFile file, SegmentHeader header, Urgency usual) {
        this.name = name;
        this.file = file;
        this.header = header;
        this.usual = usual;
        this.index = new BlockIndex.Builder(header.first() - 1);
        this.view = index.upTo(SegmentHeader.BYTES);
    }

    /** A new, empty file; what had that name goes, since its sync may have failed before. */
    static Segment create(LaneFiles files, LogId log, long first) throws IOException {
        String name = files.nameOf(first);
        files.storage().delete(name);
        return begun(files, files.storage().open(name), log, first);
    }

    /** Takes over a file that has its room already. */
    static Segment of(String spare, LaneFiles files, LogId log, long first) throws IOException {
        String name = files.nameOf(first);
        files.storage().rename(spare, name);
        return begun(files, files.storage().open(name), log, first);
    }

    private static Segment begun(LaneFiles files, StoredFile file, LogId log, long first) throws IOException {
        SegmentHeader header = new SegmentHeader(SegmentFormat.SECOND, log, first);
        try {
            file.write(header.toBytes(), 0);
            file.force();
            files.storage().syncFolder();
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new Segment(files.nameOf(first), file, header, files.usual());
    }

    /**
     * Opens a file that is there; nothing when it belongs to another log or cannot be told apart from rubbish. With a
     * broken header the file's name says the first number, and the frames themselves say whether they are this log's.
     */
    static @Nullable Segment open(LaneFiles files, String name, LogId log) throws IOException {
        StoredFile file = files.storage().open(name);
        SegmentHeader header = SegmentHeader.read(file, name);
        if (header == null) {
            header = guess(file, files.firstOf(name), log);
        }
        if (header == null || !header.log().equals(log)) {
            file.close();
            return null;
        }
        return new Segment(name, file, header, files.usual());
    }

    private static @Nullable SegmentHeader guess(StoredFile file, long first, LogId log) throws IOException {
        int end = Math.toIntExact(file.size());
        for (SegmentFormat format : List.of(SegmentFormat.SECOND, SegmentFormat.FIRST)) {
            Frame.Sum sum = Frame.Sum.of(format, log);
            if (first > 0 && new FrameReader(file, sum, SegmentHeader.BYTES, first - 1, end).next()) {
                return new SegmentHeader(format, log, first);
            }
        }
        return null;
    }

    /**
     * What a scan of a whole file found.
     *
     * @param soundBytes the end of the whole batches before the first broken byte
     * @param whole whether the file ends there
     * @param highestBehind the highest number of a sound frame behind broken bytes, or -1
     * @param mayHold how many records may be in what the disk would not give up, 0 when it gave all
     */
    record Scan(int soundBytes, boolean whole, long highestBehind, long mayHold) {}

    private record Found(long seq, int at, int urgency) {}

    /**
     * Reads all frames and remembers those that count. Broken bytes are skipped up to the next sound frame. Frames of a
     * batch that does not end count only when it must have been whole once, and acknowledged.
     *
     * @param certain the number up to which this is known
     */
    Scan scan(long certain) throws IOException {
        int end = Math.max(Math.toIntExact(file.size()), SegmentHeader.BYTES);
        FrameReader frames = reader(SegmentHeader.BYTES, header.first() - 1, end);
        List<Found> open = new ArrayList<>();
        int sound = SegmentHeader.BYTES;
        int batchAt = SegmentHeader.BYTES;
        long behind = -1;
        boolean broken = false;
        holes = new ArrayList<>();
        while (frames.next()) {
            broken |= frames.passedOver();
            open.add(new Found(frames.seq(), frames.at(), urgencyCode(frames.flags())));
            if (broken || Frame.lastOfBatch(frames.flags()) || frames.seq() <= certain) {
                count(open);
            }
            if (Frame.lastOfBatch(frames.flags())) {
                lastBatchAt = batchAt;
                batchAt = frames.soundEnd();
            }
            behind = broken ? frames.seq() : behind;
            sound = broken ? sound : Frame.lastOfBatch(frames.flags()) ? frames.soundEnd() : sound;
        }
        if (frames.unreadable()) {
            count(open);
        }
        view = index.upTo(end);
        long mayHold = frames.unreadable() ? (end - sound) / Frame.HEADER_BYTES : 0;
        return new Scan(sound, sound == end, behind, mayHold);
    }

    private void count(List<Found> frames) {
        long last = index.upTo(0).last();
        for (Found frame : frames) {
            if (frame.seq > last + 1) {
                holes.add(new long[] {last + 1, frame.seq - 1});
            }
            index.add(frame.seq, frame.at, frame.urgency);
            last = frame.seq;
        }
        frames.clear();
    }

    private int urgencyCode(byte flags) {
        int told = Frame.urgencyCode(flags);
        return told == 0 ? usual.code() : told;
    }

    private FrameReader reader(int from, long before, int end) {
        return new FrameReader(file, Frame.Sum.of(header.format(), header.log()), from, before, end);
    }

    /** Drops what is behind: a torn batch, or one that could not be synced. */
    void cutTo(int size) throws IOException {
        file.truncate(size);
        file.force();
        view = index.upTo(size);
    }

    /** Writes frames behind the end and syncs them; they count after {@link #settle}. */
    void write(ByteBuffer frames) throws IOException {
        file.write(frames, view.end());
    }

    void force() throws IOException {
        file.force();
    }

    /**
     * Writes the last batch that was found once more where it lies; it is not synced yet. After a sync that failed the
     * system takes the bytes for clean: they can be read, are not on the disk, and the next sync leaves them out.
     */
    void writeLastBatchAgain() throws IOException {
        int end = view.end();
        for (int at = lastBatchAt; at < end; at = pageAfter(at)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.min(pageAfter(at), end) - at);
            if (isReadable(bytes, at)) {
                file.write(bytes.flip(), at);
            }
        }
    }

    private static int pageAfter(int at) {
        return (at / PAGE_BYTES + 1) * PAGE_BYTES;
    }

    /** What the disk does not show counts no more, and a write into its page would fail as the read does. */
    private boolean isReadable(ByteBuffer page, int at) {
        try {
            return file.read(page, at) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Forgets bytes behind the end that were written and must not count. */
    void rollBack() throws IOException {
        file.truncate(view.end());
    }

    /** The records that were written and forced count from now on. */
    void settle(long firstSeq, List<JournalEntry> entries) {
        int at = view.end();
        for (int i = 0; i < entries.size(); i++) {
            index.add(firstSeq + i, at, entries.get(i).urgency().code());
            at += Frame.bytesOf(entries.get(i));
        }
        view = index.upTo(at);
    }

    /**
     * Records from {@code from} on, in a row, none at or above {@code before}; one that has become unreadable is passed
     * over, so that the stretch begins behind it.
     */
    Journal.Stretch read(long from, long before, int maxRecords, int maxBytes) throws IOException {
        BlockIndex now = view;
        List<byte[]> records = new ArrayList<>();
        if (now.blocks() == 0) {
            return new Journal.Stretch(from, records);
        }
        int block = Math.max(0, now.blockOf(from));
        FrameReader frames = reader(now.offset(block), now.first(block) - 1, now.end());
        long first = from;
        int sum = 0;
        while (records.size() < maxRecords && frames.next() && frames.seq() < before) {
            if (frames.seq() < from) {
                continue;
            }
            sum += frames.payloadBytes();
            boolean goesOn = frames.seq() == first + records.size() && sum <= maxBytes;
            if (!records.isEmpty() && !goesOn) {
                break;
            }
            first = records.isEmpty() ? frames.seq() : first;
            records.add(frames.payload());
        }
        return new Journal.Stretch(first, records);
    }

    /** The first records of the urgency in {@code from} to {@code to}, in a row and within one block. */
    Journal.@Nullable Run find(Urgency urgency, long from, long to) throws IOException {
        BlockIndex now = view;
        for (int block = Math.max(0, now.blockOf(from)); block < now.blocks() && now.first(block) <= to; block++) {
            if (now.has(block, urgency.code())) {
                Journal.Run run = findIn(now, block, urgency, from, to);
                if (run != null) {
                    return run;
                }
            }
        }
        return null;
    }

    private Journal.@Nullable Run findIn(BlockIndex now, int block, Urgency urgency, long from, long to)
            throws IOException {
        FrameReader frames = reader(now.offset(block), now.first(block) - 1, now.end(block));
        long first = -1;
        long last = -1;
        while (frames.next() && frames.seq() <= to) {
            boolean wanted = frames.seq() >= from && urgencyCode(frames.flags()) == urgency.code();
            if (first >= 0 && (!wanted || frames.seq() != last + 1)) {
                break;
            }
            if (wanted) {
                first = first < 0 ? frames.seq() : first;
                last = frames.seq();
            }
        }
        return first < 0 ? null : new Journal.Run(first, last);
    }

    String name() {
        return name;
    }

    SegmentFormat format() {
        return header.format();
    }

    long first() {
        return header.first();
    }

    /** The highest number that counts here, or {@code first - 1}. */
    long last() {
        return view.last();
    }

    /** The numbers below {@code before} that were missing when the file was opened, told as pairs. */
    List<long[]> holes(long before) {
        List<long[]> below = new ArrayList<>();
        for (long[] hole : holes) {
            if (hole[0] < before) {
                below.add(new long[] {hole[0], Math.min(hole[1], before - 1)});
            }
        }
        if (last() + 1 < before) {
            below.add(new long[] {last() + 1, before - 1});
        }
        return below;
    }

    int bytes() {
        return view.end();
    }

    boolean isEmpty() {
        return view.end() == SegmentHeader.BYTES;
    }

    void close() throws IOException {
        file.close();
    }
}
