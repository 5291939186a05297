package io.gatehouse.fleet.link;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps the workers free while the database does not answer: after a failure everybody is told to wait at once, and one
 * batch a second tries whether it is back. Safe from any thread.
 */
final class DatabaseWatch {

    private static final long PAUSE_NANOS = 1_000_000_000L;
    /** For the one that tries; it takes no longer than the pool waits for a connection. */
    private static final long TRY_NANOS = 6_000_000_000L;

    private final LongSupplier nanos;
    // 0 while the database answers
    private final AtomicLong downUntil = new AtomicLong();

    DatabaseWatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether to try the database now. */
    boolean mayTry() {
        long until = downUntil.get();
        if (until == 0) {
            return true;
        }
        long now = nanos.getAsLong();
        return now - until >= 0 && downUntil.compareAndSet(until, now + TRY_NANOS | 1);
    }

    void answered() {
        downUntil.set(0);
    }

    void failed() {
        downUntil.set(nanos.getAsLong() + PAUSE_NANOS | 1);
    }
}
