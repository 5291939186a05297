package io.gatehouse.fleet.telemetry;

import java.util.Optional;
import java.util.function.Function;

/**
 * Where measurements are kept, and how long.
 *
 * @param elsewhere a store in place of the embedded one, made for the retention
 */
public record TelemetrySettings(Retention retention, Optional<Function<Retention, SeriesStore>> elsewhere) {

    /** The embedded store, kept as long as usual. */
    public static TelemetrySettings embedded() {
        return new TelemetrySettings(Retention.usual(), Optional.empty());
    }
}
