package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of a log. It knows where each of its records begins. Written by the writer's thread; the fields that readers
 * use are replaced as a whole once the bytes are durable.
 */
final class Segment {

    /** {@code magic (4) | log (16) | first number (8) | CRC-32C (4)}. */
    static final int HEADER_BYTES = 32;

    private static final int MAGIC = 0x47484a31;

    /** What readers may see: the numbers and offsets of durable records. */
    private record View(long[] seqs, int[] offsets, int count, int end) {}

    private final String name;
    private final StoredFile file;
    private final long first;
    private volatile View view = new View(new long[16], new int[16], 0, HEADER_BYTES);

    private Segment(String name, StoredFile file, long first) {
        this.name = name;
        this.file = file;
        this.first = first;
    }

    static String nameOf(String prefix, long first) {
        return prefix + "-" + HexFormat.of().toHexDigits(first) + ".seg";
    }

    static Segment create(Storage storage, String prefix, LogId log, long first) throws IOException {
        String name = nameOf(prefix, first);
        StoredFile file = storage.open(name);
        file.truncate(0);
        file.write(header(log, first), 0);
        file.force();
        storage.syncFolder();
        return new Segment(name, file, first);
    }

    /** Opens a file that is there; nothing when its header is not sound or belongs to another log. */
    static @Nullable Segment open(Storage storage, String name, LogId log) throws IOException {
        StoredFile file = storage.open(name);
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        file.read(header, 0);
        long first = header.getLong(20);
        if (header.position() < HEADER_BYTES || !header(log, first).equals(header.flip())) {
            file.close();
            return null;
        }
        return new Segment(name, file, first);
    }

    /** The log that a file says it belongs to, when its header is sound. */
    static @Nullable LogId logOf(Storage storage, String name) throws IOException {
        try (StoredFile file = storage.open(name)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
            if (file.read(header, 0) < HEADER_BYTES) {
                return null;
            }
            LogId log = new LogId(HexFormat.of().formatHex(header.array(), 4, 20));
            return header(log, header.getLong(20)).equals(header.flip()) ? log : null;
        }
    }

    private static ByteBuffer header(LogId log, long first) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putInt(MAGIC).put(HexFormat.of().parseHex(log.hex())).putLong(first);
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, HEADER_BYTES - 4);
        header.putInt((int) crc.getValue());
        return header.flip();
    }

    /**
     * What a scan of a whole file found.
     *
     * @param soundBytes the end of the whole batches before the first broken byte
     * @param whole whether the file ends there
     * @param highestBehind the highest number of a sound frame behind broken bytes, or -1
     */
    record Scan(int soundBytes, boolean whole, long highestBehind) {}

    /**
     * Reads all frames and remembers those that count. Broken bytes are skipped up to the next sound frame. Frames of a
     * batch that does not end count only when something follows: then the batch was whole once, and acknowledged.
     *
     * @param followed whether later files of the log exist
     */
    Scan scan(boolean followed) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(Math.max(file.size(), HEADER_BYTES)));
        file.read(bytes, 0);
        bytes.flip();
        bytes.position(Math.min(HEADER_BYTES, bytes.limit()));
        Scanned found = new Scanned();
        int sound = bytes.position();
        long behind = -1;
        boolean broken = false;
        while (bytes.hasRemaining()) {
            int at = bytes.position();
            Frame frame = Frame.read(bytes);
            if (frame == null) {
                broken = true;
                bytes.position(at + 1);
                continue;
            }
            found.add(frame, at, broken);
            behind = broken ? Math.max(behind, frame.seq()) : behind;
            if (!broken && frame.lastOfBatch()) {
                sound = bytes.position();
            }
        }
        if (followed) {
            found.countAll();
        }
        view = found.view(bytes.limit());
        return new Scan(sound, sound == bytes.limit(), behind);
    }

    private static final class Scanned {
        private final List<long[]> counted = new ArrayList<>();
        private final List<long[]> open = new ArrayList<>();

        void add(Frame frame, int at, boolean behindBroken) {
            open.add(new long[] {frame.seq(), at});
            if (frame.lastOfBatch() || behindBroken) {
                countAll();
            }
        }

        void countAll() {
            counted.addAll(open);
            open.clear();
        }

        View view(int end) {
            long[] seqs = counted.stream().mapToLong(pair -> pair[0]).toArray();
            int[] offsets = counted.stream().mapToInt(pair -> (int) pair[1]).toArray();
            return new View(seqs, offsets, seqs.length, end);
        }
    }

    /** Cuts what lies behind the whole batches. */
    void cutTo(int size) throws IOException {
        file.truncate(size);
        file.force();
        View now = view;
        int count = now.count;
        while (count > 0 && now.offsets[count - 1] >= size) {
            count--;
        }
        view = new View(now.seqs, now.offsets, count, size);
    }

    /** Writes frames behind the end; they count after {@link #settle}. */
    void write(ByteBuffer frames) throws IOException {
        file.write(frames, view.end);
    }

    void force() throws IOException {
        file.force();
    }

    /** Forgets bytes behind the end that were written and must not count. */
    void rollBack() throws IOException {
        file.truncate(view.end);
    }

    /** The records that were written and forced count from now on. */
    void settle(long firstSeq, List<byte[]> records) {
        View now = view;
        long[] seqs = now.seqs;
        int[] offsets = now.offsets;
        int count = now.count;
        if (count + records.size() > seqs.length) {
            int size = Math.max(seqs.length * 2, count + records.size());
            seqs = Arrays.copyOf(seqs, size);
            offsets = Arrays.copyOf(offsets, size);
        }
        int end = now.end;
        for (int i = 0; i < records.size(); i++) {
            seqs[count + i] = firstSeq + i;
            offsets[count + i] = end;
            end += Frame.bytesOf(records.get(i));
        }
        view = new View(seqs, offsets, count + records.size(), end);
    }

    /**
     * Records from {@code from} on, in a row, none at or above {@code before}; one that has become unreadable is passed
     * over, so that the stretch begins behind it.
     */
    Journal.Stretch read(long from, long before, int maxRecords, int maxBytes) throws IOException {
        View now = view;
        int at = Arrays.binarySearch(now.seqs, 0, now.count, from);
        List<byte[]> records = new ArrayList<>();
        long first = from;
        int sum = 0;
        for (int i = at >= 0 ? at : -at - 1; i < now.count && records.size() < maxRecords; i++) {
            boolean goesOn = records.isEmpty() || now.seqs[i] == first + records.size();
            if (now.seqs[i] >= before || !goesOn) {
                break;
            }
            byte[] payload = payloadAt(now.offsets[i], now.seqs[i]);
            if (payload == null) {
                if (records.isEmpty()) {
                    continue;
                }
                break;
            }
            sum += payload.length;
            if (sum > maxBytes && !records.isEmpty()) {
                break;
            }
            first = records.isEmpty() ? now.seqs[i] : first;
            records.add(payload);
        }
        return new Journal.Stretch(first, records);
    }

    /** Whether the number counts here, readable or not. */
    boolean counts(long seq) {
        View now = view;
        return Arrays.binarySearch(now.seqs, 0, now.count, seq) >= 0;
    }

    private byte @Nullable [] payloadAt(int offset, long seq) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(4);
        file.read(length, offset);
        int size = length.getInt(0);
        if (size < 0 || size > WireFormat.MAX_JOURNAL_RECORD) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Frame.HEADER_BYTES + size);
        file.read(bytes, offset);
        Frame frame = Frame.read(bytes.flip());
        return frame == null || frame.seq() != seq ? null : frame.payload();
    }

    String name() {
        return name;
    }

    long first() {
        return first;
    }

    /** The highest number that counts here, or {@code first - 1}. */
    long last() {
        View now = view;
        return now.count == 0 ? first - 1 : now.seqs[now.count - 1];
    }

    /** The numbers below {@code before} that are missing here, told as pairs. */
    List<long[]> holes(long before) {
        View now = view;
        List<long[]> holes = new ArrayList<>();
        long expected = first;
        for (int i = 0; i < now.count && now.seqs[i] < before; i++) {
            if (now.seqs[i] > expected) {
                holes.add(new long[] {expected, now.seqs[i] - 1});
            }
            expected = now.seqs[i] + 1;
        }
        if (expected < before) {
            holes.add(new long[] {expected, before - 1});
        }
        return holes;
    }

    int bytes() {
        return view.end;
    }

    void close() throws IOException {
        file.close();
    }
}
