package io.gatehouse.gateway.journal;

import java.util.Arrays;

/**
 * Where the records of a segment are, by blocks of some dozens: the number and offset of the first one, and which
 * urgencies occur. So ten million records take two megabytes. One look at a segment; the arrays behind it grow, what a
 * look counts never changes, save that a block may have got more urgencies since.
 */
final class BlockIndex {

    private static final int BLOCK_RECORDS = 64;
    private static final int BLOCK_BYTES = 32 << 10;

    private final long[] firsts;
    private final int[] offsets;
    private final byte[] urgencies;
    private final int blocks;
    private final int end;
    private final long last;

    private BlockIndex(Builder from, int end) {
        this.firsts = from.firsts;
        this.offsets = from.offsets;
        this.urgencies = from.urgencies;
        this.blocks = from.blocks;
        this.end = end;
        this.last = from.last;
    }

    int blocks() {
        return blocks;
    }

    /** Where the last record ends. */
    int end() {
        return end;
    }

    /** The highest number, or the one below the segment's first when there is none. */
    long last() {
        return last;
    }

    /** The number of the block's first record. */
    long first(int block) {
        return firsts[block];
    }

    int offset(int block) {
        return offsets[block];
    }

    /** Where the block's last record ends. */
    int end(int block) {
        return block + 1 < blocks ? offsets[block + 1] : end;
    }

    boolean has(int block, int urgencyCode) {
        return (urgencies[block] >> urgencyCode & 1) != 0;
    }

    /** The block in which the number is, or would be; -1 before the first. */
    int blockOf(long seq) {
        int at = Arrays.binarySearch(firsts, 0, blocks, seq);
        return at >= 0 ? at : -at - 2;
    }

    /** Collects records in the order of their numbers; for one thread. */
    static final class Builder {
        private long[] firsts = new long[4];
        private int[] offsets = new int[4];
        private byte[] urgencies = new byte[4];
        private int blocks;
        private int inBlock;
        private long last;

        /** @param before the number below the segment's first */
        Builder(long before) {
            last = before;
        }

        void add(long seq, int offset, int urgencyCode) {
            boolean full = inBlock >= BLOCK_RECORDS || (blocks > 0 && offset - offsets[blocks - 1] >= BLOCK_BYTES);
            if (blocks == 0 || full) {
                begin(seq, offset);
            }
            inBlock++;
            urgencies[blocks - 1] |= (byte) (1 << urgencyCode);
            last = seq;
        }

        private void begin(long seq, int offset) {
            if (blocks == firsts.length) {
                firsts = Arrays.copyOf(firsts, 2 * blocks);
                offsets = Arrays.copyOf(offsets, 2 * blocks);
                urgencies = Arrays.copyOf(urgencies, 2 * blocks);
            }
            firsts[blocks] = seq;
            offsets[blocks] = offset;
            blocks++;
            inBlock = 0;
        }

        BlockIndex upTo(int end) {
            return new BlockIndex(this, end);
        }
    }
}
