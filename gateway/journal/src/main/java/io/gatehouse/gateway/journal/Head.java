package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.LogId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Which log a lane has, from where on it still counts and which number was certainly given: two slots of 512 bytes,
 * written in turn and synced, so that one of them is always whole.
 * {@code counter (8) | log (16) | oldest (8) | newest (8) | CRC-32C (4)}; the first version had no {@code newest}.
 */
final class Head {

    private static final int SLOT_BYTES = 512;
    private static final int FIRST_VERSION_BYTES = 36;
    private static final int USED_BYTES = 44;

    /** One state of the head. */
    record Mark(long counter, LogId log, long oldest, long newest) {}

    private final StoredFile file;
    private @Nullable Mark mark;

    private Head(StoredFile file, @Nullable Mark mark) {
        this.file = file;
        this.mark = mark;
    }

    static Head open(Storage storage, String name) throws IOException {
        StoredFile file = storage.open(name);
        Mark first = read(file, 0);
        Mark second = read(file, 1);
        if (first != null && second != null) {
            return new Head(file, first.counter > second.counter ? first : second);
        }
        return new Head(file, first != null ? first : second);
    }

    @Nullable
    Mark mark() {
        return mark;
    }

    /** Durable when it returns. */
    void write(LogId log, long oldest, long newest) throws IOException {
        long counter = mark == null ? 1 : mark.counter + 1;
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        slot.putLong(counter)
                .put(HexFormat.of().parseHex(log.hex()))
                .putLong(oldest)
                .putLong(newest);
        slot.putInt(checksum(slot.array(), USED_BYTES)).position(0);
        file.write(slot, (counter % 2) * SLOT_BYTES);
        file.force();
        mark = new Mark(counter, log, oldest, newest);
    }

    private static @Nullable Mark read(StoredFile file, int slot) {
        ByteBuffer bytes = ByteBuffer.allocate(USED_BYTES);
        try {
            if (file.read(bytes, (long) slot * SLOT_BYTES) < USED_BYTES) {
                return null;
            }
        } catch (IOException e) {
            // a sector that cannot be read is as good as a broken one; the other slot is why there are two
            return null;
        }
        boolean sound = isSound(bytes, USED_BYTES);
        if (!sound && !isSound(bytes, FIRST_VERSION_BYTES)) {
            return null;
        }
        LogId log = new LogId(HexFormat.of().formatHex(bytes.array(), 8, 24));
        return new Mark(bytes.getLong(0), log, bytes.getLong(24), sound ? bytes.getLong(32) : 0);
    }

    private static boolean isSound(ByteBuffer slot, int used) {
        return slot.getInt(used - 4) == checksum(slot.array(), used);
    }

    private static int checksum(byte[] slot, int used) {
        CRC32C crc = new CRC32C();
        crc.update(slot, 0, used - 4);
        return (int) crc.getValue();
    }

    void close() throws IOException {
        file.close();
    }
}
