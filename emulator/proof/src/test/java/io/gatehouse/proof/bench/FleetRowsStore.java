package io.gatehouse.proof.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/** The event table of a fleet's bundled PostgreSQL, seen past the fleet. */
record FleetRowsStore(Connection connection) implements AutoCloseable {

    /** How fast a COPY was, by the clock and by the processor time of PostgreSQL and its client together. */
    record Copy(double perSecond, double perSecondOfCpu) {}

    static FleetRowsStore of(Path fleetData) throws IOException, SQLException {
        Path lock;
        try (Stream<Path> files = Files.walk(fleetData, 4)) {
            lock = files.filter(file -> file.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
        }
        String port = Files.readAllLines(lock).get(3).strip();
        String password = Files.readString(lock.resolveSibling("../password")).strip();
        return new FleetRowsStore(DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "gatehouse", password));
    }

    /** Copies the rows of a boot into an empty table that has the same columns and indexes. */
    Copy copyAgain(String bootId) throws SQLException, IOException {
        var copies = connection.unwrap(PGConnection.class).getCopyAPI();
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        copies.copyOut("copy (select * from event where boot_id = '" + bootId + "') to stdout (format binary)", rows);
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists plain_copy");
            statement.execute("create table plain_copy (like event including all)");
            statement.execute("checkpoint");
        }
        double cpu = Machine.cpuSecondsHere();
        long begun = System.nanoTime();
        long count = copies.copyIn(
                "copy plain_copy from stdin (format binary)", new ByteArrayInputStream(rows.toByteArray()));
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Copy(count / seconds, count / (Machine.cpuSecondsHere() - cpu));
    }

    /** From the gateway's ingress to the commit at the centre, of the reads of a boot. */
    double liveMillis(String bootId, double share) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select percentile_disc(?) within group"
                + " (order by extract(epoch from fleet_time) * 1000 - gateway_time) from event where boot_id = ?")) {
            query.setDouble(1, share);
            query.setString(2, bootId);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getDouble(1);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
