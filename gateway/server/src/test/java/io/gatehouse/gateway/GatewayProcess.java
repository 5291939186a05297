package io.gatehouse.gateway;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A gateway in a process of its own, that can be killed and weighed. Its ports stay the same over restarts. */
final class GatewayProcess implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Map<String, String> options;
    private final Path log;
    private final int mqtt = freePort();
    private final int web = freePort();
    private @Nullable Process process;

    /** @param options all of a gateway's; the ports for devices and for its page are chosen here */
    GatewayProcess(Map<String, String> options, Path log) {
        this.options = new HashMap<>(options);
        this.log = log;
        this.options.put("gatehouse.gateway.mqtt.port", Integer.toString(mqtt));
        this.options.put("gatehouse.gateway.web.port", Integer.toString(web));
        this.options.put("gatehouse.gateway.web.tls-port", "0");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    GatewayProcess start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayMain.class.getName()));
        options.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Awaitility.await("the gateway listens, see " + log)
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> listens(mqtt) && listens(web));
        return this;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    int mqttPort() {
        return mqtt;
    }

    /** Kill -9. */
    void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
    }

    /** What of its memory is in the machine's, in bytes; nothing of what it shares is left out. */
    long residentBytes() throws IOException {
        Process running = process;
        long pid = running == null ? -1 : running.pid();
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Somebody of the site who comes in as a device does. */
    Mqtt5AsyncClient comesIn(String device) {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(device + "-in")
                .serverHost("127.0.0.1")
                .serverPort(mqtt)
                .buildAsync();
        GatewayStand.await(client.connectWith()
                .simpleAuth()
                .username(device)
                .password(GatewayStand.secret(device).getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send());
        return client;
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
