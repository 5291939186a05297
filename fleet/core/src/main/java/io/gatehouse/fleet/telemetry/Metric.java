package io.gatehouse.fleet.telemetry;

import java.util.Map;

/**
 * What is known of a metric by its name.
 *
 * @param kind whether its values stand for themselves or count up
 * @param mostPerSecond for a counter, how fast it can really rise; what rises faster has jumped
 */
public record Metric(String name, Kind kind, double mostPerSecond) {

    /** How values are to be read. */
    public enum Kind {
        GAUGE,
        COUNTER
    }

    private static final double ANY_RATE = 100;

    private static final Map<String, Double> COUNTERS = Map.of(
            "restarts",
            0.1,
            "boots",
            0.1,
            "crashes",
            0.1,
            "door_cycles",
            2.0,
            "passages",
            5.0,
            "reads",
            20.0,
            "decisions",
            5_000.0);

    /** A counter by its name, or by its ending in {@code _total}; else a gauge. */
    public static Metric named(String name) {
        Double most = COUNTERS.get(name);
        if (most != null) {
            return new Metric(name, Kind.COUNTER, most);
        }
        return name.endsWith("_total") ? new Metric(name, Kind.COUNTER, ANY_RATE) : new Metric(name, Kind.GAUGE, 0);
    }

    public boolean isCounter() {
        return kind == Kind.COUNTER;
    }
}
