package io.gatehouse.fleet.telemetry;

import io.gatehouse.fleet.telemetry.influx.InfluxSettings;
import java.util.Optional;

/**
 * Where measurements are kept, and how long.
 *
 * @param influx InfluxDB in place of the embedded store
 */
public record TelemetrySettings(Retention retention, Optional<InfluxSettings> influx) {

    /** The embedded store, kept as long as usual. */
    public static TelemetrySettings embedded() {
        return new TelemetrySettings(Retention.usual(), Optional.empty());
    }
}
