package io.gatehouse.fleet.telemetry;

import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The embedded columnar store: one file, one process. Points that are newer than all of their series, as nearly all are,
 * go straight in; others are compared with what is there first. One connection writes and another one reads, so that a
 * plot waits for no batch.
 */
public final class DuckDbSeriesStore implements SeriesStore {

    /** A clock that is further ahead must not make all that follows look late. */
    static final long AHEAD_MILLIS = 3_600_000;

    private final DuckDBConnection writing;
    private final DuckDbReading reading;
    private final DuckDbSeries series;
    private final Clock clock;
    private final String id;
    private final String engine;

    private DuckDbSeriesStore(DuckDBConnection writing, DuckDbSeries series, Clock clock, String id)
            throws SQLException {
        this.writing = writing;
        this.clock = clock;
        this.series = series;
        this.id = id;
        this.reading = new DuckDbReading(writing.duplicate(), series);
        this.engine = "DuckDB " + writing.getMetaData().getDatabaseProductVersion();
    }

    /** Opens or makes the file; one of the version before is carried over. */
    public static DuckDbSeriesStore open(Path file, Surroundings surroundings) {
        try {
            DuckDBConnection connection =
                    (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file.toAbsolutePath());
            String id = DuckDbLayout.prepare(connection, surroundings.ids());
            DuckDbSeries series = DuckDbSeries.load(connection, surroundings.clock());
            return new DuckDbSeriesStore(connection, series, surroundings.clock(), id);
        } catch (SQLException e) {
            throw new StartRefusal(
                    "gatehouse.fleet.data", "the telemetry store " + file + " cannot be opened: " + e.getMessage());
        }
    }

    @Override
    public String engine() {
        return engine;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Written append(List<Point> points) {
        if (!points.isEmpty()) {
            write(() -> insert(points));
        }
        return new Written.Kept();
    }

    private void insert(List<Point> points) throws SQLException {
        long ahead = clock.millis() + AHEAD_MILLIS;
        List<DuckDbSeries.Row> late = new ArrayList<>();
        try (DuckDBAppender appender = writing.createAppender("point")) {
            for (Point point : points) {
                DuckDbSeries.Entry entry = series.of(point);
                if (point.at() > entry.newest() && point.at() <= ahead) {
                    row(appender, entry.id(), point.at(), point.value());
                } else {
                    late.add(new DuckDbSeries.Row(entry.id(), point.at(), point.value()));
                }
                if (point.at() <= ahead) {
                    entry.saw(point);
                }
            }
        }
        series.storeNew();
        if (!late.isEmpty()) {
            insertLate(late);
        }
    }

    private void insertLate(List<DuckDbSeries.Row> late) throws SQLException {
        try (Statement statement = writing.createStatement()) {
            statement.execute("delete from staged");
            try (DuckDBAppender appender = writing.createAppender("temp", "main", "staged")) {
                for (DuckDbSeries.Row one : late) {
                    row(appender, one.series(), one.at(), one.value());
                }
            }
            statement.execute("""
                    insert into point select distinct on (series, ms) * from staged s
                    where not exists (select 1 from point p where p.ms = s.ms and p.series = s.series
                        and p.ms >= (select min(ms) from staged) and p.ms <= (select max(ms) from staged))
                    """);
        }
    }

    private static void row(DuckDBAppender appender, int series, long at, double value) throws SQLException {
        appender.beginRow();
        appender.append(series);
        appender.append(at);
        appender.append(value);
        appender.endRow();
    }

    @Override
    public List<Latest> latest(String site, String device) {
        return series.latest(site, device);
    }

    @Override
    public Map<String, List<Bucket>> read(Level level, Which which, long from, long to, long step) {
        return reading.read(level, which, from, to, step);
    }

    @Override
    public void rollUp(Level into, long from, long to, @Nullable Device device) {
        String only = device == null ? "" : " and series = any (?)";
        write(() -> {
            run("delete from " + DuckDbLayout.table(into) + " where ms >= ? and ms < ?" + only, from, to, device);
            run(rolling(into).replace("%s", only), from, to, device);
        });
    }

    private static String rolling(Level into) {
        return into == Level.HOUR ? """
                insert into hour select series, ms - ((ms % 3600000) + 3600000) % 3600000 as begins, sum(count), sum(total), min(least),
                    max(greatest), arg_max(last, ms) from five_minutes where ms >= ? and ms < ?%s group by series, begins
                order by series, begins
                """ : """
                insert into five_minutes select series, ms - ((ms % 300000) + 300000) % 300000 as begins, count(*), sum(value), min(value),
                    max(value), arg_max(value, ms) from point where ms >= ? and ms < ?%s group by series, begins
                order by series, begins
                """;
    }

    private void run(String sql, long from, long to, @Nullable Device device) throws SQLException {
        try (PreparedStatement statement = writing.prepareStatement(sql)) {
            statement.setLong(1, from);
            statement.setLong(2, to);
            if (device != null) {
                statement.setArray(3, writing.createArrayOf("INTEGER", series.ids(device)));
            }
            statement.execute();
        }
    }

    @Override
    public Written write(Level level, Device device, String metric, @Nullable String unit, List<Bucket> buckets) {
        write(() -> {
            int key = series.of(device, metric, unit).id();
            series.storeNew();
            try (PreparedStatement delete = writing.prepareStatement(
                            "delete from " + DuckDbLayout.table(level) + " where series = ? and ms = ?");
                    PreparedStatement insert = writing.prepareStatement(
                            "insert into " + DuckDbLayout.table(level) + " values (?, ?, ?, ?, ?, ?, ?)")) {
                for (Bucket one : buckets) {
                    delete.setInt(1, key);
                    delete.setLong(2, one.at());
                    delete.execute();
                    insert.setInt(1, key);
                    insert.setLong(2, one.at());
                    insert.setLong(3, one.count());
                    insert.setDouble(4, one.average() * one.count());
                    insert.setDouble(5, one.min());
                    insert.setDouble(6, one.max());
                    insert.setDouble(7, one.last());
                    insert.execute();
                }
            }
        });
        return new Written.Kept();
    }

    @Override
    public void forget(Retention retention, long now) {
        write(() -> {
            for (Level level : Level.values()) {
                try (PreparedStatement statement =
                        writing.prepareStatement("delete from " + DuckDbLayout.table(level) + " where ms < ?")) {
                    statement.setLong(1, Level.HOUR.floor(retention.oldest(level, now)));
                    statement.execute();
                }
            }
        });
    }

    private interface Work {
        void run() throws SQLException;
    }

    private synchronized void write(Work work) {
        try {
            writing.setAutoCommit(false);
            work.run();
            writing.commit();
            writing.setAutoCommit(true);
        } catch (SQLException | RuntimeException e) {
            rollBack();
            throw new StoreAway("the telemetry store did not take the points: " + e.getMessage(), e);
        }
    }

    private void rollBack() {
        try {
            writing.rollback();
            writing.setAutoCommit(true);
            series.reload();
        } catch (SQLException e) {
            throw new StoreAway("the telemetry store is out of order", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            reading.close();
            writing.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the telemetry store does not close", e);
        }
    }
}
