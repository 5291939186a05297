package io.gatehouse.proof.faults;

import io.gatehouse.demo.FleetApi;
import io.gatehouse.emulator.fleet.FleetClient;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.fleet.FleetSettings;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the rows share: a scratch folder, and a fleet with its database that no row harms. */
final class FaultStand implements AutoCloseable {

    private static final long START_SECONDS = 180;

    private final Path folder;
    private @Nullable Fleet fleet;
    private @Nullable FleetAt shared;

    /**
     * A fleet that runs.
     *
     * @param mqttPort where gateways connect: the fleet's own listener, or a broker
     */
    record FleetAt(FleetClient rest, String url, int mqttPort, String publicKey) {}

    /** A PostgreSQL database. */
    record Database(int port, String name, String password) {

        String url() {
            return urlThrough(port);
        }

        String urlThrough(int otherPort) {
            return "jdbc:postgresql://127.0.0.1:" + otherPort + "/" + name;
        }

        Connection connect() throws SQLException {
            return DriverManager.getConnection(url(), "gatehouse", password);
        }
    }

    FaultStand(Path folder) {
        this.folder = folder;
    }

    /** A folder for one row. */
    Path folder(String row) throws IOException {
        return Files.createTempDirectory(folder, row);
    }

    /** The fleet of the rows that do not touch it. */
    synchronized FleetAt fleet() throws Exception {
        FleetAt known = shared;
        if (known != null) {
            return known;
        }
        Fleet started = startFleet(folder.resolve("fleet"), Map.of());
        fleet = started;
        FleetAt at = at(started, started.mqttPort().orElseThrow());
        shared = at;
        return at;
    }

    static FleetAt at(Fleet fleet, int mqttPort) {
        String token = FleetApi.tokenOf(fleet, "faults");
        return new FleetAt(new FleetClient(fleet.url(), token), fleet.url(), mqttPort, fleet.publicKeyText());
    }

    /** Another fleet, for a row that needs one of its own. */
    static Fleet startFleet(Path data, Map<String, String> more) throws Exception {
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "gatehouse.fleet.data", data.toString(),
                "gatehouse.fleet.http.port", "0",
                "gatehouse.fleet.https.port", "0",
                "gatehouse.fleet.mqtt.tls-port", "0",
                "gatehouse.fleet.mqtt.port", "0"));
        settings.putAll(more);
        return Fleet.start(Settings.load(FleetSettings.class, null, Map.of(), settings), Surroundings.ofSystem())
                .await(START_SECONDS, TimeUnit.SECONDS);
    }

    /** A fresh database in the shared fleet's PostgreSQL. */
    Database database(String name) throws Exception {
        fleet();
        Path postgres = folder.resolve("fleet/postgresql");
        String password = Files.readString(postgres.resolve("password"));
        int port = Integer.parseInt(Files.readAllLines(postgres.resolve("data/postmaster.pid"))
                .get(3)
                .strip());
        try (Connection connection = new Database(port, "postgres", password).connect()) {
            connection.createStatement().execute("create database " + name);
        }
        return new Database(port, name, password);
    }

    @Override
    public void close() throws Exception {
        if (fleet != null) {
            fleet.stop().await(30, TimeUnit.SECONDS);
        }
    }
}
