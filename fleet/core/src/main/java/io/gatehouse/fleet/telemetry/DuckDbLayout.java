package io.gatehouse.fleet.telemetry;

import io.gatehouse.launch.Ids;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of the embedded store: names of series once, and narrow rows that compress well. */
final class DuckDbLayout {

    private DuckDbLayout() {}

    /** Makes what is missing, carries over what the version before has left, and says the store's id. */
    static String prepare(Connection connection, Ids ids) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set memory_limit = '256MB'");
            statement.execute("set threads = 1");
            boolean before = has(statement, "point", "time_ms");
            if (before) {
                statement.execute("alter table point rename to point_before");
            }
            create(statement);
            if (before || has(statement, "point_before", "time_ms")) {
                carryOver(statement);
            }
            return id(statement, ids);
        }
    }

    static String table(Level level) {
        return switch (level) {
            case RAW -> "point";
            case FIVE_MINUTES -> "five_minutes";
            case HOUR -> "hour";
        };
    }

    private static void create(Statement statement) throws SQLException {
        statement.execute("create table if not exists store (id varchar)");
        statement.execute("""
                create table if not exists series (id integer, site varchar, device varchar, metric varchar, unit varchar)
                """);
        statement.execute("create table if not exists point (series integer, ms bigint, value double)");
        statement.execute("create temp table staged (series integer, ms bigint, value double)");
        for (Level level : new Level[] {Level.FIVE_MINUTES, Level.HOUR}) {
            statement.execute("create table if not exists " + table(level)
                    + " (series integer, ms bigint, count bigint, total double, least double, greatest double,"
                    + " last double)");
        }
    }

    private static void carryOver(Statement statement) throws SQLException {
        statement.execute("begin transaction");
        statement.execute("""
                insert into series select row_number() over () + (select coalesce(max(id), 0) from series), * from (
                    select site, device, metric, arg_max(unit, time_ms) from point_before b
                    where not exists (select 1 from series s
                        where s.site = b.site and s.device = b.device and s.metric = b.metric)
                    group by site, device, metric)
                """);
        statement.execute("""
                insert into point select s.id, b.time_ms, b.value from point_before b
                join series s on s.site = b.site and s.device = b.device and s.metric = b.metric order by b.time_ms
                """);
        statement.execute("drop table point_before");
        statement.execute("commit");
    }

    private static String id(Statement statement, Ids ids) throws SQLException {
        try (ResultSet row = statement.executeQuery("select id from store")) {
            if (row.next()) {
                return row.getString(1);
            }
        }
        String id = "duckdb-" + ids.next();
        statement.execute("insert into store values ('" + id + "')");
        return id;
    }

    private static boolean has(Statement statement, String table, String column) throws SQLException {
        try (ResultSet row = statement.executeQuery("select 1 from information_schema.columns where table_name = '"
                + table + "' and column_name = '" + column + "'")) {
            return row.next();
        }
    }
}
