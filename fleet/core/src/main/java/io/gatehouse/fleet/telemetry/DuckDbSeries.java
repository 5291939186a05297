package io.gatehouse.fleet.telemetry;

import io.gatehouse.fleet.telemetry.SeriesStore.Device;
import io.gatehouse.fleet.telemetry.SeriesStore.Latest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Every series of the embedded store with its number and its newest point, in memory. Changed by the one thread that
 * writes; read by any.
 */
final class DuckDbSeries {

    private final Connection connection;
    private final Clock clock;
    private final Map<Device, Map<String, Entry>> byDevice = new ConcurrentHashMap<>();
    private final Map<Integer, Entry> byId = new ConcurrentHashMap<>();
    private final List<Named> unstored = new ArrayList<>();
    private int last;

    /** A raw point by the number of its series. */
    record Row(int series, long at, double value) {}

    private record Named(Device device, Entry entry) {}

    /** One series. */
    static final class Entry {

        private final int id;
        private final String metric;
        private volatile Seen seen;

        private record Seen(@Nullable String unit, long at, double value) {}

        Entry(int id, String metric, @Nullable String unit) {
            this.id = id;
            this.metric = metric;
            this.seen = new Seen(unit, Long.MIN_VALUE, Double.NaN);
        }

        int id() {
            return id;
        }

        /** Whatever is newer is not in yet. */
        long newest() {
            return seen.at;
        }

        @Nullable
        String unit() {
            return seen.unit;
        }

        void saw(Point point) {
            Seen before = seen;
            if (point.at() >= before.at) {
                seen = new Seen(point.unit() == null ? before.unit : point.unit(), point.at(), point.value());
            }
        }

        private void is(long at, double value) {
            seen = new Seen(seen.unit, at, value);
        }

        private @Nullable Latest latest() {
            Seen now = seen;
            return now.at == Long.MIN_VALUE ? null : new Latest(metric, now.unit, now.value, now.at);
        }
    }

    private DuckDbSeries(Connection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    static DuckDbSeries load(Connection connection, Clock clock) throws SQLException {
        DuckDbSeries series = new DuckDbSeries(connection, clock);
        series.reload();
        return series;
    }

    /** Reads everything anew, after something was not committed. */
    void reload() throws SQLException {
        byDevice.clear();
        byId.clear();
        unstored.clear();
        last = 0;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("select id, site, device, metric, unit from series")) {
                while (row.next()) {
                    add(
                            new Device(row.getString(2), row.getString(3)),
                            new Entry(row.getInt(1), row.getString(4), row.getString(5)));
                }
            }
            newest(statement, "select series, max(ms + 3599999), arg_max(last, ms) from hour group by series");
            // what lies in the future was said by a wrong clock, and is no latest value
            long ahead = clock.millis() + DuckDbSeriesStore.AHEAD_MILLIS;
            newest(
                    statement,
                    "select series, max(ms), arg_max(value, ms) from point where ms <= " + ahead + " group by series");
        }
    }

    private void newest(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                Entry entry = byId.get(row.getInt(1));
                if (entry != null) {
                    entry.is(row.getLong(2), row.getDouble(3));
                }
            }
        }
    }

    private void add(Device device, Entry entry) {
        byDevice.computeIfAbsent(device, one -> new ConcurrentHashMap<>()).put(entry.metric, entry);
        byId.put(entry.id, entry);
        last = Math.max(last, entry.id);
    }

    Entry of(Point point) {
        return of(new Device(point.site(), point.device()), point.metric(), point.unit());
    }

    /** The series, made when there is none; {@link #storeNew} writes it then. */
    Entry of(Device device, String metric, @Nullable String unit) {
        Map<String, Entry> metrics = byDevice.get(device);
        Entry found = metrics == null ? null : metrics.get(metric);
        if (found == null) {
            found = new Entry(last + 1, metric, unit);
            add(device, found);
            unstored.add(new Named(device, found));
        }
        return found;
    }

    void storeNew() throws SQLException {
        if (unstored.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("insert into series values (?, ?, ?, ?, ?)")) {
            for (Named one : unstored) {
                insert.setInt(1, one.entry.id);
                insert.setString(2, one.device.site());
                insert.setString(3, one.device.device());
                insert.setString(4, one.entry.metric);
                insert.setString(5, one.entry.unit());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        unstored.clear();
    }

    /** The numbers of a device's series. */
    Integer[] ids(Device device) {
        return byDevice.getOrDefault(device, Map.of()).values().stream()
                .map(Entry::id)
                .toArray(Integer[]::new);
    }

    /** Some of them by their number; no metrics mean all. */
    Map<Integer, String> named(SeriesStore.Which which) {
        Map<Integer, String> named = new TreeMap<>();
        byDevice.getOrDefault(which.device(), Map.of()).forEach((metric, entry) -> {
            if (which.metrics().isEmpty() || which.metrics().contains(metric)) {
                named.put(entry.id, metric);
            }
        });
        return named;
    }

    List<Latest> latest(String site, String device) {
        return new TreeMap<>(byDevice.getOrDefault(new Device(site, device), Map.of()))
                .values().stream().map(Entry::latest).filter(Objects::nonNull).toList();
    }
}
