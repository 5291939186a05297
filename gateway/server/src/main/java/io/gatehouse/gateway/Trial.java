package io.gatehouse.gateway;

import java.time.Duration;

/**
 * A site book's time to prove itself: it has, when the line to the fleet is up a moment after it came into force. Times are
 * nanoseconds of a clock that does not run backwards.
 */
final class Trial {

    /** What takes devices and line down shows by then. */
    static final Duration AT_LEAST = Duration.ofMillis(900);

    static final Duration AT_MOST = Duration.ofSeconds(20);

    private boolean runs;
    private long since;

    /** What a look has shown. */
    enum Outcome {
        NONE,
        PROVED,
        FAILED
    }

    void begin(long version, long nowNanos) {
        runs = version > 0;
        since = nowNanos;
    }

    void end() {
        runs = false;
    }

    Outcome look(long nowNanos, boolean lineIsUp) {
        if (!runs) {
            return Outcome.NONE;
        }
        long lasted = nowNanos - since;
        if (lineIsUp && lasted >= AT_LEAST.toNanos()) {
            return Outcome.PROVED;
        }
        return lasted >= AT_MOST.toNanos() ? Outcome.FAILED : Outcome.NONE;
    }
}
