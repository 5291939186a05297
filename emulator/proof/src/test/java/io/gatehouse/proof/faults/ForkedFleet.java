package io.gatehouse.proof.faults;

import io.gatehouse.demo.FleetApi;
import io.gatehouse.emulator.fleet.FleetClient;
import io.gatehouse.proof.road.ForkedGateway;
import java.io.IOException;
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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A fleet in a process of its own, on ports that stay the same, so that it can be killed and started again. */
final class ForkedFleet implements AutoCloseable {

    private final Path log;
    private final int http = ForkedGateway.freeTcpPort();
    private final int mqtt = ForkedGateway.freeTcpPort();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private @Nullable Process process;

    ForkedFleet(Path folder, FaultStand.Database database) {
        log = folder.resolve("fleet.log");
        settings.put("gatehouse.fleet.data", folder.resolve("fleet").toString());
        settings.put("gatehouse.fleet.http.port", Integer.toString(http));
        settings.put("gatehouse.fleet.mqtt.port", Integer.toString(mqtt));
        settings.put("gatehouse.fleet.https.port", "0");
        settings.put("gatehouse.fleet.mqtt.tls-port", "0");
        settings.put("gatehouse.fleet.database.url", database.url());
        settings.put("gatehouse.fleet.database.user", "gatehouse");
        settings.put("gatehouse.fleet.database.password", database.password());
    }

    void start() throws IOException {
        launch();
        Awaitility.await("the fleet answers, see " + log)
                .atMost(Duration.ofSeconds(120))
                .until(this::isUp);
    }

    /** Starts it where it must not run: how it ends. */
    int refused() throws IOException, InterruptedException {
        Process started = launch();
        if (!started.waitFor(60, TimeUnit.SECONDS)) {
            started.destroyForcibly();
        }
        return started.waitFor();
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Machine.java().toString(),
                "-Xmx512m",
                "-Dlogback.configurationFile=",
                "-cp",
                System.getProperty("java.class.path"),
                "io.gatehouse.fleet.FleetMain"));
        settings.forEach((name, value) -> command.addAll(List.of("--set", name + "=" + value)));
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process = started;
        return started;
    }

    private String url() {
        return "http://127.0.0.1:" + http;
    }

    private boolean isUp() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url() + "/health")).build();
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

    /** Once, after the first start: makes a token with the password that is shown only then. */
    FaultStand.FleetAt at() throws IOException {
        String token = FleetApi.makeToken(url(), said("one-time password (\\S+)"), "faults");
        return new FaultStand.FleetAt(new FleetClient(url(), token), url(), mqtt, said("public key (\\S+)"));
    }

    private String said(String pattern) throws IOException {
        Awaitility.await("the fleet has said its greeting").until(() -> find(pattern) != null);
        return String.valueOf(find(pattern));
    }

    private @Nullable String find(String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(Files.readString(log));
        return found.find() ? found.group(1) : null;
    }

    /** Kill -9. */
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
}
