package io.gatehouse.gateway;

import java.util.function.LongSupplier;

/** How late the gateway's own event loop is: the worst since it was asked last. On the gateway's context. */
final class LoopDelay {

    /** How often {@link #look} is to be called. */
    static final long LOOK_MILLIS = 500;

    private final LongSupplier millis;
    private long expected = Long.MAX_VALUE;
    private long worst;

    /** @param millis of a clock that does not run backwards */
    LoopDelay(LongSupplier millis) {
        this.millis = millis;
    }

    /** Called by a timer: whatever it is late by, everything else on the loop was, too. */
    void look() {
        long now = millis.getAsLong();
        if (now > expected) {
            worst = Math.max(worst, now - expected);
        }
        expected = now + LOOK_MILLIS;
    }

    /** The worst since the last {@link #reset}, in milliseconds. */
    long worst() {
        return worst;
    }

    void reset() {
        worst = 0;
    }
}
