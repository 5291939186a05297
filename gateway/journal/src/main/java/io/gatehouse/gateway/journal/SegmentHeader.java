package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.LogId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The first bytes of a segment: {@code magic (4) | log (16) | first number (8) | CRC-32C (4)}. */
record SegmentHeader(SegmentFormat format, LogId log, long first) {

    static final int BYTES = 32;

    ByteBuffer toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putInt(format.magic()).put(Frame.Sum.bytesOf(log)).putLong(first);
        bytes.putInt(checksum(bytes.array()));
        return bytes.flip();
    }

    /**
     * The header of a file, or nothing when its bytes are not sound.
     *
     * @throws IOException when the file was written by a later version: nothing may be changed then
     */
    static @Nullable SegmentHeader read(StoredFile file, String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        if (!readWhole(file, bytes) || bytes.getInt(BYTES - 4) != checksum(bytes.array())) {
            return null;
        }
        SegmentFormat format = SegmentFormat.byMagic(bytes.getInt(0));
        if (format == null && SegmentFormat.isOurs(bytes.getInt(0))) {
            throw new IOException(name + " was written by a later version of this software");
        }
        LogId log = new LogId(HexFormat.of().formatHex(bytes.array(), 4, 20));
        return format == null ? null : new SegmentHeader(format, log, bytes.getLong(20));
    }

    /** A sector that cannot be read is as good as a broken one. */
    private static boolean readWhole(StoredFile file, ByteBuffer bytes) {
        try {
            return file.read(bytes, 0) == BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    private static int checksum(byte[] header) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, BYTES - 4);
        return (int) crc.getValue();
    }
}
