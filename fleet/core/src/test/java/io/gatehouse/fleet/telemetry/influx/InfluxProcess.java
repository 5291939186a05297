package io.gatehouse.fleet.telemetry.influx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real InfluxDB 1.x of the machine's own package, on a free port, with its data in a folder; starts and stops. */
public final class InfluxProcess implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/influxd");

    private final Path folder;
    private final int port = freePort();
    private @Nullable Process process;

    public InfluxProcess(Path folder) {
        assumeTrue(Files.isExecutable(PROGRAM), "there is no InfluxDB here (/usr/bin/influxd of the package influxdb)");
        this.folder = folder;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public InfluxProcess start() {
        try {
            Files.createDirectories(folder);
            Path config = Files.writeString(
                    folder.resolve("influx.conf"), """
                    reporting-disabled = true
                    bind-address = "127.0.0.1:%d"
                    [meta]
                      dir = "%s/meta"
                    [data]
                      dir = "%s/data"
                      wal-dir = "%s/wal"
                      query-log-enabled = false
                    [monitor]
                      store-enabled = false
                    [http]
                      bind-address = "127.0.0.1:%d"
                      log-enabled = false
                    """.formatted(freePort(), folder, folder, folder, port));
            process = new ProcessBuilder(PROGRAM.toString(), "-config", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("influx.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(this::listens);
        return this;
    }

    public long pid() {
        return running().pid();
    }

    public Path folder() {
        return folder;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public void stop() {
        running().destroy();
        try {
            if (!running().waitFor(20, TimeUnit.SECONDS)) {
                running().destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            stop();
        }
    }

    private Process running() {
        return Objects.requireNonNull(process, "start it first");
    }
}
