package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.LogId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Which log a lane has and from where on it still counts: two slots of 512 bytes, written in turn and synced, so that one
 * of them is always whole. {@code counter (8) | log (16) | oldest (8) | CRC-32C (4)}.
 */
final class Head {

    private static final int SLOT_BYTES = 512;
    private static final int USED_BYTES = 36;

    /** One state of the head. */
    record Mark(long counter, LogId log, long oldest) {}

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
    void write(LogId log, long oldest) throws IOException {
        long counter = mark == null ? 1 : mark.counter + 1;
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        slot.putLong(counter).put(HexFormat.of().parseHex(log.hex())).putLong(oldest);
        slot.putInt(checksum(slot.array())).position(0);
        file.write(slot, (counter % 2) * SLOT_BYTES);
        file.force();
        mark = new Mark(counter, log, oldest);
    }

    private static @Nullable Mark read(StoredFile file, int slot) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(USED_BYTES);
        if (file.read(bytes, (long) slot * SLOT_BYTES) < USED_BYTES || bytes.getInt(32) != checksum(bytes.array())) {
            return null;
        }
        LogId log = new LogId(HexFormat.of().formatHex(bytes.array(), 8, 24));
        return new Mark(bytes.getLong(0), log, bytes.getLong(24));
    }

    private static int checksum(byte[] slot) {
        CRC32C crc = new CRC32C();
        crc.update(slot, 0, USED_BYTES - 4);
        return (int) crc.getValue();
    }

    void close() throws IOException {
        file.close();
    }
}
