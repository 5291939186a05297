package io.gatehouse.gateway.device;

/**
 * How much nonsense is borne from one device: a burst, and then so much a second. What is beyond that is not read for a
 * moment, so that a device that has gone mad, or is not what it says, cannot take the time of the others. Milliseconds of
 * any clock; one that jumps back forgives nothing.
 */
final class Tolerance {

    private static final double BURST = 1_000;
    private static final double PER_SECOND = 200;
    private static final long PAUSE_MILLIS = (long) (1_000 / PER_SECOND);

    private double level;
    private long at;

    /** A message was refused. */
    void refused(long nowMillis) {
        drain(nowMillis);
        level = Math.min(BURST + 1, level + 1);
    }

    /** For how long nothing more should be read from it; 0 while it is within its bounds. */
    long pauseMillis(long nowMillis) {
        drain(nowMillis);
        return level > BURST ? PAUSE_MILLIS : 0;
    }

    private void drain(long nowMillis) {
        level = Math.max(0, level - Math.max(0, nowMillis - at) / 1_000.0 * PER_SECOND);
        at = nowMillis;
    }
}
