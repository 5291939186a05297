package io.gatehouse.fleet;

import static io.gatehouse.fleet.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.command.CommandState;
import io.gatehouse.protocol.command.CommandType;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.UplinkTopics;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A whole fleet with its bundled database, and a scripted gateway that talks to it. */
class FleetTest {

    /** Held: a client that nobody refers to may end what it reads. */
    private static final HttpClient LISTENING = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static RunningFleet running;
    private static String secret;

    @BeforeAll
    static void open() throws Exception {
        running = RunningFleet.start(folder, Map.of());
        running.ask("PUT", "/sites/lake", "{\"name\":\"东湖花园\",\"timeZone\":\"Asia/Shanghai\"}");
        secret = running.ask("PUT", "/gateways/east", "{\"site\":\"lake\",\"name\":\"East\"}")
                .path("secret")
                .asText();
        running.ask("PUT", "/sites/lake/estate", """
                {"devices":[{"id":"gate-1","kind":"TURNSTILE","name":"Gate 1","place":"East","secret":"gate-1-secret"},
                            {"id":"gate-2","kind":"TURNSTILE","name":"Gate 2"}],
                 "doors":[{"id":"door-1","name":"东门"}],
                 "accessPoints":[{"id":"in-1","door":"door-1","direction":"IN","reader":"gate-1"}],
                 "people":[{"id":"p-1","name":"张三","type":"STAFF"}],
                 "schedules":[{"id":"always","name":"Always","weekly":{"MON":["00:00-24:00"]}}],
                 "profiles":[{"id":"staff","name":"Staff","policies":[{"schedule":"always","accessPoints":["in-1"]}]}],
                 "credentials":[{"type":"CARD","number":"40001","person":"p-1","profiles":["staff"]}]}
                """);
    }

    @AfterAll
    static void close() throws Exception {
        running.close();
    }

    @Test
    void a_gateway_that_repeats_and_reorders_is_held_once_and_shown_once() throws Exception {
        LogId log = new LogId("0000000000000000000000000000aaaa");
        try (ScriptedGateway gateway =
                ScriptedGateway.connect("127.0.0.1", running.fleet().mqttPort().orElseThrow(), "east", secret)) {
            gateway.hello(log, 0);
            await().until(() -> !gateway.notices.isEmpty() && !gateway.acks.isEmpty());
            gateway.batch(log, 21, 40, "gate-1");
            gateway.batch(log, 1, 20, "gate-1");
            gateway.batch(log, 1, 20, "gate-1");
            gateway.batch(log, 11, 60, "gate-1");

            await().until(() -> gateway.isHeld(log, 1, 60));
        }

        List<Long> seqs = new ArrayList<>();
        running.send("GET", "/events/export?site=lake", "", "Authorization", "Bearer " + running.token())
                .body()
                .lines()
                .map(RunningFleet::json)
                .filter(row -> row.path("log").asText().equals(log.hex()))
                .forEach(row -> seqs.add(row.path("seq").asLong()));
        assertThat(seqs).hasSize(60).isSorted().doesNotHaveDuplicates();
        assertThat(exported("site=lake&q=device:gate-1")).contains(log.hex());
        assertThat(exported("site=lake&device=gate-1&q=device:gate-2")).isEmpty();
        assertThat(exported("q=colour:red")).contains("QUESTION_FIELD_UNKNOWN");
        JsonNode page = running.ask("GET", "/events?device=gate-1&limit=5", "");
        assertThat(page.path("items")).hasSize(5);
        assertThat(page.path("items").get(0).path("deviceName").asText()).isEqualTo("Gate 1");
        JsonNode next = running.ask(
                "GET",
                "/events?device=gate-1&limit=100&before=" + page.path("next").asText(),
                "");
        assertThat(next.path("items")).hasSize(55);
    }

    private static String exported(String query) throws Exception {
        return running.send("GET", "/events/export?" + query, "", "Authorization", "Bearer " + running.token())
                .body();
    }

    @Test
    void a_command_waits_for_its_gateway_is_sent_once_a_key_and_shows_every_step() throws Exception {
        String order =
                "{\"type\":\"UnlockDoor\",\"idempotencyKey\":\"k-1\",\"expiresInSeconds\":60,\"reason\":\"Delivery\"}";
        JsonNode queued = running.ask("POST", "/sites/lake/devices/gate-1/commands", order);
        JsonNode again = running.ask("POST", "/sites/lake/devices/gate-1/commands", order);
        assertThat(again.path("id")).isEqualTo(queued.path("id"));
        assertThat(running.send(
                                "POST",
                                "/sites/lake/devices/gate-1/commands",
                                order.replace("UnlockDoor", "Reboot"),
                                "Authorization",
                                "Bearer " + running.token())
                        .statusCode())
                .isEqualTo(409);

        LogId log = new LogId("0000000000000000000000000000bbbb");
        try (ScriptedGateway gateway =
                ScriptedGateway.connect("127.0.0.1", running.fleet().mqttPort().orElseThrow(), "east", secret)) {
            gateway.hello(log, 0);
            await().until(() -> gateway.orders.size() == 1);
            String id = gateway.orders.get(0).commandId();
            gateway.batch(
                    log,
                    1,
                    3,
                    seq -> ScriptedGateway.reported(
                            id,
                            List.of(CommandState.DONE, CommandState.ACCEPTED, CommandState.SENT)
                                    .get(seq.intValue() - 1)));
            await().until(() -> gateway.isHeld(log, 1, 3));
            running.ask("POST", "/sites/lake/devices/gate-1/commands", order.replace("k-1", "k-2"));
            await().until(() -> gateway.orders.size() == 2);
        }

        JsonNode command = running.ask("GET", "/commands/" + queued.path("id").asText(), "");
        assertThat(command.path("state").asText()).isEqualTo("DONE");
        assertThat(command.path("steps").findValuesAsText("state"))
                .containsExactly("QUEUED", "ACCEPTED", "SENT", "DONE");
        JsonNode timeline = running.ask("GET", "/sites/lake/devices/gate-1/timeline?limit=500", "");
        assertThat(timeline.path("items").findValuesAsText("kind")).contains("COMMAND");
    }

    @Test
    void what_is_asked_of_a_site_goes_to_its_gateway_once_and_says_what_it_needs() throws Exception {
        String order = """
                {"type":"LockDown","idempotencyKey":"l-1","expiresInSeconds":600,"reason":"Intruder in block B"}""";
        try (ScriptedGateway gateway =
                ScriptedGateway.connect("127.0.0.1", running.fleet().mqttPort().orElseThrow(), "east", secret)) {
            LogId log = new LogId("0000000000000000000000000000eeee");
            gateway.hello(log, 0);
            running.ask("POST", "/sites/lake/orders", order);
            JsonNode again = running.ask("POST", "/sites/lake/orders", order);
            String id = again.path("items").path(0).path("id").asText();
            await().until(() ->
                    gateway.orders.stream().anyMatch(one -> one.commandId().equals(id)));
            gateway.batch(log, 1, 1, seq -> ScriptedGateway.reported(id, CommandState.DONE));
            await().until(() -> gateway.isHeld(log, 1, 1));

            assertThat(gateway.orders.stream().filter(one -> one.type() == CommandType.LOCK_DOWN))
                    .allMatch(one -> one.device().value().equals("east")
                            && one.commandId().equals(id))
                    .isNotEmpty();
        }

        JsonNode listed =
                running.ask("GET", "/sites/lake/orders", "").path("items").path(0);
        assertThat(listed.path("state").asText()).isEqualTo("DONE");
        assertThat(listed.path("reason").asText()).isEqualTo("Intruder in block B");
        assertThat(refusal(order.replace("LockDown", "HoldOpen"))).contains("HoldOpen needs data.door");
        assertThat(refusal(order.replace("LockDown", "Reboot"))).contains("asked of a device");
        assertThat(refusal(order.replace("\"reason\"", "\"data\":{\"colour\":1},\"reason\"")))
                .contains("does not know data.colour");
    }

    private static String refusal(String order) throws Exception {
        HttpResponse<String> answer =
                running.send("POST", "/sites/lake/orders", order, "Authorization", "Bearer " + running.token());
        assertThat(answer.statusCode()).isEqualTo(400);
        return answer.body();
    }

    @Test
    void the_site_book_is_for_its_gateway_only_and_signed_with_the_fleets_key() throws Exception {
        String path = "/gateways/east/site-book";
        assertThat(running.send("GET", path, "", "Authorization", "Bearer " + running.token())
                        .statusCode())
                .isEqualTo(401);
        assertThat(running.send("GET", path, "", "Authorization", basic("east", "wrong"))
                        .statusCode())
                .isEqualTo(401);
        HttpResponse<byte[]> answer = running.bytes(path, "Authorization", basic("east", secret));

        SiteBook book = SignedSiteBook.read(answer.body())
                .then(signed -> signed.open(running.fleet().publicKey()))
                .fold(opened -> opened, refusal -> {
                    throw new AssertionError(refusal.message());
                });

        assertThat(book.devices()).extracting(SiteBook.Device::secret).contains("gate-1-secret");
        assertThat(book.credentials()).hasSize(1);
        assertThat(running.bytes(
                                path,
                                "Authorization",
                                basic("east", secret),
                                "If-None-Match",
                                answer.headers().firstValue("etag").orElseThrow())
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void the_same_estate_again_changes_nothing_and_a_dangling_one_is_refused_whole() {
        String estate = "{\"doors\":[{\"id\":\"door-2\",\"name\":\"Door 2\"}]}";
        long version =
                running.ask("PUT", "/sites/lake/estate", estate).path("version").asLong();

        assertThat(running.ask("PUT", "/sites/lake/estate", estate)
                        .path("version")
                        .asLong())
                .isEqualTo(version);
        HttpResponse<String> refused = running.send(
                "PUT",
                "/sites/lake/estate",
                "{\"accessPoints\":[{\"id\":\"x\",\"door\":\"nowhere\",\"direction\":\"IN\",\"reader\":\"gate-1\"}]}",
                "Authorization",
                "Bearer " + running.token());
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("nowhere", "CONFIGURATION_REFUSED", "accessPoints/x/door");
    }

    @Test
    void a_stranger_is_refused_and_a_gateway_may_use_only_its_own_topics() throws Exception {
        int port = running.fleet().mqttPort().orElseThrow();
        assertThatThrownBy(() -> ScriptedGateway.connect("127.0.0.1", port, "east", "wrong"))
                .hasMessageContaining("CONNACK");
        ScriptedGateway gateway = ScriptedGateway.connect("127.0.0.1", port, "east", secret);

        gateway.sayAs(new GatewayId("west"), UplinkTopics.HELLO, new byte[] {1});

        await().until(() -> !gateway.isConnected());
    }

    @Test
    void heartbeats_make_devices_present_and_the_overview_counts_them() throws Exception {
        try (ScriptedGateway gateway =
                ScriptedGateway.connect("127.0.0.1", running.fleet().mqttPort().orElseThrow(), "east", secret)) {
            gateway.heartbeat(new GatewayHeartbeat.DeviceFacts(
                    new DeviceId("gate-1"), "mqtt", ScriptedGateway.TIME - 500, 3, "BAD_TYPE"));

            await().until(() -> running.ask("GET", "/sites/lake/devices/gate-1", "")
                    .path("presence")
                    .asText()
                    .equals("ONLINE"));
        }

        JsonNode device = running.ask("GET", "/sites/lake/devices/gate-1", "");
        assertThat(device.path("refused").asInt()).isEqualTo(3);
        assertThat(running.ask("GET", "/overview", "")
                        .at("/counts/devices/online")
                        .asInt())
                .isEqualTo(1);
        assertThat(running.ask("GET", "/devices?presence=ONLINE", "").path("items"))
                .hasSize(1);
    }

    @Test
    void somebody_who_listens_sees_an_event_as_it_comes() throws Exception {
        LogId log = new LogId("0000000000000000000000000000dddd");
        HttpRequest request = HttpRequest.newBuilder(running.uri("/api/v1/stream?topics=events"))
                .header("Authorization", "Bearer " + running.token())
                .build();
        List<String> lines = new CopyOnWriteArrayList<>();
        LISTENING
                .sendAsync(request, HttpResponse.BodyHandlers.ofLines())
                .thenAccept(answer -> answer.body().forEach(lines::add));
        await().until(() -> lines.contains("event: hello"));

        try (ScriptedGateway gateway =
                ScriptedGateway.connect("127.0.0.1", running.fleet().mqttPort().orElseThrow(), "east", secret)) {
            gateway.batch(log, 1, 1, "gate-2");
            await().until(() -> lines.stream().anyMatch(line -> line.contains(log.hex()) && line.contains("Gate 2")));
        }
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_support_bundle_tells_how_the_fleet_is_and_none_of_its_secrets() throws Exception {
        LoggerFactory.getLogger("planted").warn("sign-in with password=gate-1-secret and token {}", running.token());

        Map<String, String> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(
                running.bytes("/installation/support-bundle", "Authorization", "Bearer " + running.token())
                        .body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }

        assertThat(files.keySet()).contains("settings.yaml", "versions.txt", "installation.json", "log.txt");
        assertThat(files.getOrDefault("log.txt", "")).contains("planted");
        List<String> keys = new ArrayList<>(List.of(secret, running.token(), "gate-1-secret"));
        try (Stream<Path> kept = Files.list(folder.resolve("keys"))) {
            for (Path key : kept.filter(one -> one.toString().endsWith(".key")).toList()) {
                Files.readAllLines(key).stream()
                        .filter(line -> line.length() >= 20 && !line.startsWith("-"))
                        .forEach(keys::add);
            }
        }
        assertThat(keys).hasSizeGreaterThanOrEqualTo(6);
        files.forEach((name, text) -> assertThat(text).as(name).doesNotContain(keys));
    }
}
