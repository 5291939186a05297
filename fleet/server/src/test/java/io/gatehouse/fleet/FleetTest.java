package io.gatehouse.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.LogId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole fleet with its bundled database, and a scripted gateway that talks to it. */
class FleetTest {

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

            await().atMost(Duration.ofSeconds(20)).until(() -> gateway.isHeld(log, 1, 60));
        }

        List<Long> seqs = new ArrayList<>();
        running.send("GET", "/events/export?site=lake", "", "Authorization", "Bearer " + running.token())
                .body()
                .lines()
                .map(RunningFleet::json)
                .filter(row -> row.path("log").asText().equals(log.hex()))
                .forEach(row -> seqs.add(row.path("seq").asLong()));
        assertThat(seqs).hasSize(60).isSorted().doesNotHaveDuplicates();
        JsonNode page = running.ask("GET", "/events?device=gate-1&limit=5", "");
        assertThat(page.path("items")).hasSize(5);
        assertThat(page.path("items").get(0).path("deviceName").asText()).isEqualTo("Gate 1");
        JsonNode next = running.ask(
                "GET",
                "/events?device=gate-1&limit=100&before=" + page.path("next").asText(),
                "");
        assertThat(next.path("items")).hasSize(55);
    }
}
