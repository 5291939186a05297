package io.gatehouse.fleet.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gatehouse.fleet.telemetry.SeriesStore.Bucket;
import io.gatehouse.fleet.telemetry.SeriesStore.Device;
import io.gatehouse.fleet.telemetry.SeriesStore.Latest;
import io.gatehouse.fleet.telemetry.SeriesStore.Which;
import io.gatehouse.fleet.telemetry.SeriesStore.Written;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every series store does alike; each test has a device of its own. */
public abstract class SeriesStoreContract {

    private static final AtomicInteger NEXT = new AtomicInteger();

    /** The beginning of an hour, some hours ago: a store forgets what is older than it has to be kept. */
    private static final long HOUR = Level.HOUR.floor(Clock.systemUTC().millis()) - 6 * Level.HOUR.millis();

    private static final long MINUTE = 60_000;

    private SeriesStore store;
    private Device device;

    /** The store, opened; again after it was closed. */
    protected abstract SeriesStore open();

    @BeforeEach
    void openIt() {
        store = open();
        device = new Device("lake", "reader-" + NEXT.incrementAndGet());
    }

    @AfterEach
    void closeIt() {
        store.close();
    }

    @Test
    void points_that_come_again_count_once_and_are_there_after_a_restart() {
        store.append(minutes("battery", "%", 0, 100));
        store.append(minutes("battery", "%", 50, 150));
        store.close();
        store = open();
        store.append(minutes("battery", "%", 140, 160));

        List<Bucket> buckets = raw("battery", HOUR, HOUR + 160 * MINUTE, 10 * MINUTE);

        assertThat(buckets).hasSize(16);
        assertThat(buckets).allSatisfy(bucket -> assertThat(bucket.count()).isEqualTo(10));
        assertThat(buckets.get(0)).isEqualTo(new Bucket(HOUR, 4.5, 0, 9, 9, 10));
        assertThat(raw("nothing", HOUR, HOUR + MINUTE, 1)).isEmpty();
    }

    @Test
    void the_latest_of_each_metric_is_told_with_its_unit() {
        store.append(minutes("battery", "%", 0, 10));
        store.append(minutes("rssi", null, 0, 5));
        store.append(List.of(point("battery", "%", HOUR - MINUTE, 77)));

        assertThat(store.latest(device.site(), device.device()))
                .containsExactly(
                        new Latest("battery", "%", 9, HOUR + 9 * MINUTE),
                        new Latest("rssi", null, 4, HOUR + 4 * MINUTE));
        assertThat(store.latest("lake", "nobody")).isEmpty();
    }

    @Test
    void what_is_empty_stays_a_gap() {
        store.append(minutes("temperature", "Cel", 0, 10));
        store.append(minutes("temperature", "Cel", 40, 50));

        assertThat(raw("temperature", HOUR, HOUR + 60 * MINUTE, 10 * MINUTE))
                .extracting(Bucket::at)
                .containsExactly(HOUR, HOUR + 40 * MINUTE);
    }

    @Test
    void a_span_may_begin_anywhere_and_its_buckets_count_from_there() {
        store.append(minutes("voltage", "V", 0, 30));

        assertThat(raw("voltage", HOUR + 7 * MINUTE, HOUR + 27 * MINUTE, 10 * MINUTE))
                .containsExactly(
                        new Bucket(HOUR + 7 * MINUTE, 11.5, 7, 16, 16, 10),
                        new Bucket(HOUR + 17 * MINUTE, 21.5, 17, 26, 26, 10));
    }

    @Test
    void several_metrics_of_one_device_come_together_and_no_other_device_with_them() {
        store.append(minutes("battery", "%", 0, 10));
        store.append(minutes("rssi", "dBm", 0, 10));
        store.append(minutes("voltage", "V", 0, 10));
        store.append(List.of(new Point("lake", device.device() + "0", "rssi", "dBm", HOUR, 1)));

        Map<String, List<Bucket>> some = store.read(
                Level.RAW, new Which(device, List.of("battery", "rssi")), HOUR, HOUR + 10 * MINUTE, 10 * MINUTE);

        assertThat(some).containsOnlyKeys("battery", "rssi");
        assertThat(some.get("rssi")).containsExactly(new Bucket(HOUR, 4.5, 0, 9, 9, 10));
        assertThat(store.read(Level.RAW, new Which(device, List.of()), HOUR, HOUR + 10 * MINUTE, 10 * MINUTE))
                .containsOnlyKeys("battery", "rssi", "voltage");
    }

    @Test
    void a_level_says_the_same_as_the_points_that_it_was_made_of_however_often_it_is_made() {
        store.append(minutes("battery", "%", 0, 180));

        for (int again = 0; again < 2; again++) {
            store.rollUp(Level.FIVE_MINUTES, HOUR, HOUR + 3 * Level.HOUR.millis(), null);
            store.rollUp(Level.HOUR, HOUR, HOUR + 3 * Level.HOUR.millis(), device);
        }

        assertThat(level(Level.FIVE_MINUTES, "battery", 5 * MINUTE))
                .hasSize(36)
                .startsWith(new Bucket(HOUR, 2, 0, 4, 4, 5));
        assertThat(level(Level.HOUR, "battery", 60 * MINUTE))
                .containsExactlyElementsOf(raw("battery", HOUR, HOUR + 180 * MINUTE, 60 * MINUTE));
        assertThat(level(Level.FIVE_MINUTES, "battery", 60 * MINUTE))
                .containsExactlyElementsOf(level(Level.HOUR, "battery", 60 * MINUTE));
    }

    @Test
    void a_level_that_is_made_anew_takes_in_what_came_late() {
        store.append(minutes("battery", "%", 0, 60));
        store.rollUp(Level.FIVE_MINUTES, HOUR, HOUR + Level.HOUR.millis(), null);
        store.append(List.of(point("battery", "%", HOUR + 30_000, 500)));

        store.rollUp(Level.FIVE_MINUTES, HOUR, HOUR + Level.HOUR.millis(), device);

        Bucket first = level(Level.FIVE_MINUTES, "battery", 5 * MINUTE).get(0);
        assertThat(first.count()).isEqualTo(6);
        assertThat(first.max()).isEqualTo(500);
        assertThat(first.last()).isEqualTo(4);
        assertThat(first.average()).isCloseTo(510.0 / 6, within(1e-9));
    }

    @Test
    void a_bucket_that_is_written_takes_the_place_of_the_one_before() {
        store.write(Level.HOUR, device, "battery", "%", List.of(new Bucket(HOUR, 50, 40, 60, 41, 12)));
        store.write(Level.HOUR, device, "battery", "%", List.of(new Bucket(HOUR, 30, 20, 60, 21, 24)));

        assertThat(level(Level.HOUR, "battery", 60 * MINUTE)).containsExactly(new Bucket(HOUR, 30, 20, 60, 21, 24));
        assertThat(store.latest(device.site(), device.device()))
                .allSatisfy(latest -> assertThat(latest.value()).isEqualTo(21));
    }

    @Test
    void what_names_and_units_may_hold_comes_back_as_it_was() {
        Device gateway = Device.ofGateway("lake", "gate-" + device.device());
        Written written = store.append(List.of(
                new Point("lake", gateway.device(), "disk/free:1", "By, =\"'", HOUR, 1e15 + 1),
                new Point("lake", gateway.device(), "a.b_c-d", "摄氏度", HOUR, -0.125)));

        assertThat(written).isEqualTo(new Written.Kept());
        assertThat(store.latest("lake", gateway.device()))
                .containsExactly(
                        new Latest("a.b_c-d", "摄氏度", -0.125, HOUR),
                        new Latest("disk/free:1", "By, =\"'", 1e15 + 1, HOUR));
        assertThat(store.read(Level.RAW, new Which(gateway, List.of("disk/free:1")), HOUR, HOUR + 1, 1))
                .containsOnlyKeys("disk/free:1");
    }

    @Test
    void a_large_batch_is_taken_whole_and_an_empty_one_too() {
        assertThat(store.append(List.of())).isEqualTo(new Written.Kept());
        List<Point> many = LongStream.range(0, 20_000)
                .mapToObj(n -> point("m" + n % 40, "V", HOUR + n / 40 * 1_000, n))
                .toList();

        assertThat(store.append(many)).isEqualTo(new Written.Kept());

        Map<String, List<Bucket>> all =
                store.read(Level.RAW, new Which(device, List.of()), HOUR, HOUR + 600_000, 600_000);
        assertThat(all).hasSize(40);
        assertThat(all.values())
                .allSatisfy(buckets -> assertThat(buckets.get(0).count()).isEqualTo(500));
    }

    /** One point a minute from the hour on; the value is the minute. */
    private List<Point> minutes(String metric, @Nullable String unit, long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(n -> point(metric, unit, HOUR + n * MINUTE, n))
                .toList();
    }

    private Point point(String metric, @Nullable String unit, long at, double value) {
        return new Point(device.site(), device.device(), metric, unit, at, value);
    }

    private List<Bucket> raw(String metric, long from, long to, long step) {
        return store.read(Level.RAW, new Which(device, List.of(metric)), from, to, step)
                .getOrDefault(metric, List.of());
    }

    private List<Bucket> level(Level level, String metric, long step) {
        return store.read(level, new Which(device, List.of(metric)), HOUR, HOUR + 3 * Level.HOUR.millis(), step)
                .getOrDefault(metric, List.of());
    }
}
