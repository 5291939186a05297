package io.gatehouse.gateway.uplink;

import java.util.EnumMap;
import java.util.Map;

/**
 * Whose turn it is: the most important of those who wait, save that whoever waits gets one turn of ten. There must be
 * fewer than ten kinds.
 */
final class Rota {

    private static final int AT_LEAST_EVERY = 10;

    private static final Turn[] TURNS = Turn.values();

    private final Map<Turn, Long> served = new EnumMap<>(Turn.class);
    private long turn;

    /** Takes the turn, if there is something to send and room for it. */
    @FunctionalInterface
    interface Taker {

        /** @param overdue whether it has waited so long that the more important ones stand back */
        boolean take(Turn turn, boolean overdue);
    }

    /** Gives one turn; false when nobody took it. */
    boolean next(Taker taker) {
        return next(taker, true) || next(taker, false);
    }

    private boolean next(Taker taker, boolean overdue) {
        for (Turn each : TURNS) {
            boolean waitedLong = turn + 1 - served.getOrDefault(each, 0L) >= AT_LEAST_EVERY;
            if (waitedLong == overdue && taker.take(each, overdue)) {
                served.put(each, ++turn);
                return true;
            }
        }
        return false;
    }
}
