package io.gatehouse.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The installed InfluxDB 1.x on a port that stays the same, so that it can be killed and started again. */
final class OwnInflux implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/influxd");
    private static final Pattern COUNT = Pattern.compile("\\[(?:\"[^\"]*\"|\\d+),(\\d+)\\]");

    private final Path folder;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable OwnProcess process;

    private OwnInflux(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static OwnInflux start(Path folder) throws IOException {
        assumeTrue(Files.isExecutable(PROGRAM), "no InfluxDB here: install the package influxdb");
        OwnInflux influx = new OwnInflux(folder, OwnProcess.freePort());
        influx.start();
        return influx;
    }

    void start() throws IOException {
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
                """.formatted(OwnProcess.freePort(), folder, folder, folder, port));
        process =
                OwnProcess.of(folder.resolve("influx.log"), List.of(PROGRAM.toString(), "-config", config.toString()));
        Awaitility.await("InfluxDB listens").atMost(Duration.ofSeconds(90)).until(this::listens);
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    Optional<ProcessHandle> handle() {
        return Optional.ofNullable(process).map(OwnProcess::handle);
    }

    void kill() throws InterruptedException {
        OwnProcess running = process;
        if (running != null) {
            running.kill();
        }
    }

    /** What a query that counts says; 0 when it finds nothing. */
    long count(String database, String query) throws IOException, InterruptedException {
        String at = url() + "/query?db=" + database + "&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(URI.create(at)).build(), HttpResponse.BodyHandlers.ofString());
        Matcher count = COUNT.matcher(answer.body());
        return count.find() ? Long.parseLong(count.group(1)) : 0;
    }

    @Override
    public void close() throws InterruptedException {
        OwnProcess running = process;
        if (running != null) {
            running.close();
        }
    }
}
