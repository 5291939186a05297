package io.gatehouse.proof.road;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.emulator.EmulatedSite.GatewayAt;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A gateway in a process of its own, on ports that stay the same, so that it can be killed and started again. */
public final class ForkedGateway implements AutoCloseable {

    /** A start takes seconds; on a machine that does ten other things it takes its minute. */
    private static final Duration STARTED_WITHIN = Duration.ofMinutes(3);

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Path log;
    private final int mqtt = freeTcpPort();
    private final int coap = freeUdpPort();
    private final int coaps = freeUdpPort();
    private final int web = freeTcpPort();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path data;
    private List<String> wrapper = List.of();
    private List<String> machine = List.of();
    private @Nullable Path shipped;
    private @Nullable Process process;

    public ForkedGateway(Path folder, Map<String, String> fleet) {
        log = folder.resolve("gateway.log");
        data = Path.of(fleet.getOrDefault(
                "gatehouse.gateway.data", folder.resolve("gateway").toString()));
        settings.putAll(fleet);
        settings.put("gatehouse.gateway.data", data.toString());
        settings.put("gatehouse.gateway.mqtt.port", Integer.toString(mqtt));
        settings.putIfAbsent("gatehouse.gateway.mqtt.tls-port", "0");
        settings.put("gatehouse.gateway.coap.port", Integer.toString(coap));
        settings.put("gatehouse.gateway.coaps.port", Integer.toString(coaps));
        settings.put("gatehouse.gateway.web.port", Integer.toString(web));
        settings.put("gatehouse.gateway.web.tls-port", "0");
        settings.put("gatehouse.gateway.fleet.longest-pause", "2s");
    }

    /** A command that runs the gateway as its child, such as strace; from the next start on. */
    public ForkedGateway wrappedIn(List<String> command) {
        wrapper = List.copyOf(command);
        return this;
    }

    public ForkedGateway withEnvironment(Map<String, String> more) {
        environment.putAll(more);
        return this;
    }

    /** Another setting, from the next start on. */
    public ForkedGateway set(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** For what is not measured: compiled once and quickly. */
    public ForkedGateway startingFast() {
        return withMachine(List.of("-XX:TieredStopAtLevel=1"));
    }

    public ForkedGateway withHeap(String most) {
        return withMachine(List.of("-Xms16m", "-Xmx" + most));
    }

    /** More options for the Java that runs it, beside those that it is delivered with; from the next start on. */
    public ForkedGateway withMachine(List<String> options) {
        machine = List.copyOf(options);
        return this;
    }

    /**
     * From its own start script, with its own options and its class-data archive, as it runs at a site.
     *
     * @param distribution as {@link Shipped#gateway} finds it
     * @param archives where the first start makes the archive, a second after it
     */
    public ForkedGateway asShipped(Path distribution, Path archives) {
        shipped = distribution;
        environment.put("GATEHOUSE_CLASS_ARCHIVE", archives.toString());
        environment.put("GATEHOUSE_CLASS_ARCHIVE_AFTER", "1");
        return this;
    }

    public Path data() {
        return data;
    }

    /** Where its page is. */
    public String web() {
        return "http://127.0.0.1:" + web;
    }

    public Path log() {
        return log;
    }

    public GatewayAt at() {
        return GatewayAt.local(mqtt, coap, coaps);
    }

    /** Starts and waits until it says that it is ready: the page is open sooner than what devices speak to. */
    public void start() throws IOException {
        launch();
        Awaitility.await("the gateway answers, see " + log)
                .atMost(STARTED_WITHIN)
                .pollInterval(Duration.ofMillis(20))
                .until(this::isUp);
    }

    /** Starts and does not wait. */
    public Process launch() throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        if (shipped != null) {
            command.add(shipped.resolve("bin/gatehouse-gateway").toString());
        } else {
            command.addAll(fromClasses());
        }
        settings.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process started = builder.start();
        process = started;
        return started;
    }

    private List<String> fromClasses() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Shipped.options());
        command.addAll(machine);
        command.addAll(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-Dlogback.configurationFile=",
                "-cp",
                System.getProperty("java.class.path"),
                "io.gatehouse.gateway.GatewayMain"));
        return command;
    }

    private boolean isUp() {
        return ask("/health/ready").isPresent();
    }

    /** How the gateway says it is; nothing when it does not answer. */
    public Optional<JsonNode> status() {
        return ask("/api/v1/status");
    }

    private Optional<JsonNode> ask(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == 200
                    ? WireFormat.JSON
                            .read(response.body(), JsonNode.class)
                            .fold(Optional::of, refusal -> Optional.empty())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The process that is the gateway, also when another one watches it. */
    public ProcessHandle handle() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("the gateway was not started");
        }
        return running.descendants().reduce((first, last) -> last).orElse(running.toHandle());
    }

    public boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** Kill -9: nothing of it gets to finish anything. */
    public void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly().waitFor();
        }
    }

    /** An ordered stop. */
    public void stop() throws InterruptedException {
        handle().destroy();
        Process running = process;
        if (running == null || !running.waitFor(20, TimeUnit.SECONDS)) {
            kill();
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** A port that was free a moment ago. */
    public static int freeTcpPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freeUdpPort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
