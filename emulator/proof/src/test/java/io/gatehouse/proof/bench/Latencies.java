package io.gatehouse.proof.bench;

import java.util.Arrays;

/** Times from when something was due until it was answered. Safe from any thread. */
final class Latencies {

    private long[] nanos = new long[1 << 14];
    private int count;

    synchronized void add(long took) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = took;
    }

    void addAll(Latencies others) {
        for (long one : others.all()) {
            add(one);
        }
    }

    private synchronized long[] all() {
        return Arrays.copyOf(nanos, count);
    }

    synchronized int count() {
        return count;
    }

    /** @param share 0.99 for the time that 99 of 100 did not exceed; NaN when nothing was recorded */
    synchronized double millis(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)] / 1e6;
    }
}
