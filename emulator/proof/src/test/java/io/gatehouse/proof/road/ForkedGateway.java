package io.gatehouse.proof.road;

import io.gatehouse.emulator.EmulatedSite.GatewayAt;
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
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A gateway in a process of its own, on ports that stay the same, so that it can be killed and started again. */
final class ForkedGateway implements AutoCloseable {

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Path log;
    private final int mqtt = freeTcpPort();
    private final int coap = freeUdpPort();
    private final int coaps = freeUdpPort();
    private final int web = freeTcpPort();
    private @Nullable Process process;

    ForkedGateway(Path folder, Map<String, String> fleet) {
        log = folder.resolve("gateway.log");
        settings.putAll(fleet);
        settings.put("gatehouse.gateway.data", folder.resolve("gateway").toString());
        settings.put("gatehouse.gateway.mqtt.port", Integer.toString(mqtt));
        settings.put("gatehouse.gateway.mqtt.tls-port", "0");
        settings.put("gatehouse.gateway.coap.port", Integer.toString(coap));
        settings.put("gatehouse.gateway.coaps.port", Integer.toString(coaps));
        settings.put("gatehouse.gateway.web.port", Integer.toString(web));
        settings.put("gatehouse.gateway.fleet.longest-pause", "2s");
    }

    GatewayAt at() {
        return GatewayAt.local(mqtt, coap, coaps);
    }

    /** Starts and waits until it listens. */
    void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.gatehouse.gateway.GatewayMain"));
        settings.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Awaitility.await("the gateway answers, see " + log)
                .atMost(Duration.ofSeconds(60))
                .until(this::isUp);
    }

    private boolean isUp() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web + "/health"))
                    .build();
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
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

    private static int freeTcpPort() {
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
