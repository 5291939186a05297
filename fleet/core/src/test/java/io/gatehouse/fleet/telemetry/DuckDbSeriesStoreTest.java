package io.gatehouse.fleet.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.telemetry.SeriesStore.Device;
import io.gatehouse.fleet.telemetry.SeriesStore.Latest;
import io.gatehouse.fleet.telemetry.SeriesStore.Which;
import io.gatehouse.launch.Surroundings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbSeriesStoreTest extends SeriesStoreContract {

    private static final Surroundings SURROUNDINGS = Surroundings.ofSystem();

    @TempDir
    private Path folder;

    @Override
    protected SeriesStore open() {
        return DuckDbSeriesStore.open(folder.resolve("series"), SURROUNDINGS);
    }

    @Test
    void a_file_of_the_version_before_keeps_its_points() throws Exception {
        Path file = folder.resolve("before");
        try (Connection old = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = old.createStatement()) {
            statement.execute("create table point (site varchar, device varchar, metric varchar, unit varchar,"
                    + " time_ms bigint, value double)");
            statement.execute("insert into point values ('s','d','battery','%',1000,1),('s','d','battery','%',2000,2),"
                    + "('s','e','battery','%',1000,3)");
        }

        for (int start = 0; start < 2; start++) {
            try (SeriesStore store = DuckDbSeriesStore.open(file, SURROUNDINGS)) {
                assertThat(store.latest("s", "d")).containsExactly(new Latest("battery", "%", 2, 2_000));
                assertThat(store.read(Level.RAW, new Which(new Device("s", "e"), List.of()), 0, 3_000, 1_000))
                        .containsOnlyKeys("battery");
            }
        }
    }

    @Test
    void one_clock_in_the_future_makes_no_later_point_look_late_nor_old() {
        long now = SURROUNDINGS.clock().millis();
        long ahead = now + Duration.ofDays(20_000).toMillis();
        try (SeriesStore store = DuckDbSeriesStore.open(folder.resolve("future"), SURROUNDINGS)) {
            store.append(List.of(point(now - 2_000, 1), point(ahead, 2), point(now - 1_000, 3)));
        }

        try (SeriesStore store = DuckDbSeriesStore.open(folder.resolve("future"), SURROUNDINGS)) {
            store.append(List.of(point(now - 1_000, 3), point(now, 4)));

            assertThat(store.latest("s", "d")).containsExactly(new Latest("battery", "%", 4, now));
            assertThat(store.read(Level.RAW, new Which(new Device("s", "d"), List.of()), now - 5_000, now + 1, 10_000))
                    .hasEntrySatisfying(
                            "battery",
                            buckets -> assertThat(buckets.get(0).count()).isEqualTo(3));
        }
    }

    @Test
    void what_was_kept_long_enough_is_forgotten_at_each_level_by_itself() {
        long now = SURROUNDINGS.clock().millis();
        Retention retention = new Retention(Duration.ofDays(2), Duration.ofDays(10), Duration.ofDays(100));
        Which which = new Which(new Device("s", "d"), List.of());
        try (SeriesStore store = DuckDbSeriesStore.open(folder.resolve("kept"), SURROUNDINGS)) {
            for (int day : List.of(1, 5, 50, 500)) {
                store.append(List.of(point(now - Duration.ofDays(day).toMillis(), day)));
            }
            long from = Level.HOUR.floor(now - Duration.ofDays(501).toMillis());
            store.rollUp(Level.FIVE_MINUTES, from, now, null);
            store.rollUp(Level.HOUR, from, now, null);

            store.forget(retention, now);

            assertThat(count(store, Level.RAW, which, now)).isEqualTo(1);
            assertThat(count(store, Level.FIVE_MINUTES, which, now)).isEqualTo(2);
            assertThat(count(store, Level.HOUR, which, now)).isEqualTo(3);
        }
    }

    @Test
    void points_of_1970_and_before_are_kept_and_found() {
        Which which = new Which(new Device("s", "d"), List.of());
        try (SeriesStore store = DuckDbSeriesStore.open(folder.resolve("1970"), SURROUNDINGS)) {
            store.append(List.of(point(-1, 1), point(0, 2), point(5_000, 3)));
            store.rollUp(Level.FIVE_MINUTES, -Level.HOUR.millis(), Level.HOUR.millis(), null);

            assertThat(store.read(Level.FIVE_MINUTES, which, -600_000, 600_000, 300_000)
                            .get("battery"))
                    .extracting(SeriesStore.Bucket::at, SeriesStore.Bucket::count)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(-300_000L, 1L),
                            org.assertj.core.groups.Tuple.tuple(0L, 2L));
        }
    }

    private static long count(SeriesStore store, Level level, Which which, long now) {
        long span = Level.HOUR.floor(now) + Level.HOUR.millis();
        return store.read(level, which, 0, span, Level.HOUR.millis()).getOrDefault("battery", List.of()).stream()
                .mapToLong(SeriesStore.Bucket::count)
                .sum();
    }

    private static Point point(long at, double value) {
        return new Point("s", "d", "battery", "%", at, value);
    }
}
