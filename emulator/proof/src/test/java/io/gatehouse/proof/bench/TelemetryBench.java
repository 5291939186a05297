package io.gatehouse.proof.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.demo.FleetApi;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.fleet.FleetSettings;
import io.gatehouse.fleet.telemetry.DuckDbSeriesStore;
import io.gatehouse.fleet.telemetry.Level;
import io.gatehouse.fleet.telemetry.Point;
import io.gatehouse.fleet.telemetry.Retention;
import io.gatehouse.fleet.telemetry.SeriesStore;
import io.gatehouse.fleet.telemetry.SeriesStore.Device;
import io.gatehouse.fleet.telemetry.SeriesStore.Which;
import io.gatehouse.fleet.telemetry.influx.InfluxSeriesStore;
import io.gatehouse.fleet.telemetry.influx.InfluxSettings;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.proof.bench.Figure.Bar;
import io.gatehouse.proof.road.ForkedInflux;
import io.gatehouse.proof.road.TelemetryLoad;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.SiteId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The embedded telemetry store beside InfluxDB 1.6 and PostgreSQL in the same run: points a second of processor time
 * (client and server together), bytes a point, a device's year; points from end to end, out of a gateway's batches through
 * the intake into the store; and lists of devices as the console asks for them.
 */
@Tag("bench")
class TelemetryBench {

    private static final int SERIES = 5_000;
    private static final int METRICS = 5;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final int POINTS = Integer.getInteger("bench.points", 500_000);
    private static final int END_TO_END = Integer.getInteger("bench.e2e", 400_000);
    private static final int YEAR_DEVICES = Integer.getInteger("bench.devices", 50);
    private static final int HOURS = 365 * 24;
    private static final int BATCH = 20_000;
    private static final long MINUTE = 60_000;

    @TempDir
    Path folder;

    private Fleet fleet;
    private MeasurementRows rows;
    private ForkedInflux influx;
    private long now;

    @BeforeEach
    void peers() throws Exception {
        assumeTrue(Files.isExecutable(ForkedInflux.PROGRAM), "influxd is not installed (package influxdb)");
        Map<String, String> settings = Map.of(
                "gatehouse.fleet.data", folder.resolve("fleet").toString(),
                "gatehouse.fleet.http.port", "0",
                "gatehouse.fleet.https.port", "0",
                "gatehouse.fleet.mqtt.port", "0",
                "gatehouse.fleet.mqtt.tls-port", "0");
        fleet = Fleet.start(Settings.load(FleetSettings.class, null, Map.of(), settings), Surroundings.ofSystem())
                .await(180, TimeUnit.SECONDS);
        rows = MeasurementRows.of(fleet);
        influx = new ForkedInflux(folder.resolve("influx")).start();
        now = Surroundings.ofSystem().clock().millis();
    }

    @AfterEach
    void end() throws Exception {
        influx.close();
        fleet.stop().await(30, TimeUnit.SECONDS);
    }

    private SeriesStore embedded(String name) {
        return DuckDbSeriesStore.open(folder.resolve(name), Surroundings.ofSystem());
    }

    private SeriesStore influxStore() {
        return InfluxSeriesStore.of(InfluxSettings.open(influx.url(), "bench"), Retention.usual());
    }

    @Test
    void points_a_second_and_bytes_a_point() throws Exception {
        Figure beside = new Figure("telemetry-points", "points/s a core", "InfluxDB", new Bar.AtLeast(250_000));
        Figure rowStore = new Figure("telemetry-points-rows", "points/s a core", "PostgreSQL", new Bar.None());
        Figure clock = new Figure("telemetry-points-clock", "points/s", "InfluxDB", new Bar.None());
        long all = 0;
        try (SeriesStore ours = embedded("points");
                SeriesStore theirs = influxStore()) {
            for (int round = 0; round <= ROUNDS; round++) {
                List<List<Point>> batches = batches(round);
                Machine.Watch watch = Machine.watch();
                Rate our = rate(batches, ours::append);
                Rate their = rate(batches, theirs::append);
                Rate pg = rate(batches, rows::copy);
                all += POINTS;
                // the first warms up
                if (round > 0) {
                    watch.tell("telemetry-points, round " + round);
                    beside.round(our.perCoreSecond, their.perCoreSecond);
                    rowStore.round(our.perCoreSecond, pg.perCoreSecond);
                    clock.round(our.perSecond, their.perSecond);
                }
            }
        }
        Figure bytes = new Figure("telemetry-bytes", "B/point", "InfluxDB", new Bar.AtMost(4));
        Figure rowBytes = new Figure("telemetry-bytes-rows", "B/point", "PostgreSQL", new Bar.None());
        influx.close();
        double our = bytes(folder.resolve("points")) / (double) all;
        bytes.round(our, bytes(influx.folder()) / (double) all);
        rowBytes.round(our, rows.bytes() / (double) all);
        influx.start();
        Stream.of(beside, rowStore, clock, bytes, rowBytes).map(Figure::line).forEach(System.out::println);
    }

    @Test
    void a_year_of_one_device() {
        Figure year = new Figure("telemetry-year", "ms", "InfluxDB raw year", new Bar.AtMost(200));
        try (SeriesStore ours = embedded("year");
                SeriesStore theirs = influxYear()) {
            long begin = Level.HOUR.floor(now) - HOURS * Level.HOUR.millis();
            fill(ours, begin, YEAR_DEVICES);
            fill(theirs, begin, 1);
            ours.rollUp(Level.FIVE_MINUTES, begin, begin + HOURS * Level.HOUR.millis(), null);
            ours.rollUp(Level.HOUR, begin, begin + HOURS * Level.HOUR.millis(), null);
            for (int round = 1; round <= ROUNDS; round++) {
                Machine.Watch watch = Machine.watch();
                double[] our = new double[20];
                for (int i = 0; i < our.length; i++) {
                    our[i] = read(ours, Level.HOUR, "meter-" + i % YEAR_DEVICES, begin);
                }
                Arrays.sort(our);
                // of twenty the slowest but one: what somebody waits for
                year.round(our[18], read(theirs, Level.RAW, "meter-0", begin));
                watch.tell("telemetry-year, round " + round);
            }
        }
        System.out.printf("  %d devices with %d metrics, hourly, %d values each%n", YEAR_DEVICES, METRICS, HOURS);
        System.out.println(year.line());
    }

    private SeriesStore influxYear() {
        return InfluxSeriesStore.of(
                InfluxSettings.open(influx.url(), "year"),
                new Retention(Duration.ofDays(800), Duration.ofDays(800), Duration.ofDays(800)));
    }

    private static double read(SeriesStore store, Level level, String device, long begin) {
        long step = 22 * Level.HOUR.millis();
        long from = begin / step * step;
        long begun = System.nanoTime();
        Map<String, ?> found = store.read(
                level,
                new Which(new Device("lake", device), List.of()),
                from,
                begin + HOURS * Level.HOUR.millis(),
                step);
        double millis = (System.nanoTime() - begun) / 1e6;
        if (found.size() != METRICS) {
            throw new IllegalStateException("only " + found.keySet());
        }
        return millis;
    }

    private static void fill(SeriesStore store, long begin, int devices) {
        List<Point> batch = new ArrayList<>();
        for (int hour = 0; hour < HOURS; hour++) {
            for (int series = 0; series < devices * METRICS; series++) {
                batch.add(point(series % devices, series / devices, begin + hour * Level.HOUR.millis(), hour % 97));
            }
            if (batch.size() >= BATCH) {
                store.append(batch);
                batch.clear();
            }
        }
        store.append(batch);
    }

    @Test
    void from_end_to_end() throws Exception {
        Figure road = new Figure("telemetry-end-to-end", "points/s", "bar", new Bar.AtLeast(20_000));
        fleet.core().sites().put(new SiteId("lake"), "Lake", "UTC");
        fleet.core().gateways().put(new GatewayId("bench"), new SiteId("lake"), "Bench");
        TelemetryLoad load = new TelemetryLoad(
                fleet.core().intake(), new GatewayId("bench"), new LogId("b".repeat(32)), now - 3_600_000);
        for (int round = 0; round <= ROUNDS; round++) {
            Machine.Watch watch = Machine.watch();
            long before = fleet.core().telemetry().feed().counts().points();
            long begun = System.nanoTime();
            long sent = 0;
            while (sent < END_TO_END) {
                sent += load.send(100);
            }
            while (fleet.core().telemetry().feed().counts().points() - before < sent) {
                Machine.pause(20);
            }
            if (round > 0) {
                road.round(sent / ((System.nanoTime() - begun) / 1e9), 20_000);
                watch.tell("telemetry-end-to-end, round " + round);
            }
        }
        System.out.println(road.line());
    }

    @Test
    void a_list_of_fifty_thousand_devices() {
        FleetApi api = FleetApi.with(
                fleet.url(),
                FleetApi.makeToken(fleet.url(), fleet.adminPassword().orElseThrow(), "bench"));
        DeviceCrowd.at(fleet);
        DeviceCrowd.figures(api, ROUNDS).map(Figure::line).forEach(System.out::println);
    }

    private record Rate(double perSecond, double perCoreSecond) {}

    private interface Taking {
        void take(List<Point> points) throws Exception;
    }

    private static Rate rate(List<List<Point>> batches, Taking taking) throws Exception {
        double cpu = Machine.cpuSecondsHere();
        long begun = System.nanoTime();
        for (List<Point> batch : batches) {
            taking.take(batch);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Rate(POINTS / seconds, POINTS / Math.max(0.01, Machine.cpuSecondsHere() - cpu));
    }

    /** A round of all series a minute: as a fleet of 1,000 devices with five metrics sends it. */
    private List<List<Point>> batches(int round) {
        List<List<Point>> batches = new ArrayList<>();
        List<Point> batch = new ArrayList<>(BATCH);
        int minutes = POINTS / SERIES;
        for (int n = 0; n < POINTS; n++) {
            int series = n % SERIES;
            long at = now - Duration.ofHours(20).toMillis() + (round * minutes + n / SERIES) * MINUTE / 4;
            batch.add(point(series / METRICS, series % METRICS, at, 20 + (series * 31 + n / SERIES * 7) % 500 / 10.0));
            if (batch.size() == BATCH) {
                batches.add(batch);
                batch = new ArrayList<>(BATCH);
            }
        }
        return batches;
    }

    private static Point point(int device, int metric, long at, double value) {
        return new Point("lake", "meter-" + device, "m" + metric, "V", at, value);
    }

    private static long bytes(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            long sum = 0;
            for (Path one : all.filter(Files::isRegularFile).toList()) {
                sum += Files.size(one);
            }
            return sum;
        }
    }
}
