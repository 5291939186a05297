package io.gatehouse.proof.road;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.demo.EmptyFleet;
import io.gatehouse.emulator.fleet.FleetClient;
import io.gatehouse.protocol.WireFormat;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence from a gateway that is killed now and then, proven at the fleet and by an auditor with the command line. */
class AuditRoadTest {

    private static final int KILLS = 2;

    @TempDir
    Path folder;

    private EmptyFleet fleet;
    private FleetClient rest;
    private ForkedGateway gateway;

    private record Said(int code, String out) {}

    @BeforeEach
    void a_fleet_and_a_gateway() throws Exception {
        fleet = EmptyFleet.start(folder.resolve("fleet"), Map.of());
        rest = new FleetClient(fleet.url(), fleet.token());
        rest.put("/sites/garden", object().put("name", "Garden").put("timeZone", "Asia/Shanghai"));
        String secret = rest.put(
                        "/gateways/gw-1", object().put("site", "garden").put("name", "Gate house"))
                .path("secret")
                .asText();
        gateway = new ForkedGateway(
                        folder,
                        Map.of(
                                "gatehouse.gateway.id",
                                "gw-1",
                                "gatehouse.gateway.fleet.secret",
                                secret,
                                "gatehouse.gateway.fleet.key",
                                fleet.fleet().publicKeyText(),
                                "gatehouse.gateway.fleet.http",
                                fleet.url(),
                                "gatehouse.gateway.fleet.mqtt",
                                "tcp://127.0.0.1:" + fleet.fleet().mqttPort().orElseThrow(),
                                "gatehouse.gateway.audit.period",
                                "1s"))
                .startingFast();
    }

    @AfterEach
    void everything_stops() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (fleet != null) {
            fleet.close();
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Test
    void an_export_is_proven_without_the_fleet_and_one_changed_byte_is_named() throws Exception {
        gateway.start();
        for (int kill = 0; kill < KILLS; kill++) {
            awaitVerified(2 * kill + 1);
            gateway.kill();
            gateway.start();
        }
        awaitVerified(2 * KILLS + 1);

        Path export = folder.resolve("export.ndjson");
        Files.writeString(export, export(), StandardCharsets.UTF_8);
        String key = state().path("keys").path(0).path("key").asText();
        Said whole = verify(export, "--key", key);
        long changed = changeOneByte(export);
        Said after = verify(export, "--key", key);

        assertThat(whole.out).startsWith("Sound: gateway gw-1, records 1 to ");
        assertThat(whole.code).isZero();
        assertThat(after.out).startsWith("NOT SOUND: gateway gw-1, a record was changed at record " + changed + ";");
        assertThat(after.code).isEqualTo(1);
        System.out.println("audit: " + whole.out.strip());
    }

    private void awaitVerified(long least) {
        Awaitility.await("evidence up to " + least + " is verified")
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    JsonNode state = state();
                    assertThat(state.has("mismatch")).as(state.toString()).isFalse();
                    return state.path("verifiedUpTo").asLong() >= least;
                });
    }

    private JsonNode state() throws IOException, InterruptedException {
        return rest.get("/audit/state").path("items").path(0);
    }

    private String export() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(fleet.url() + "/api/v1/audit/export?gateway=gw-1"))
                .header("Authorization", "Bearer " + fleet.token())
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private static long changeOneByte(Path export) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(export, StandardCharsets.UTF_8));
        for (int i = lines.size() / 2; i < lines.size(); i++) {
            if (WireFormat.JSON.mapper().readTree(lines.get(i)) instanceof ObjectNode line
                    && line.path("kind").asText().equals("record")) {
                byte[] record = line.path("record").binaryValue();
                record[record.length / 2] ^= 1;
                lines.set(i, line.put("record", record).toString());
                Files.write(export, lines, StandardCharsets.UTF_8);
                return line.path("seq").asLong();
            }
        }
        throw new AssertionError("no record in " + lines);
    }

    private Said verify(Path export, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.gatehouse.cli.GatehouseMain",
                "audit",
                "verify",
                export.toString()));
        command.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out);
    }
}
