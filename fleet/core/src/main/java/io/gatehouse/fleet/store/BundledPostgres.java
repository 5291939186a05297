package io.gatehouse.fleet.store;

import io.gatehouse.launch.StartRefusal;
import io.gatehouse.launch.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of the fleet's own: binaries from the build, data in the data folder, on the loopback address only. As
 * root it runs inside a user namespace of its own, because PostgreSQL refuses to run as root.
 */
final class BundledPostgres {

    static final String USER = "gatehouse";

    private static final Logger LOG = LoggerFactory.getLogger(BundledPostgres.class);
    private static final int START_SECONDS = 60;
    private static final int STOP_SECONDS = 20;

    private final Path binaries;
    private final Path data;
    private final Unprivileged unprivileged;
    private final Process process;
    private final int port;
    private final String password;

    private BundledPostgres(
            Path binaries, Path data, Unprivileged unprivileged, Process process, int port, String password) {
        this.binaries = binaries;
        this.data = data;
        this.unprivileged = unprivileged;
        this.process = process;
        this.port = port;
        this.password = password;
    }

    static BundledPostgres start(Path folder, Surroundings surroundings) {
        try {
            Files.createDirectories(folder);
            Path binaries = PostgresBinaries.unpack(folder);
            Unprivileged unprivileged = Unprivileged.find();
            Path data = folder.resolve("data");
            String password = password(folder.resolve("password"), surroundings);
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initialise(folder, binaries, data, unprivileged);
            }
            stopLeftOver(binaries, data, unprivileged);
            int port = freePort();
            Process process = launch(folder, binaries, data, unprivileged, port);
            BundledPostgres started = new BundledPostgres(binaries, data, unprivileged, process, port, password);
            started.awaitReady(folder.resolve("postgresql.log"));
            return started;
        } catch (IOException e) {
            throw new StartRefusal(
                    "gatehouse.fleet.data", "the bundled PostgreSQL cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefusal("gatehouse.fleet.data", "interrupted while PostgreSQL was starting");
        }
    }

    private static String password(Path file, Surroundings surroundings) throws IOException {
        if (!Files.exists(file)) {
            PrivateFiles.write(file, Surroundings.hex(surroundings.random(), 24));
        }
        return Files.readString(file);
    }

    private static void initialise(Path folder, Path binaries, Path data, Unprivileged unprivileged)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + data,
                "--username=" + USER,
                "--pwfile=" + folder.resolve("password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C"));
        if (PostgresBinaries.areShared()) {
            command.add("--no-sync");
        }
        run(folder.resolve("initdb.log"), unprivileged.command(command));
    }

    /** After a kill -9 of the server its PostgreSQL may still be there: it is asked to go, the data are sound. */
    private static void stopLeftOver(Path binaries, Path data, Unprivileged unprivileged)
            throws IOException, InterruptedException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        boolean running = ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().command())
                .filter(command -> command.contains("postgres"))
                .isPresent();
        if (running) {
            LOG.info("a PostgreSQL of an earlier run still works on {}: stopping it first", data);
            stopFast(binaries, data, unprivileged);
        }
    }

    private static Process launch(Path folder, Path binaries, Path data, Unprivileged unprivileged, int port)
            throws IOException {
        List<String> command = List.of(
                binaries.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=60",
                "-c",
                "shared_buffers=128MB",
                "-c",
                "max_wal_size=512MB",
                "-c",
                "timezone=UTC");
        return new ProcessBuilder(unprivileged.command(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("postgresql.log").toFile()))
                .start();
    }

    private void awaitReady(Path log) throws InterruptedException {
        long patience = TimeUnit.SECONDS.toNanos(START_SECONDS);
        long start = System.nanoTime();
        while (System.nanoTime() - start < patience) {
            try (Connection connection = DriverManager.getConnection(url(), USER, password)) {
                if (connection.isValid(2)) {
                    return;
                }
            } catch (SQLException e) {
                if (!process.isAlive()) {
                    throw new StartRefusal(
                            "gatehouse.fleet.data", "the bundled PostgreSQL ended at once; its words are in " + log);
                }
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new StartRefusal("gatehouse.fleet.data", "the bundled PostgreSQL does not answer; see " + log);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    String password() {
        return password;
    }

    void stop() {
        try {
            stopFast(binaries, data, unprivileged);
            process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            LOG.warn("PostgreSQL did not stop as asked: {}", e.getMessage());
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stopFast(Path binaries, Path data, Unprivileged unprivileged)
            throws IOException, InterruptedException {
        run(
                data.resolveSibling("stop.log"),
                unprivileged.command(List.of(
                        binaries.resolve("bin/pg_ctl").toString(),
                        "stop",
                        "--mode=fast",
                        "--wait",
                        "--timeout=" + STOP_SECONDS,
                        "--pgdata=" + data)));
    }

    private static void run(Path log, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("'" + command.get(command.size() - 2) + " ...' failed: "
                    + Files.readString(log).strip());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
