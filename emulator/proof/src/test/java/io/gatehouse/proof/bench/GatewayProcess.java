package io.gatehouse.proof.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.proof.road.Shipped;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gateway in a process of its own, with the options of the distribution. */
final class GatewayProcess implements AutoCloseable {

    private static final long UP_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(90);

    final int mqtt = freePort();
    final int mqtts = freePort();
    final int coap = freeUdpPort();
    final int coaps = freeUdpPort();
    final int web = freePort();
    private final Path folder;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private @Nullable Process process;

    private GatewayProcess(Path folder) {
        this.folder = folder;
        set("data", folder.resolve("gateway").toString());
        set("id", BenchSite.GATEWAY.value());
        set("fleet.secret", "nobody-asks");
        set("fleet.key", BenchSite.fleetKey());
        // nobody listens there: the site works alone
        set("fleet.mqtt", "tcp://127.0.0.1:9");
        set("fleet.http", "http://127.0.0.1:9");
        set("mqtt.port", Integer.toString(mqtt));
        set("mqtt.tls-port", Integer.toString(mqtts));
        set("coap.port", Integer.toString(coap));
        set("coaps.port", Integer.toString(coaps));
        set("web.port", Integer.toString(web));
        set("web.tls-port", "0");
    }

    /** @param folder gets the data and the log */
    static GatewayProcess in(Path folder) {
        return new GatewayProcess(folder);
    }

    GatewayProcess set(String name, String value) {
        settings.put("gatehouse.gateway." + name, value);
        return this;
    }

    Path data() {
        return folder.resolve("gateway");
    }

    /** From the classes that the tests see; answers when it says that it is ready. */
    GatewayProcess start() throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(Shipped.options());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.gatehouse.gateway.GatewayMain"));
        spawn(command, Map.of());
        long end = System.nanoTime() + UP_WITHIN_NANOS;
        // its page is open sooner than what devices speak to
        while (!isReady()) {
            if (System.nanoTime() > end || !running().isAlive()) {
                throw new IllegalStateException("the gateway did not start, see " + folder.resolve("gateway.log"));
            }
            Machine.pause(20);
        }
        return this;
    }

    /** From a distribution's script; does not wait. */
    void startScript(Path distribution, Map<String, String> environment) throws IOException {
        spawn(
                new ArrayList<>(
                        List.of(distribution.resolve("bin/gatehouse-gateway").toString())),
                environment);
    }

    private void spawn(List<String> command, Map<String, String> environment) throws IOException {
        settings.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        Files.createDirectories(folder);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("gateway.log").toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("start it first");
        }
        return process;
    }

    long pid() {
        return running().pid();
    }

    /** What the gateway's own page is told. */
    JsonNode status() throws IOException {
        return WireFormat.JSON
                .mapper()
                .readTree(
                        URI.create("http://127.0.0.1:" + web + "/api/v1/status").toURL());
    }

    private boolean isReady() {
        try {
            WireFormat.JSON
                    .mapper()
                    .readTree(URI.create("http://127.0.0.1:" + web + "/health/ready")
                            .toURL());
            return true;
        } catch (IOException notYet) {
            // nobody listens, or 503
            return false;
        }
    }

    /** The folder that {@code -Pdist} or {@code -Pbench} has made, when there is one. */
    static Optional<Path> distribution() throws IOException {
        return Shipped.gateway();
    }

    static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    static int freePort() {
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

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            running().destroyForcibly().waitFor();
        }
    }
}
