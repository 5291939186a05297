package io.gatehouse.fleet;

import io.gatehouse.fleet.telemetry.Retention;
import io.gatehouse.fleet.telemetry.TelemetrySettings;
import io.gatehouse.fleet.telemetry.influx.InfluxSeriesStore;
import io.gatehouse.fleet.telemetry.influx.InfluxSettings;
import io.gatehouse.launch.StartRefusal;
import java.time.Duration;
import java.util.Optional;

/** Where the settings keep measurements, and how long. */
final class MeasurementsStore {

    private MeasurementsStore() {}

    static TelemetrySettings of(FleetSettings.Telemetry settings) {
        try {
            Retention retention = new Retention(
                    Duration.ofDays(settings.rawDays()),
                    Duration.ofDays(settings.fiveMinuteDays()),
                    Duration.ofDays(settings.hourDays()));
            return new TelemetrySettings(
                    retention, influx(settings.influx()).map(influx -> kept -> InfluxSeriesStore.of(influx, kept)));
        } catch (IllegalArgumentException e) {
            throw new StartRefusal("gatehouse.fleet.telemetry.raw-days", String.valueOf(e.getMessage()));
        }
    }

    private static Optional<InfluxSettings> influx(FleetSettings.Influx settings) {
        return settings.url()
                .map(url -> new InfluxSettings(
                        url,
                        settings.database(),
                        settings.organisation().orElse(null),
                        settings.token().orElse(null),
                        settings.user().orElse(null),
                        settings.password().orElse(null),
                        Duration.ofSeconds(settings.timeoutSeconds())));
    }
}
