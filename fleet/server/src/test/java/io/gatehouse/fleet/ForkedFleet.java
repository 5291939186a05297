package io.gatehouse.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A fleet node in a process of its own, on ports that stay the same, so that it can be killed and started again. */
final class ForkedFleet implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Path log;
    private final String heap;
    private final int http = freePort();
    private final int mqtt = freePort();
    private List<String> compiler = List.of();
    private @Nullable Process process;

    ForkedFleet(Path folder, String heap, Map<String, String> options) throws IOException {
        Files.createDirectories(folder);
        this.log = folder.resolve("fleet.log");
        this.heap = heap;
        settings.put("gatehouse.fleet.data", folder.toString());
        settings.put("gatehouse.fleet.http.port", Integer.toString(http));
        settings.put("gatehouse.fleet.mqtt.port", Integer.toString(mqtt));
        settings.put("gatehouse.fleet.https.port", "0");
        settings.put("gatehouse.fleet.mqtt.tls-port", "0");
        settings.putAll(options);
    }

    /** Without the optimizing compiler, which takes more than it gives where no pace is judged. */
    ForkedFleet startingFast() {
        compiler = List.of("-XX:TieredStopAtLevel=1");
        return this;
    }

    int mqttPort() {
        return mqtt;
    }

    /** Starts and waits until it answers. */
    void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                "io.gatehouse.fleet.FleetMain"));
        command.addAll(1, compiler);
        settings.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Awaitility.await("the fleet answers, see " + log)
                .atMost(Duration.ofSeconds(120))
                .until(() -> status("/health", "") == 200);
    }

    boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** The status of an answer, or -1 when there is none. */
    int status(String path, String token) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** A number of the metrics, 0 when it has none of that name. */
    double metric(String name) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(uri("/metrics")).build(), HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + http + path);
    }

    /** Kill -9: nothing of it gets to finish anything. */
    void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
