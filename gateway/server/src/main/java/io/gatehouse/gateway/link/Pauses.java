package io.gatehouse.gateway.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try to connect. Time since the line was lost is cut into windows, the first a second
 * long, each half as long again as the one before, up to the longest; a gateway tries once in each, at a place in it that
 * it draws once. So gateways that lost the fleet at the same moment come back evenly, however long it was away: pauses
 * that are drawn anew each time would bunch just after its return. A connection that lived for a minute starts anew; one
 * that breaks sooner goes on where it was. On the gateway's context.
 */
final class Pauses {

    private static final double FIRST_MILLIS = 1_000;
    private static final double GROWTH = 1.5;
    private static final Duration HEALTHY = Duration.ofSeconds(60);

    private final double longestMillis;
    private final RandomGenerator random;
    private double place;
    private double window;
    private boolean fresh = true;

    Pauses(Duration longest, RandomGenerator random) {
        this.longestMillis = longest.toMillis();
        this.random = random;
    }

    /** The pause after a connection that lived this long, zero for one that never came about. */
    long nextMillis(Duration lived) {
        if (fresh || lived.compareTo(HEALTHY) >= 0) {
            fresh = false;
            place = random.nextDouble();
            window = Math.min(longestMillis, FIRST_MILLIS);
            return 1 + (long) (place * window);
        }
        double rest = (1 - place) * window;
        window = Math.min(longestMillis, GROWTH * window);
        return 1 + (long) (rest + place * window);
    }

    /** Whether nothing was tried yet. */
    boolean atFirst() {
        return fresh;
    }
}
