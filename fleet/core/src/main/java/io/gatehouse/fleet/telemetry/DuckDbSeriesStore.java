package io.gatehouse.fleet.telemetry;

import io.gatehouse.launch.StartRefusal;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The embedded columnar store: one file, one process. Points go in through an appender into a staging table, and from
 * there, unless they are in already, into the series, in one transaction.
 */
public final class DuckDbSeriesStore implements SeriesStore {

    private final DuckDBConnection connection;

    private DuckDbSeriesStore(DuckDBConnection connection) {
        this.connection = connection;
    }

    /** Opens or makes the file. */
    public static DuckDbSeriesStore open(Path file) {
        try {
            DuckDBConnection connection =
                    (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file.toAbsolutePath());
            try (Statement statement = connection.createStatement()) {
                statement.execute("set memory_limit = '256MB'");
                statement.execute("set threads = 1");
                statement.execute("""
                        create table if not exists point (site varchar, device varchar, metric varchar, unit varchar,
                            time_ms bigint, value double)
                        """);
                statement.execute("""
                        create temp table staged (site varchar, device varchar, metric varchar, unit varchar,
                            time_ms bigint, value double)
                        """);
            }
            return new DuckDbSeriesStore(connection);
        } catch (SQLException e) {
            throw new StartRefusal(
                    "gatehouse.fleet.data", "the telemetry store " + file + " cannot be opened: " + e.getMessage());
        }
    }

    @Override
    public synchronized void append(List<Point> points) {
        if (points.isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("delete from staged");
            stage(points);
            statement.execute("""
                    insert into point select distinct on (site, device, metric, time_ms) * from staged s
                    where not exists (select 1 from point p where p.time_ms = s.time_ms and p.device = s.device
                        and p.metric = s.metric and p.site = s.site
                        and p.time_ms >= (select min(time_ms) from staged) and p.time_ms <= (select max(time_ms) from staged))
                    """);
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            rollBack();
            throw new IllegalStateException("the telemetry store did not take the points", e);
        }
    }

    private void stage(List<Point> points) throws SQLException {
        try (DuckDBAppender appender = connection.createAppender("temp", "main", "staged")) {
            for (Point point : points) {
                appender.beginRow();
                appender.append(point.site());
                appender.append(point.device());
                appender.append(point.metric());
                appender.append(point.unit());
                appender.append(point.at());
                appender.append(point.value());
                appender.endRow();
            }
        }
    }

    private void rollBack() {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException("the telemetry store is out of order", e);
        }
    }

    @Override
    public synchronized List<Latest> latest(String site, String device) {
        String sql = """
                select metric, arg_max(unit, time_ms), arg_max(value, time_ms), max(time_ms) from point
                where site = ? and device = ? group by metric order by metric
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, site);
            query.setString(2, device);
            try (ResultSet rows = query.executeQuery()) {
                List<Latest> latest = new ArrayList<>();
                while (rows.next()) {
                    latest.add(new Latest(rows.getString(1), rows.getString(2), rows.getDouble(3), rows.getLong(4)));
                }
                return latest;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the telemetry store does not answer", e);
        }
    }

    @Override
    public synchronized List<Bucket> query(String site, String device, String metric, Span span) {
        String sql = """
                select (time_ms - ?) // ? as bucket, avg(value), min(value), max(value) from point
                where site = ? and device = ? and metric = ? and time_ms >= ? and time_ms < ? group by bucket order by bucket
                """;
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, span.from());
            query.setLong(2, span.bucketMillis());
            query.setString(3, site);
            query.setString(4, device);
            query.setString(5, metric);
            query.setLong(6, span.from());
            query.setLong(7, span.to());
            try (ResultSet rows = query.executeQuery()) {
                List<Bucket> buckets = new ArrayList<>();
                while (rows.next()) {
                    long at = span.from() + rows.getLong(1) * span.bucketMillis();
                    buckets.add(new Bucket(at, rows.getDouble(2), rows.getDouble(3), rows.getDouble(4)));
                }
                return buckets;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the telemetry store does not answer", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the telemetry store does not close", e);
        }
    }
}
