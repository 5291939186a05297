package io.gatehouse.gateway.stock;

import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Urgency;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How urgent each record of a lane is, one byte a record in blocks, so that those which wait can be counted in any order
 * of sending. Bounded: beyond {@link #MOST_BLOCKS} nothing more is remembered and counts as not counted. For one thread.
 */
final class WaitingClasses {

    private static final int BLOCK = 4_096;

    /** About 16,000,000 records and as many bytes. */
    private static final int MOST_BLOCKS = 4_096;

    private static final Urgency[] CLASSES = Urgency.values();
    private static final byte NOT_THERE = Byte.MAX_VALUE;

    private final TreeMap<Long, byte[]> blocks = new TreeMap<>();

    /** Waiting records by class, and the first whose class is not known, or -1. */
    record Count(Map<Urgency, Long> byClass, long firstUnknown) {}

    void note(long seq, Urgency urgency) {
        set(seq, (byte) (urgency.ordinal() + 1));
    }

    /** Whether nothing more would be remembered. */
    boolean isFull() {
        return blocks.size() >= MOST_BLOCKS;
    }

    /** The number belongs to no record: the journal lost it. */
    void noteMissing(long seq) {
        set(seq, NOT_THERE);
    }

    private void set(long seq, byte value) {
        byte[] block = blocks.get(seq / BLOCK);
        if (block == null) {
            if (blocks.size() >= MOST_BLOCKS) {
                return;
            }
            block = new byte[BLOCK];
            blocks.put(seq / BLOCK, block);
        }
        block[(int) (seq % BLOCK)] = value;
    }

    /** Records below the number are gone from the journal. */
    void forgetBelow(long oldest) {
        blocks.headMap(oldest / BLOCK).clear();
    }

    Count count(IntervalSet waiting) {
        long[] sums = new long[CLASSES.length];
        long firstUnknown = -1;
        for (long[] span : waiting.pairs()) {
            long unknown = add(span[0], span[1], sums);
            firstUnknown = firstUnknown < 0 ? unknown : firstUnknown;
        }
        Map<Urgency, Long> byClass = new EnumMap<>(Urgency.class);
        for (Urgency one : CLASSES) {
            if (sums[one.ordinal()] > 0) {
                byClass.put(one, sums[one.ordinal()]);
            }
        }
        return new Count(byClass, firstUnknown);
    }

    private long add(long from, long to, long[] sums) {
        long firstUnknown = -1;
        for (long at = from; at <= to; ) {
            long end = Math.min(to, at / BLOCK * BLOCK + BLOCK - 1);
            byte[] block = blocks.get(at / BLOCK);
            for (long seq = at; block != null && seq <= end; seq++) {
                byte value = block[(int) (seq % BLOCK)];
                if (value == 0) {
                    firstUnknown = firstUnknown < 0 ? seq : firstUnknown;
                } else if (value != NOT_THERE) {
                    sums[value - 1]++;
                }
            }
            if (block == null && firstUnknown < 0) {
                firstUnknown = at;
            }
            at = end + 1;
        }
        return firstUnknown;
    }
}
