package io.gatehouse.fleet.telemetry;

/** How finely a series is kept. */
public enum Level {
    /** Each point as it came. */
    RAW(1),
    FIVE_MINUTES(300_000),
    HOUR(3_600_000);

    private final long millis;

    Level(long millis) {
        this.millis = millis;
    }

    /** How wide one of its buckets is. */
    public long millis() {
        return millis;
    }

    /** Where the bucket begins in which a moment lies; also before 1970. */
    public long floor(long at) {
        return Math.floorDiv(at, millis) * millis;
    }

    /** The level from which this one is made. */
    public Level finer() {
        return this == HOUR ? FIVE_MINUTES : RAW;
    }
}
