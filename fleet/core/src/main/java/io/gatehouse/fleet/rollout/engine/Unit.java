package io.gatehouse.fleet.rollout.engine;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One device in a rollout. Immutable.
 *
 * @param wave from 0
 * @param entrances what it is a lane of, in the words of {@link World#lanes}; empty when nobody passes by it
 * @param since when it came into its state
 * @param before how it was when it was asked, or nothing as long as it was not
 * @param tries how often it was asked since somebody wanted it
 * @param note why it is in its state, as a code, or as the device said it
 */
public record Unit(
        UnitKey key,
        int wave,
        Set<String> entrances,
        UnitState state,
        Instant since,
        @Nullable Before before,
        int tries,
        @Nullable String note) {

    public Unit {
        entrances = Set.copyOf(entrances);
    }

    /**
     * How a device was before.
     *
     * @param runs what it ran
     * @param starts how often it had started
     * @param problems how many problems it had
     */
    public record Before(@Nullable String runs, int starts, int problems) {}

    public static Unit pending(UnitKey key, int wave, Set<String> entrances, Instant since) {
        return new Unit(key, wave, entrances, UnitState.PENDING, since, null, 0, null);
    }

    Unit to(UnitState next, Instant at, @Nullable String why) {
        return new Unit(key, wave, entrances, next, at, before, tries, why);
    }

    Unit ordered(Before was, Instant at) {
        return new Unit(key, wave, entrances, UnitState.ORDERED, at, was, tries + 1, null);
    }

    Unit noted(@Nullable String why) {
        return new Unit(key, wave, entrances, state, since, before, tries, why);
    }
}
