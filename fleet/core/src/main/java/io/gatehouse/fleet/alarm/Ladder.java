package io.gatehouse.fleet.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * After how long nobody's taking note makes an alarm go a step up, step by step. Immutable.
 *
 * @param waits how long each step waits, from the one before; none at all never goes up
 */
public record Ladder(List<Duration> waits) {

    public Ladder {
        waits = List.copyOf(waits);
        if (waits.stream().anyMatch(wait -> wait.isNegative() || wait.isZero())) {
            throw new IllegalArgumentException("a step that waits for nothing: " + waits);
        }
    }

    public static Ladder none() {
        return new Ladder(List.of());
    }

    public static Ladder ofMinutes(List<Integer> minutes) {
        return new Ladder(minutes.stream().map(one -> Duration.ofMinutes(one)).toList());
    }

    /** When the step after this level is due, or nothing when it is the last. */
    Optional<Instant> next(int level, Instant now) {
        return level < waits.size() ? Optional.of(now.plus(waits.get(level))) : Optional.empty();
    }
}
