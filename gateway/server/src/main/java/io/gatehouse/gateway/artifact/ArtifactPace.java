package io.gatehouse.gateway.artifact;

/**
 * How large the next part of an artifact is, and how long nothing is asked for after it. An event that happens meanwhile waits
 * behind a part at most, so on a thin line the parts are small; and the line is left alone after each for as long as the part
 * held it, longer where a rate is set. Of one thread.
 */
final class ArtifactPace {

    static final int SMALLEST = 4 * 1024;
    static final int LARGEST = 64 * 1024;
    static final int FIRST = 8 * 1024;

    /** For so long a part may hold the line; more than twice as much is too long. */
    private static final long HELD_MILLIS = 100;

    private static final long LEAST_PAUSE_MILLIS = 5;

    private final long rate;
    private int size = FIRST;
    // the way itself, without what the part weighs: the quickest answer so far
    private long way = Long.MAX_VALUE;

    /** @param rate bytes a second at most, 0 for no limit but half of the line */
    ArtifactPace(long rate) {
        this.rate = rate;
    }

    /** Bytes that are asked for next. */
    int size() {
        return size;
    }

    /**
     * A part came.
     *
     * @return milliseconds during which nothing is asked for
     */
    long took(int bytes, long millis) {
        way = Math.min(way, millis);
        long held = millis - way;
        if (held > 2 * HELD_MILLIS) {
            size = Math.max(SMALLEST, size / 2);
        } else if (held < HELD_MILLIS && bytes >= size) {
            size = Math.min(LARGEST, size * 2);
        }
        long byRate = rate == 0 ? 0 : bytes * 1_000L / rate - millis;
        return Math.max(LEAST_PAUSE_MILLIS, Math.max(held, byRate));
    }
}
