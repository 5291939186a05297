package io.gatehouse.proof.sim;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/** The bytes of a file: as they are read, and as they would be found after a power cut. */
final class SimContent {

    private static final int PAGE = 512;

    private byte[] now = new byte[PAGE];
    private byte[] durable = new byte[PAGE];
    private int size;
    private int durableSize;
    private final BitSet dirty = new BitSet();

    int size() {
        return size;
    }

    void write(byte[] bytes, int count, int start) {
        if (count == 0) {
            return;
        }
        int end = start + count;
        now = roomFor(now, end);
        System.arraycopy(bytes, 0, now, start, count);
        dirty.set(Math.min(start, size) / PAGE, (end - 1) / PAGE + 1);
        size = Math.max(size, end);
    }

    private static byte[] roomFor(byte[] bytes, int end) {
        return end <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
    }

    int read(ByteBuffer into, int position) {
        int count = Math.min(size - position, into.remaining());
        if (count <= 0) {
            return -1;
        }
        into.put(now, position, count);
        return count;
    }

    void truncate(int to) {
        if (to < size) {
            Arrays.fill(now, to, size, (byte) 0);
            dirty.set(to / PAGE, (size - 1) / PAGE + 1);
            size = to;
        }
    }

    void force() {
        durable = roomFor(durable, now.length);
        for (int page = dirty.nextSetBit(0); page >= 0; page = dirty.nextSetBit(page + 1)) {
            keep(page);
        }
        dirty.clear();
        durableSize = size;
    }

    private void keep(int page) {
        int start = page * PAGE;
        int end = Math.min(start + PAGE, now.length);
        if (start < end) {
            System.arraycopy(now, start, durable, start, end - start);
        }
    }

    /** A sync that failed: some pages made it, and the rest will not be tried again. */
    void forgetWhatIsUnsynced(Dice dice) {
        durable = roomFor(durable, now.length);
        for (int page = dirty.nextSetBit(0); page >= 0; page = dirty.nextSetBit(page + 1)) {
            if (dice.coin()) {
                keep(page);
            }
        }
        dirty.clear();
        durableSize = dice.coin() ? size : durableSize;
    }

    SimContent afterPowerCut(Dice dice) {
        SimContent found = new SimContent();
        found.size = size == durableSize || dice.coin() ? size : durableSize;
        found.durable = Arrays.copyOf(durable, Math.max(PAGE, Math.max(now.length, durable.length)));
        durable = found.durable;
        for (int page = dirty.nextSetBit(0); page >= 0; page = dirty.nextSetBit(page + 1)) {
            if (dice.coin()) {
                keep(page);
            }
        }
        Arrays.fill(found.durable, found.size, found.durable.length, (byte) 0);
        found.now = found.durable.clone();
        found.durableSize = found.size;
        return found;
    }
}
