package io.gatehouse.fleet;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for what must come, for as long as a machine may take that does much else: only what never comes fails. */
public final class Patiently {

    /** For what comes at once when the machine is idle. */
    public static final long SECONDS = 60;

    private Patiently() {}

    public static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(SECONDS));
    }
}
