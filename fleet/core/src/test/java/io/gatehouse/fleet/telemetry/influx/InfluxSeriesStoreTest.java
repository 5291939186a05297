package io.gatehouse.fleet.telemetry.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.fleet.telemetry.Point;
import io.gatehouse.fleet.telemetry.Retention;
import io.gatehouse.fleet.telemetry.SeriesStore;
import io.gatehouse.fleet.telemetry.SeriesStoreContract;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** InfluxDB 1.6 as Debian has it. */
class InfluxSeriesStoreTest extends SeriesStoreContract {

    @TempDir
    private static Path folder;

    private static InfluxProcess influx;

    @BeforeAll
    static void start() {
        influx = new InfluxProcess(folder.resolve("influx")).start();
    }

    @AfterAll
    static void stop() {
        if (influx != null) {
            influx.close();
        }
    }

    @Override
    protected SeriesStore open() {
        return InfluxSeriesStore.of(InfluxSettings.open(influx.url(), "gatehouse"), Retention.usual());
    }

    @Test
    void what_influxdb_will_never_take_is_refused_with_its_reason_and_the_rest_is_not() {
        long now = Clock.systemUTC().millis();
        try (SeriesStore store = open()) {
            SeriesStore.Written written = store.append(List.of(
                    new Point("lake", "poison", "battery", "%", now, 1),
                    new Point("lake", "poison", "battery", "\\", now, 2),
                    new Point("lake", "poison", "rssi", "dBm", Long.MAX_VALUE / 2, 3)));

            assertThat(written)
                    .isInstanceOfSatisfying(
                            SeriesStore.Written.Refused.class,
                            refused -> assertThat(refused.reason()).isNotBlank());
            assertThat(store.append(List.of(new Point("lake", "poison", "battery", "%", now, 1))))
                    .isEqualTo(new SeriesStore.Written.Kept());
            assertThat(store.engine()).startsWith("InfluxDB 1.");
        }
    }

    @Test
    void a_server_that_is_not_there_is_away_and_nothing_else() {
        URI nobody = URI.create("http://127.0.0.1:1");
        try (SeriesStore store = InfluxSeriesStore.of(InfluxSettings.open(nobody, "gatehouse"), Retention.usual())) {
            assertThatThrownBy(() -> store.append(List.of(new Point("s", "d", "m", null, 1, 1))))
                    .isInstanceOf(SeriesStore.StoreAway.class);
            assertThatThrownBy(() -> store.latest("s", "d")).isInstanceOf(SeriesStore.StoreAway.class);
        }
    }
}
