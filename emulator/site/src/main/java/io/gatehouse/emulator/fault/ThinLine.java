package io.gatehouse.emulator.fault;

/**
 * The one line that a site has: what goes through one proxy of it waits for what goes through the others, in both directions,
 * as over a radio. Safe from any thread.
 */
public final class ThinLine {

    private final long bytesPerSecond;
    private final long latencyMillis;
    private long freeAt = Long.MIN_VALUE;

    /**
     * @param bytesPerSecond of both directions together
     * @param latencyMillis that every piece takes on its way, beside its turn
     */
    public ThinLine(long bytesPerSecond, long latencyMillis) {
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException("a line carries something, not " + bytesPerSecond + " bytes a second");
        }
        this.bytesPerSecond = bytesPerSecond;
        this.latencyMillis = latencyMillis;
    }

    /** What every piece takes on its way. */
    long latencyMillis() {
        return latencyMillis;
    }

    /** When so many bytes that come at this time have gone into the line, in nanoseconds as {@code System.nanoTime}. */
    synchronized long gone(long now, int bytes) {
        freeAt = Math.max(freeAt, now) + bytes * 1_000_000_000L / bytesPerSecond;
        return freeAt;
    }
}
