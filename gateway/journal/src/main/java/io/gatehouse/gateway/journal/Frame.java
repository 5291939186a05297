package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.WireFormat;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record as it lies in a segment: {@code length (4) | CRC-32C (4) | number (8) | flags (1) | payload}, big-endian.
 * The checksum covers all but itself. A batch counts only with its last frame, which carries {@link #LAST_OF_BATCH}.
 */
record Frame(long seq, boolean lastOfBatch, byte[] payload) {

    static final int HEADER_BYTES = 17;
    private static final byte LAST_OF_BATCH = 1;

    static int bytesOf(byte[] payload) {
        return HEADER_BYTES + payload.length;
    }

    static void write(ByteBuffer into, long seq, boolean lastOfBatch, byte[] payload) {
        byte flags = lastOfBatch ? LAST_OF_BATCH : 0;
        into.putInt(payload.length);
        into.putInt(checksum(payload.length, seq, flags, payload));
        into.putLong(seq);
        into.put(flags);
        into.put(payload);
    }

    /** The frame at the buffer's position, or nothing when there is no whole, sound one. Moves on only when there is. */
    static @Nullable Frame read(ByteBuffer from) {
        if (from.remaining() < HEADER_BYTES) {
            return null;
        }
        int start = from.position();
        int length = from.getInt();
        int checksum = from.getInt();
        long seq = from.getLong();
        byte flags = from.get();
        if (length < 0 || length > WireFormat.MAX_JOURNAL_RECORD || from.remaining() < length) {
            from.position(start);
            return null;
        }
        byte[] payload = new byte[length];
        from.get(payload);
        if (checksum != checksum(length, seq, flags, payload)) {
            from.position(start);
            return null;
        }
        return new Frame(seq, flags == LAST_OF_BATCH, payload);
    }

    private static int checksum(int length, long seq, byte flags, byte[] payload) {
        CRC32C crc = new CRC32C();
        ByteBuffer head = ByteBuffer.allocate(13);
        head.putInt(length).putLong(seq).put(flags).flip();
        crc.update(head);
        crc.update(payload);
        return (int) crc.getValue();
    }
}
