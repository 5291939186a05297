package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Urgency;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * How a record lies in a segment: {@code length (4) | CRC-32C (4) | number (8) | flags (1) | payload}, big-endian. The
 * checksum covers the log's id and then all but itself, so that no bytes a device sent can pass for a frame. A batch counts
 * only with its last frame, which carries {@link #LAST_OF_BATCH}; the three bits above it are the urgency's code.
 */
final class Frame {

    static final int HEADER_BYTES = 17;
    static final int FLAGS_AT = 16;
    private static final int LAST_OF_BATCH = 1;
    private static final int URGENCY_SHIFT = 1;
    private static final int URGENCY_MASK = 7;

    private Frame() {}

    static int bytesOf(JournalEntry entry) {
        return HEADER_BYTES + entry.record().length;
    }

    static boolean lastOfBatch(byte flags) {
        return (flags & LAST_OF_BATCH) != 0;
    }

    /** The code of the record's urgency, 0 in files that were written before there was one. */
    static int urgencyCode(byte flags) {
        return flags >> URGENCY_SHIFT & URGENCY_MASK;
    }

    private static byte flags(Urgency urgency, boolean lastOfBatch) {
        return (byte) (urgency.code() << URGENCY_SHIFT | (lastOfBatch ? LAST_OF_BATCH : 0));
    }

    /** The buffer must have an array. */
    static void write(ByteBuffer into, Sum sum, long seq, boolean lastOfBatch, JournalEntry entry) {
        int start = into.position();
        into.putInt(entry.record().length);
        into.putInt(0);
        into.putLong(seq);
        into.put(flags(entry.urgency(), lastOfBatch));
        into.put(entry.record());
        into.putInt(start + 4, sum.of(into.array(), into.arrayOffset() + start, entry.record().length));
    }

    /** Sums up frames of one log; for one thread. */
    static final class Sum {

        private final byte[] salt;
        private final CRC32C crc = new CRC32C();

        private Sum(byte[] salt) {
            this.salt = salt;
        }

        static Sum of(SegmentFormat format, LogId log) {
            return new Sum(format == SegmentFormat.FIRST ? new byte[0] : bytesOf(log));
        }

        static byte[] bytesOf(LogId log) {
            return HexFormat.of().parseHex(log.hex());
        }

        /** Of the frame that begins at {@code at} and whose payload has {@code length} bytes. */
        int of(byte[] bytes, int at, int length) {
            crc.reset();
            crc.update(salt);
            crc.update(bytes, at, 4);
            crc.update(bytes, at + 8, HEADER_BYTES - 8 + length);
            return (int) crc.getValue();
        }
    }
}
