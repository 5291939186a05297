package io.gatehouse.proof.road;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An InfluxDB 1.x in a process of its own, on a port that stays the same, so that it can be killed and started again. */
public final class ForkedInflux implements AutoCloseable {

    public static final Path PROGRAM = Path.of("/usr/bin/influxd");

    private static final Pattern COUNT = Pattern.compile("\\[(?:\"[^\"]*\"|\\d+),(\\d+)\\]");

    private final Path folder;
    private final int port = ForkedGateway.freeTcpPort();
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Process process;

    public ForkedInflux(Path folder) {
        this.folder = folder;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public Path folder() {
        return folder;
    }

    public ForkedInflux start() throws IOException {
        Files.createDirectories(folder);
        Path config = Files.writeString(folder.resolve("influx.conf"), """
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
                """.formatted(
                        ForkedGateway.freeTcpPort(), folder, folder, folder, port));
        process = new ProcessBuilder(PROGRAM.toString(), "-config", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("influx.log").toFile()))
                .start();
        Awaitility.await("InfluxDB listens").atMost(Duration.ofSeconds(90)).until(this::listens);
        return this;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public long pid() {
        return running().pid();
    }

    private Process running() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException("InfluxDB was not started");
        }
        return started;
    }

    /** As when the power fails. */
    public void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
    }

    /** What a query that counts says; 0 when it finds nothing. */
    public long count(String database, String query) throws IOException, InterruptedException {
        String at = url() + "/query?db=" + database + "&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(URI.create(at)).build(), HttpResponse.BodyHandlers.ofString());
        Matcher count = COUNT.matcher(answer.body());
        return count.find() ? Long.parseLong(count.group(1)) : 0;
    }

    @Override
    public void close() throws InterruptedException {
        Process started = process;
        if (started != null) {
            started.destroy();
            if (!started.waitFor(20, TimeUnit.SECONDS)) {
                started.destroyForcibly().waitFor();
            }
        }
    }
}
