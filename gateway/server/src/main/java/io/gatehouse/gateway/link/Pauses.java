package io.gatehouse.gateway.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try to connect: anything up to a bound that starts at a second and doubles, so that
 * gateways that lost the fleet at the same moment do not come back at the same moment. A connection that lived for a
 * minute starts anew; one that breaks at once does not. On the gateway's context.
 */
final class Pauses {

    private static final long FIRST_MILLIS = 1_000;
    private static final int MOST_DOUBLINGS = 16;
    private static final Duration HEALTHY = Duration.ofSeconds(60);

    private final long longestMillis;
    private final RandomGenerator random;
    private int tries;

    Pauses(Duration longest, RandomGenerator random) {
        this.longestMillis = longest.toMillis();
        this.random = random;
    }

    /** The pause after a connection that lived this long, zero for one that never came about. */
    long nextMillis(Duration lived) {
        if (lived.compareTo(HEALTHY) >= 0) {
            tries = 0;
        }
        long most = Math.min(longestMillis, FIRST_MILLIS << Math.min(tries, MOST_DOUBLINGS));
        tries++;
        return 1 + random.nextLong(most);
    }

    /** Whether nothing was tried since the last healthy connection. */
    boolean atFirst() {
        return tries == 0;
    }
}
