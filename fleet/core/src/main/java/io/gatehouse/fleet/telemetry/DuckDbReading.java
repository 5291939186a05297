package io.gatehouse.fleet.telemetry;

import io.gatehouse.fleet.telemetry.SeriesStore.Bucket;
import io.gatehouse.fleet.telemetry.SeriesStore.StoreAway;
import io.gatehouse.fleet.telemetry.SeriesStore.Which;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/** Reads the embedded store, on a connection of its own: it sees what is committed and waits for no writer. */
final class DuckDbReading implements AutoCloseable {

    private final DuckDBConnection connection;
    private final DuckDbSeries series;

    DuckDbReading(DuckDBConnection connection, DuckDbSeries series) {
        this.connection = connection;
        this.series = series;
    }

    synchronized Map<String, List<Bucket>> read(Level level, Which which, long from, long to, long step) {
        Map<Integer, String> named = series.named(which);
        Map<String, List<Bucket>> found = new TreeMap<>();
        if (named.isEmpty()) {
            return found;
        }
        String ids = named.keySet().stream().map(String::valueOf).collect(Collectors.joining(","));
        try (PreparedStatement query = connection.prepareStatement(sql(level, ids))) {
            query.setLong(1, from);
            query.setLong(2, step);
            query.setLong(3, from);
            query.setLong(4, to);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    long count = rows.getLong(3);
                    found.computeIfAbsent(String.valueOf(named.get(rows.getInt(1))), metric -> new ArrayList<>())
                            .add(new Bucket(
                                    from + rows.getLong(2) * step,
                                    rows.getDouble(4) / count,
                                    rows.getDouble(5),
                                    rows.getDouble(6),
                                    rows.getDouble(7),
                                    count));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new StoreAway("the telemetry store does not answer", e);
        }
    }

    /** @param ids numbers of our own, never what somebody wrote */
    private static String sql(Level level, String ids) {
        String columns = level == Level.RAW
                ? "count(*), sum(value), min(value), max(value), arg_max(value, ms)"
                : "sum(count), sum(total), min(least), max(greatest), arg_max(last, ms)";
        return "select series, (ms - ?) // ? as bucket, " + columns + " from " + DuckDbLayout.table(level)
                + " where series in (" + ids
                + ") and ms >= ? and ms < ? group by series, bucket order by series, bucket";
    }

    @Override
    public synchronized void close() throws SQLException {
        connection.close();
    }
}
