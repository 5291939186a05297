package io.gatehouse.fleet.web.sign;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** How often somebody was not let in, for the metrics. Safe from any thread. */
public final class SignInCounts {

    private final Counter failed;
    private final Counter locked;
    private final Counter held;

    public SignInCounts(MeterRegistry registry) {
        this.failed = registry.counter("gatehouse.fleet.signin.failed");
        this.locked = registry.counter("gatehouse.fleet.signin.locked");
        this.held = registry.counter("gatehouse.fleet.signin.held");
    }

    /** Name, password or code was wrong. */
    void failed() {
        failed.increment();
    }

    /** A name was locked. */
    void locked() {
        locked.increment();
    }

    /** A try was not even looked at: too many before it. */
    void held() {
        held.increment();
    }
}
