package io.gatehouse.fleet.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.telemetry.SeriesStore.Bucket;
import io.gatehouse.fleet.telemetry.SeriesStore.Device;
import io.gatehouse.fleet.telemetry.SeriesStore.Which;
import io.gatehouse.fleet.telemetry.influx.InfluxProcess;
import io.gatehouse.fleet.telemetry.influx.InfluxSeriesStore;
import io.gatehouse.fleet.telemetry.influx.InfluxSettings;
import io.gatehouse.launch.Surroundings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesFeedTest {

    private static final Retention RETENTION = Retention.usual();
    private static final Device DEVICE = new Device("lake", "reader");
    private static final Which BATTERY = new Which(DEVICE, List.of("battery"));

    @TempDir
    private Path folder;

    private final TurnedClock clock = new TurnedClock(Clock.systemUTC().instant());
    private final List<Point> carried = new ArrayList<>();
    private Jdbi room;

    @BeforeEach
    void openRoom() {
        room = Room.named("series_feed_test");
    }

    private record Line(SeriesStore store, RollUps rollUps, SeriesFeed feed, Series series) implements AutoCloseable {
        @Override
        public void close() {
            store.close();
        }
    }

    private Line embedded() {
        Surroundings own = new Surroundings(
                clock, Surroundings.ofSystem().ids(), Surroundings.ofSystem().random());
        return line(DuckDbSeriesStore.open(folder.resolve("series"), own));
    }

    private Line line(SeriesStore store) {
        RollUps rollUps = new RollUps(room, store, RETENTION, clock);
        return new Line(
                store,
                rollUps,
                new SeriesFeed(room, store, rollUps, RETENTION, clock, carried::addAll),
                new Series(store, rollUps, RETENTION, clock));
    }

    @Test
    void six_hours_without_influxdb_lose_no_point_and_count_none_twice() {
        try (InfluxProcess influx = new InfluxProcess(folder.resolve("influx")).start();
                Line line = line(InfluxSeriesStore.of(InfluxSettings.open(influx.url(), "gatehouse"), RETENTION))) {
            long begin = clock.millis();
            Room.put(room, seconds(begin, 0, 500));
            assertThat(line.feed.run()).isEqualTo(500);

            influx.stop();
            for (int hour = 0; hour < 6; hour++) {
                Room.put(room, seconds(begin, 500 + hour * 200, 700 + hour * 200));
                line.feed.run();
                clock.turn(Duration.ofHours(1));
            }
            assertThat(line.feed.away()).isNotNull();
            assertThat(Room.count(room, "measurement_waiting")).isEqualTo(1_200);
            // written, but the answer was lost: the same points stay in the room
            influx.start();
            line.store.append(seconds(begin, 500, 800));

            line.feed.run();

            assertThat(line.feed.away()).isNull();
            assertThat(Room.count(room, "measurement_waiting")).isZero();
            assertThat(Room.count(room, "measurement_parked")).isZero();
            assertThat(count(line.store.read(Level.RAW, BATTERY, begin, begin + 1_700_000, 1_700_000)))
                    .isEqualTo(1_700);
        }
    }

    @Test
    void a_poisoned_batch_is_split_and_only_what_is_refused_is_parked_and_can_be_tried_again() {
        try (InfluxProcess influx = new InfluxProcess(folder.resolve("influx")).start();
                Line line = line(InfluxSeriesStore.of(InfluxSettings.open(influx.url(), "gatehouse"), RETENTION))) {
            long begin = clock.millis();
            List<Point> points = new ArrayList<>(seconds(begin, 0, 300));
            points.add(117, new Point("lake", "reader", "battery", "\\", begin, 1));
            points.add(new Point("lake", "reader", "rssi", "dBm", Long.MAX_VALUE / 2, -70));
            Room.put(room, points);

            line.feed.run();

            TelemetryBoard board = new TelemetryBoard(room, line.store, line.feed, line.rollUps, RETENTION);
            assertThat(Room.count(room, "measurement_waiting")).isZero();
            assertThat(board.parked(10))
                    .hasSize(2)
                    .allSatisfy(one -> assertThat(one.path("reason").asText()).isNotBlank());
            assertThat(board.now().path("parked").asLong()).isEqualTo(2);
            assertThat(line.feed.counts()).isEqualTo(new SeriesFeed.Counts(300, 2, 0));
            assertThat(count(line.store.read(Level.RAW, BATTERY, begin, begin + 300_000, 300_000)))
                    .isEqualTo(300);
            assertThat(board.retry()).isEqualTo(2);
            assertThat(Room.count(room, "measurement_waiting")).isEqualTo(2);
        }
    }

    @Test
    void levels_are_made_of_what_has_settled_and_anew_of_what_comes_late() {
        try (Line line = embedded()) {
            long hour = Level.HOUR.floor(clock.millis()) - 3 * Level.HOUR.millis();
            Room.put(room, seconds(hour, 0, 3_600));
            line.feed.run();
            line.rollUps.run();

            assertThat(line.rollUps.rolledUpTo(Level.HOUR)).isGreaterThanOrEqualTo(hour + Level.HOUR.millis());
            assertThat(hourly(line, hour)).isEqualTo(3_600);

            Room.put(room, List.of(new Point("lake", "reader", "battery", "%", hour + 500, 999)));
            line.feed.run();
            assertThat(Room.count(room, "series_late")).isEqualTo(1);
            line.rollUps.run();

            assertThat(hourly(line, hour)).isEqualTo(3_601);
            assertThat(Room.count(room, "series_late")).isZero();
        }
    }

    @Test
    void what_is_not_rolled_up_yet_is_read_from_the_points() {
        try (Line line = embedded()) {
            long hour = Level.HOUR.floor(clock.millis()) + Level.HOUR.millis();
            clock.turn(Duration.ofMillis(hour + 40 * 60_000 - clock.millis()));
            long begin = hour - 25 * Level.HOUR.millis();
            Room.put(
                    room,
                    LongStream.range(0, 25 * 60 + 40)
                            .mapToObj(n -> new Point("lake", "reader", "battery", "%", begin + n * 60_000, n))
                            .toList());
            line.feed.run();
            line.rollUps.run();

            Series.Found found =
                    line.series.read(BATTERY, new Series.Span(begin, begin + 26 * Level.HOUR.millis(), 26));

            assertThat(found.level()).isEqualTo(Level.HOUR);
            List<Bucket> buckets = found.metrics().get("battery");
            assertThat(buckets).hasSize(26);
            assertThat(buckets.subList(0, 25))
                    .allSatisfy(bucket -> assertThat(bucket.count()).isEqualTo(60));
            assertThat(buckets.get(25).count()).isEqualTo(40);
            assertThat(line.series
                            .read(BATTERY, new Series.Span(begin, begin + 26 * Level.HOUR.millis(), 3))
                            .metrics()
                            .get("battery"))
                    .extracting(Bucket::count)
                    .satisfies(counts -> assertThat(
                                    counts.stream().mapToLong(Long::longValue).sum())
                            .isEqualTo(1_540));
        }
    }

    @Test
    void points_older_than_raw_points_are_kept_go_into_the_levels_and_what_is_older_still_is_counted() {
        try (Line line = embedded()) {
            long sixtyDays =
                    Level.HOUR.floor(clock.millis() - Duration.ofDays(60).toMillis());
            long sixYears = clock.millis() - Duration.ofDays(6 * 366).toMillis();
            Room.put(
                    room,
                    List.of(
                            new Point("lake", "reader", "battery", "%", sixtyDays, 40),
                            new Point("lake", "reader", "battery", "%", sixtyDays + 1, 60),
                            new Point("lake", "reader", "battery", "%", sixYears, 1)));

            line.feed.run();

            assertThat(line.store.read(Level.HOUR, BATTERY, sixtyDays, sixtyDays + 1, Level.HOUR.millis()))
                    .hasEntrySatisfying(
                            "battery",
                            buckets -> assertThat(buckets).containsExactly(new Bucket(sixtyDays, 50, 40, 60, 60, 2)));
            assertThat(line.feed.counts().expired()).isEqualTo(1);
            assertThat(Room.count(room, "measurement_waiting")).isZero();
        }
    }

    private static long hourly(Line line, long hour) {
        return count(line.store.read(Level.HOUR, BATTERY, hour, hour + Level.HOUR.millis(), Level.HOUR.millis()));
    }

    private static long count(Map<String, List<Bucket>> read) {
        return read.getOrDefault("battery", List.of()).stream()
                .mapToLong(Bucket::count)
                .sum();
    }

    private static List<Point> seconds(long begin, long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(n -> new Point("lake", "reader", "battery", "%", begin + n * 1_000, n % 100))
                .toList();
    }
}
