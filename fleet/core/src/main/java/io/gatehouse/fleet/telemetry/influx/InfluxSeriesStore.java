package io.gatehouse.fleet.telemetry.influx;

import com.influxdb.client.domain.WritePrecision;
import io.gatehouse.fleet.telemetry.Level;
import io.gatehouse.fleet.telemetry.Point;
import io.gatehouse.fleet.telemetry.Retention;
import io.gatehouse.fleet.telemetry.SeriesStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * InfluxDB as the series store. A point is a line with the tags site, device, metric and unit and the field {@code v};
 * a bucket of a coarser level has {@code n, total, least, greatest, latest}. A line of the same series and time takes the
 * place of the one before, which makes every write repeatable. The server may be away when this is made.
 */
public final class InfluxSeriesStore implements SeriesStore {

    private static final String POINT = "point";
    private static final String BUCKET = "bucket";

    /** Lines of one request when levels are made. */
    private static final int LINES = 5_000;

    private final InfluxWay way;
    private final Databases databases;

    private InfluxSeriesStore(InfluxWay way, Databases databases) {
        this.way = way;
        this.databases = databases;
    }

    public static InfluxSeriesStore of(InfluxSettings settings, Retention retention) {
        InfluxWay way = new InfluxWay(settings);
        return new InfluxSeriesStore(way, new Databases(way, retention));
    }

    @Override
    public String engine() {
        String version = way.version();
        return version == null ? "InfluxDB" : "InfluxDB " + version;
    }

    @Override
    public String id() {
        return "influx:" + way.settings().url() + "/" + way.settings().database();
    }

    @Override
    public Written append(List<Point> points) {
        if (points.isEmpty()) {
            return new Written.Kept();
        }
        databases.ensure();
        return way.write(
                databases.of(Level.RAW),
                points.stream().map(InfluxSeriesStore::line).toList());
    }

    private static String line(Point point) {
        return tagged(POINT, new Device(point.site(), point.device()), point.metric(), point.unit())
                .addField("v", point.value())
                .time(point.at(), WritePrecision.MS)
                .toLineProtocol();
    }

    private static com.influxdb.client.write.Point tagged(
            String measurement, Device device, String metric, @Nullable String unit) {
        return com.influxdb.client.write.Point.measurement(measurement)
                .addTag("site", device.site())
                .addTag("device", device.device())
                .addTag("metric", metric)
                .addTag("unit", unit);
    }

    @Override
    public List<Latest> latest(String site, String device) {
        databases.ensure();
        Map<String, Latest> newest = new TreeMap<>();
        String where = InfluxQl.device(new Device(site, device));
        latest("SELECT last(latest) AS latest FROM " + BUCKET + " WHERE " + where, Level.HOUR, newest);
        latest("SELECT last(v) AS latest FROM " + POINT + " WHERE " + where, Level.RAW, newest);
        return List.copyOf(newest.values());
    }

    private void latest(String select, Level level, Map<String, Latest> newest) {
        InfluxQl.rows(way.ask(select + " GROUP BY metric, unit", databases.of(level)), row -> {
            String metric = row.tag("metric");
            if (metric != null) {
                Latest one = new Latest(metric, row.tag("unit"), row.number("latest"), row.whole("time"));
                newest.merge(metric, one, (before, now) -> before.at() > now.at() ? before : now);
            }
        });
    }

    @Override
    public Map<String, List<Bucket>> read(Level level, Which which, long from, long to, long step) {
        databases.ensure();
        String where = InfluxQl.device(which.device()) + InfluxQl.metrics(which.metrics()) + InfluxQl.time(from, to);
        String sql = select(level) + where + " GROUP BY time(" + step + "ms, " + Math.floorMod(from, step)
                + "ms), metric fill(none)";
        Map<String, List<Bucket>> found = new TreeMap<>();
        InfluxQl.rows(way.ask(sql, databases.of(level)), row -> {
            String metric = row.tag("metric");
            if (metric != null) {
                found.computeIfAbsent(metric, one -> new ArrayList<>()).add(bucket(row));
            }
        });
        return found;
    }

    private static Bucket bucket(InfluxQl.Row row) {
        long count = row.whole("n");
        return new Bucket(
                row.whole("time"),
                row.number("total") / count,
                row.number("least"),
                row.number("greatest"),
                row.number("latest"),
                count);
    }

    private static String select(Level level) {
        return level == Level.RAW
                ? "SELECT count(v) AS n, sum(v) AS total, min(v) AS least, max(v) AS greatest, last(v) AS latest FROM "
                        + POINT + " WHERE "
                : "SELECT sum(n) AS n, sum(total) AS total, min(least) AS least, max(greatest) AS greatest,"
                        + " last(latest) AS latest FROM " + BUCKET + " WHERE ";
    }

    @Override
    public void rollUp(Level into, long from, long to, @Nullable Device device) {
        databases.ensure();
        // of all devices a bucket at a time, or an answer would not fit into memory
        long stride = device == null ? into.millis() : Math.max(into.millis(), to - from);
        for (long at = from; at < to; at += stride) {
            rollUpPart(into, at, Math.min(to, at + stride), device);
        }
    }

    private void rollUpPart(Level into, long from, long to, @Nullable Device device) {
        String whose = device == null ? "" : InfluxQl.device(device) + " AND ";
        String sql = select(into.finer()) + whose + InfluxQl.time(from, to).substring(" AND ".length())
                + " GROUP BY time(" + into.millis() + "ms), site, device, metric, unit fill(none)";
        List<String> lines = new ArrayList<>();
        InfluxQl.rows(way.ask(sql, databases.of(into.finer())), row -> {
            String metric = row.tag("metric");
            if (metric != null) {
                Device whom = new Device(String.valueOf(row.tag("site")), String.valueOf(row.tag("device")));
                lines.add(line(whom, metric, row.tag("unit"), bucket(row)));
            }
        });
        for (int i = 0; i < lines.size(); i += LINES) {
            way.write(databases.of(into), lines.subList(i, Math.min(lines.size(), i + LINES)));
        }
    }

    @Override
    public Written write(Level level, Device device, String metric, @Nullable String unit, List<Bucket> buckets) {
        databases.ensure();
        return way.write(
                databases.of(level),
                buckets.stream().map(one -> line(device, metric, unit, one)).toList());
    }

    private static String line(Device device, String metric, @Nullable String unit, Bucket bucket) {
        return tagged(BUCKET, device, metric, unit)
                .addField("n", bucket.count())
                .addField("total", bucket.average() * bucket.count())
                .addField("least", bucket.min())
                .addField("greatest", bucket.max())
                .addField("latest", bucket.last())
                .time(bucket.at(), WritePrecision.MS)
                .toLineProtocol();
    }

    /** Nothing to do: each database has its own retention. */
    @Override
    public void forget(Retention retention, long now) {}

    @Override
    public void close() {
        way.close();
    }
}
