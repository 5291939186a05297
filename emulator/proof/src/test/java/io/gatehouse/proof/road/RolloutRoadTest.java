package io.gatehouse.proof.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.emulator.device.EmulatedDevice;
import io.gatehouse.emulator.device.FirmwareManner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Firmware, settings, a gateway's own configuration and commands for sleepers, over the whole road with real devices' wires and
 * three gateways, each behind a line of 1 Mbit/s and 150 ms. {@code RolloutBench} is the same with 20 gateways and 10,000
 * devices.
 */
class RolloutRoadTest {

    private static final Duration WITHIN = RolloutEstate.WITHIN;
    private static final int SITES = 3;
    private static final int BYTES = 150_000;
    // GB 50396-2007, 5.1.2; the bar of 1 s is for a machine that does nothing else
    private static final double LAW_TO_THE_CENTRE_MILLIS = 5_000;
    private static final String TIMES = "{\"silenceSeconds\": 12, \"installSeconds\": 60, \"soakSeconds\": 1}";

    @TempDir
    private static Path folder;

    private static RolloutEstate estate;

    @BeforeAll
    static void a_fleet_and_three_gateways_on_thin_lines() throws Exception {
        estate = new RolloutEstate(folder, new RolloutEstate.Wanted(SITES, 3, 5, RolloutEstate::thin));
    }

    @AfterAll
    static void everything_stops() throws Exception {
        estate.close();
    }

    /** In every build, {@code RolloutPagesTest} brings firmware over the whole road, and {@code RolloutsTest} takes it back. */
    @Tag("long")
    @Test
    void firmware_comes_to_each_site_once_over_a_thin_line_live_events_go_first_and_bad_firmware_is_taken_back()
            throws Exception {
        for (RolloutSite site : estate.sites()) {
            site.addAll(1, 3, "mqtt5", "coap", "mqtt3");
            site.talkLive();
        }
        everybodyIsThere();
        String first = estate.bring("2.5.0", BYTES);
        long since = System.currentTimeMillis();

        JsonNode done = estate.over(estate.roll(first, List.of(34, 100), TIMES));

        assertThat(done.path("phase").asText()).as(done.toString()).isEqualTo("DONE");
        assertThat(estate.firmware("site-2", "cam-2")).isEqualTo("2.5.0");
        assertThat(estate.fetched(first))
                .hasSize(SITES)
                .allSatisfy(one -> assertThat(one.path("bytes").asInt()).isEqualTo(BYTES));
        for (RolloutSite site : estate.sites()) {
            try (var files = Files.list(site.artifacts())) {
                assertThat(files.map(file -> file.getFileName().toString())).containsExactly(first);
            }
        }
        assertThat(estate.liveP99(since)).isLessThan(LAW_TO_THE_CENTRE_MILLIS);
        JsonNode timeline =
                estate.api.get("/sites/site-1/devices/cam-2/rollouts").path("items");
        assertThat(timeline.findValuesAsText("code")).containsExactly("GOOD", "INSTALLED", "ORDERED");
        bad();
    }

    private static void bad() {
        EmulatedDevice bad = estate.site(0).devices().device("cam-1").orElseThrow();
        bad.believes(estate.fleet.publicKey(), "camera", FirmwareManner.FALLS_SILENT);

        JsonNode back = estate.over(estate.roll(estate.bring("2.6.0", BYTES), List.of(100), TIMES));

        assertThat(back.path("phase").asText()).as(back.toString()).isEqualTo("ROLLED_BACK");
        assertThat(back.path("reason").asText()).isEqualTo("SILENCE");
        await().atMost(WITHIN).until(() -> estate.firmware("site-3", "cam-3").equals("2.5.0"));
        assertThat(estate.firmware("site-1", "cam-2")).isEqualTo("2.5.0");
    }

    private static void everybodyIsThere() {
        for (RolloutSite site : estate.sites()) {
            for (String camera : List.of("cam-1", "cam-2", "cam-3", RolloutSite.LIVE)) {
                await().atMost(WITHIN).until(() -> site.isOnline(camera));
            }
        }
    }

    @Test
    void settings_reach_the_device_and_a_command_for_a_sleeper_is_done_once_within_its_time_and_never_after()
            throws Exception {
        String late = order(2);
        String dropped = order(250);
        String inTime = order(300);
        await().atMost(WITHIN).until(() -> state(inTime).equals("ACCEPTED"));
        estate.api.post("/commands/" + dropped + "/cancel", BookRoad.object().put("reason", "A mistake"));
        await().atMost(WITHIN).until(() -> state(dropped).equals("CANCELLED"));
        await().atMost(WITHIN).until(() -> state(late).equals("EXPIRED"));

        estate.site(1).add("sleeper", "mqtt5", FirmwareManner.WELL);
        await().atMost(WITHIN).until(() -> state(inTime).equals("DONE"));
        JsonNode events = estate.api
                .get("/events?site=site-2&device=sleeper&type=CommandReported&limit=100")
                .path("items");
        List<String> told = new ArrayList<>();
        events.forEach(one -> told.add(
                one.at("/body/commandId").asText() + " " + one.at("/body/state").asText()));
        assertThat(told).filteredOn(one -> one.equals(inTime + " DONE")).hasSize(1);
        assertThat(told).doesNotContain(late + " DONE").contains(late + " EXPIRED");
        assertThat(told).doesNotContain(dropped + " SENT", dropped + " DONE").contains(dropped + " CANCELLED");

        ObjectNode settings = BookRoad.object().put("version", 0);
        settings.putObject("settings").put("retentionDays", 15);
        estate.api.put("/sites/site-2/devices/sleeper/settings", settings);
        await().atMost(WITHIN)
                .until(() -> !estate.api
                        .get("/sites/site-2/devices/sleeper/twin")
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

    private static void configure(String name, String value, int version) {
        ObjectNode body = BookRoad.object().put("version", version);
        body.putObject("settings").put(name, value);
        estate.api.put("/gateways/gw-site-3/configuration", body);
    }

    private static JsonNode configuration() {
        return estate.api.get("/gateways/gw-site-3/configuration");
    }

    private static String order(int seconds) {
        return estate.api
                .post(
                        "/sites/site-2/devices/sleeper/commands",
                        BookRoad.object()
                                .put("type", "Identify")
                                .put("idempotencyKey", "k-" + seconds)
                                .put("expiresInSeconds", seconds))
                .path("id")
                .asText();
    }

    private static String state(String command) {
        return estate.api.get("/commands/" + command).path("state").asText();
    }
}
