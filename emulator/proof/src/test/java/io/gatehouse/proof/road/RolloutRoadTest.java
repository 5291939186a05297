package io.gatehouse.proof.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.emulator.EmulatedSite;
import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.device.FirmwareManner;
import io.gatehouse.emulator.ledger.Ledger;
import io.gatehouse.protocol.WireFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Firmware, settings, a gateway's own configuration and commands for sleepers, over the whole road with real devices' wires. */
class RolloutRoadTest {

    /** Generous for a machine that does other things too. */
    private static final Duration WITHIN = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private BookRoad road;
    private EmulatedSite site;
    private final Map<String, String> secrets = new HashMap<>();

    @BeforeEach
    void a_fleet_a_gateway_and_four_devices_on_three_wires() throws Exception {
        road = new BookRoad(folder);
        road.fill(10);
        ObjectNode estate = BookRoad.object();
        for (String id : List.of("cam-1", "cam-2", "cam-3", "sleeper")) {
            estate.withArray("devices")
                    .addObject()
                    .put("id", id)
                    .put("kind", "CAMERA")
                    .put("name", id)
                    .put("heartbeatSeconds", 15);
        }
        road.api
                .put("/sites/garden/estate", estate)
                .path("devices")
                .forEach(one ->
                        secrets.put(one.path("id").asText(), one.path("secret").asText()));
        road.start("gw-1");
        site = EmulatedSite.at(road.at("gw-1"), Ledger.inMemory(), Clock.systemUTC(), 7);
    }

    @AfterEach
    void everything_stops() throws Exception {
        site.close();
        road.close();
    }

    @Test
    void firmware_comes_to_the_site_once_and_to_mqtt_and_coap_devices_from_there_and_bad_firmware_is_taken_back()
            throws Exception {
        add("cam-1", "mqtt5", FirmwareManner.WELL);
        add("cam-2", "coap", FirmwareManner.WELL);
        add("cam-3", "mqtt3", FirmwareManner.WELL);
        String first = bring("2.5.0");

        JsonNode done = rollout(first, "\"percent\": 34", "\"percent\": 100");
        assertThat(done.path("phase").asText()).as(done.toString()).isEqualTo("DONE");
        for (String device : List.of("cam-1", "cam-2", "cam-3")) {
            assertThat(firmware(device)).as(device).isEqualTo("2.5.0");
        }
        try (var files = Files.list(road.folder("gw-1").resolve("artifacts"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly(first);
        }
        JsonNode timeline = road.api.get("/sites/garden/devices/cam-2/rollouts").path("items");
        assertThat(timeline.findValuesAsText("code")).containsExactly("GOOD", "INSTALLED", "ORDERED");

        EmulatedDevice bad = site.device("cam-1").orElseThrow();
        bad.believes(road.fleet.publicKey(), "camera", FirmwareManner.FALLS_SILENT);
        JsonNode back = rollout(bring("2.6.0"), "\"percent\": 100");
        assertThat(back.path("phase").asText()).as(back.toString()).isEqualTo("ROLLED_BACK");
        assertThat(back.path("reason").asText()).isEqualTo("SILENCE");
        assertThat(firmware("cam-2")).isEqualTo("2.5.0");
        assertThat(firmware("cam-3")).isEqualTo("2.5.0");
    }

    @Test
    void settings_reach_the_device_and_a_command_for_a_sleeper_is_done_once_within_its_time_and_never_after()
            throws Exception {
        String late = order("sleeper", 3);
        await().atMost(WITHIN).until(() -> state(late).equals("EXPIRED"));
        String inTime = order("sleeper", 300);
        await().atMost(WITHIN).until(() -> state(inTime).equals("ACCEPTED"));

        add("sleeper", "mqtt5", FirmwareManner.WELL);
        await().atMost(WITHIN).until(() -> state(inTime).equals("DONE"));
        JsonNode events = road.api
                .get("/events?site=garden&device=sleeper&type=CommandReported&limit=100")
                .path("items");
        List<String> told = new ArrayList<>();
        events.forEach(one -> told.add(
                one.at("/body/commandId").asText() + " " + one.at("/body/state").asText()));
        assertThat(told).filteredOn(one -> one.equals(inTime + " DONE")).hasSize(1);
        assertThat(told).doesNotContain(late + " DONE").contains(late + " EXPIRED");

        ObjectNode settings = BookRoad.object().put("version", 0);
        settings.putObject("settings").put("retentionDays", 15);
        road.api.put("/sites/garden/devices/sleeper/settings", settings);
        await().atMost(WITHIN)
                .until(() -> !road.api
                        .get("/sites/garden/devices/sleeper/twin")
                        .path("drifts")
                        .asBoolean(true));
    }

    @Test
    void a_configuration_that_cuts_the_gateways_own_line_goes_back_by_itself_and_a_good_one_stays() {
        configure("fleet.mqtt", "tcp://127.0.0.1:1", 0);
        await().atMost(WITHIN)
                .until(() -> configuration().path("state").asText().equals("FAILED"));
        assertThat(configuration().path("message").asText()).contains("the line did not come back");
        assertThat(configuration().path("confirmed").isEmpty()).isTrue();

        configure("fleet.longest-pause", "PT1S", 1);
        await().atMost(WITHIN)
                .until(() -> configuration().path("state").asText().equals("DONE"));
        assertThat(configuration().path("confirmedVersion").asInt()).isEqualTo(2);
    }

    private void configure(String name, String value, int version) {
        ObjectNode body = BookRoad.object().put("version", version);
        body.putObject("settings").put(name, value);
        road.api.put("/gateways/gw-1/configuration", body);
    }

    private JsonNode configuration() {
        return road.api.get("/gateways/gw-1/configuration");
    }

    private void add(String id, String wire, FirmwareManner manner) throws Exception {
        EmulatedDevice device = site.add(id, wire, WireFormat.JSON, String.valueOf(secrets.get(id)));
        device.believes(road.fleet.publicKey(), "camera", manner).start(true);
        device.tellState();
        site.scheduler()
                .scheduleWithFixedDelay(
                        () -> device.telemetry(new EmulatedDevice.Reading("voltage", "V", 12)), 1, 2, TimeUnit.SECONDS);
        await().atMost(WITHIN)
                .until(() -> road.api
                        .get("/sites/garden/devices/" + id)
                        .path("presence")
                        .asText()
                        .equals("ONLINE"));
    }

    private String bring(String version) {
        byte[] content = new byte[300_000];
        SplittableRandom random = new SplittableRandom(version.hashCode());
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) random.nextInt(256);
        }
        return road.api
                .post(
                        "/artifacts",
                        BookRoad.object()
                                .put("product", "camera")
                                .put("version", version)
                                .put("minimumVersion", "2.0.0")
                                .put("content", Base64.getEncoder().encodeToString(content)))
                .path("sha256")
                .asText();
    }

    /** Until it is over. */
    private JsonNode rollout(String artifact, String... waves) throws Exception {
        String all = String.join("}, {\"name\": \"next\", ", waves);
        String wish = "{\"name\": \"A test\", \"why\": \"A test\", \"artifact\": \"" + artifact
                + "\", \"target\": {\"devices\": [\"garden/cam-1\", \"garden/cam-2\", \"garden/cam-3\"]}, \"course\":"
                + " {\"waves\": [{\"name\": \"first\", " + all
                + "}], \"times\": {\"silenceSeconds\": 45, \"installSeconds\": 60,"
                + " \"soakSeconds\": 2}, \"care\": {\"approval\": \"NONE\"}}}";
        String id = road.api
                .post("/rollouts", WireFormat.JSON.mapper().readTree(wish))
                .path("id")
                .asText();
        await().atMost(WITHIN.multipliedBy(2))
                .until(() -> List.of("DONE", "ROLLED_BACK", "PAUSED")
                        .contains(road.api.get("/rollouts/" + id).path("phase").asText()));
        return road.api.get("/rollouts/" + id);
    }

    private String firmware(String device) {
        return road.api
                .get("/sites/garden/devices/" + device)
                .at("/state/firmware")
                .asText();
    }

    private String order(String device, int seconds) {
        return road.api
                .post(
                        "/sites/garden/devices/" + device + "/commands",
                        BookRoad.object()
                                .put("type", "Identify")
                                .put("idempotencyKey", "k-" + seconds)
                                .put("expiresInSeconds", seconds))
                .path("id")
                .asText();
    }

    private String state(String command) {
        return road.api.get("/commands/" + command).path("state").asText();
    }
}
