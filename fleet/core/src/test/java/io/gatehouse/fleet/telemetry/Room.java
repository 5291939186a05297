package io.gatehouse.fleet.telemetry;

import io.gatehouse.fleet.core.TestCore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A waiting room of a test's own, in a schema beside the one that the running core empties. */
final class Room {

    private Room() {}

    static Jdbi named(String schema) {
        TestCore.core().jdbi().useHandle(handle -> {
            handle.execute("create schema if not exists " + schema);
            for (String table :
                    new String[] {"measurement_waiting", "measurement_parked", "series_level", "series_late", "finding"
                    }) {
                handle.execute("create table if not exists " + schema + "." + table + " (like public." + table
                        + " including all)");
                handle.execute("delete from " + schema + "." + table);
            }
        });
        return Jdbi.create(new ConnectionFactory() {
            @Override
            public Connection openConnection() throws SQLException {
                Connection connection = TestCore.core().jdbi().open().getConnection();
                path(connection, schema + ", public");
                return connection;
            }

            @Override
            public void closeConnection(Connection connection) throws SQLException {
                path(connection, "public");
                connection.close();
            }
        });
    }

    private static void path(Connection connection, String path) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set search_path to " + path);
        }
    }

    static void put(Jdbi room, Iterable<Point> points) {
        room.useHandle((Handle handle) -> {
            for (Point point : points) {
                handle.execute(
                        "insert into measurement_waiting (site, device, metric, unit, at, value) values (?, ?, ?, ?, ?, ?)",
                        point.site(),
                        point.device(),
                        point.metric(),
                        point.unit(),
                        point.at(),
                        point.value());
            }
        });
    }

    static long count(Jdbi room, String table) {
        return room.withHandle(handle -> handle.createQuery("select count(*) from " + table)
                .mapTo(Long.class)
                .one());
    }
}
