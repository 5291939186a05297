package io.gatehouse.fleet.telemetry;

import java.time.Duration;

/** How long each level is kept; a coarser one at least as long as a finer one. */
public record Retention(Duration raw, Duration fiveMinutes, Duration hours) {

    public Retention {
        if (raw.compareTo(Duration.ofDays(1)) < 0
                || fiveMinutes.compareTo(raw) < 0
                || hours.compareTo(fiveMinutes) < 0) {
            throw new IllegalArgumentException(
                    "raw points are kept a day at least, five-minute means no shorter than those, hours no shorter again");
        }
    }

    public static Retention usual() {
        return new Retention(Duration.ofDays(30), Duration.ofDays(366), Duration.ofDays(5 * 366));
    }

    public Duration of(Level level) {
        return switch (level) {
            case RAW -> raw;
            case FIVE_MINUTES -> fiveMinutes;
            case HOUR -> hours;
        };
    }

    /** What is older is not kept at the level. */
    public long oldest(Level level, long now) {
        return now - of(level).toMillis();
    }
}
