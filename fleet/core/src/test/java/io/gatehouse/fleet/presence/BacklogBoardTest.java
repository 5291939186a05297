package io.gatehouse.fleet.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.ClockFacts;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.LaneFacts;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.Storage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What heartbeats make of the boards and the overview, in the real database. */
class BacklogBoardTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    /** The gateway's clock is three minutes ahead. */
    private static final Duration AHEAD = Duration.ofMinutes(3);

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();

    @Test
    void a_gateway_that_drains_says_what_waits_by_class_since_when_and_how_long_it_takes() {
        beat(NOW, 1_000, 10, false);
        beat(NOW.plusSeconds(5), 500, 10, false);

        ObjectNode item = backlog(NOW.plusSeconds(6));

        assertThat(item.path("state").asText()).isEqualTo("DRAINING");
        assertThat(item.path("waiting").asLong()).isEqualTo(500);
        assertThat(item.path("byClass").toString()).isEqualTo("{\"ALARM\":3,\"ACCESS\":407}");
        assertThat(item.path("notCounted").asLong()).isEqualTo(90);
        assertThat(item.path("perSecond").asDouble()).isEqualTo(100.0);
        assertThat(item.path("secondsLeft").asLong()).isEqualTo(5);
        assertThat(Instant.parse(item.path("oldest").asText()))
                .isEqualTo(NOW.plusSeconds(5).minusSeconds(600));
    }

    @Test
    void a_gateway_that_fell_silent_is_unknown_since_then_and_promises_nothing() {
        beat(NOW, 1_000, 10, false);
        beat(NOW.plusSeconds(5), 900, 10, false);

        ObjectNode item = backlog(NOW.plusSeconds(60));

        assertThat(item.path("state").asText()).isEqualTo("UNKNOWN");
        assertThat(item.path("waiting").asLong()).isEqualTo(900);
        assertThat(item.has("secondsLeft")).isFalse();
        assertThat(item.path("since").asText()).isEqualTo("2026-11-24T12:00:05.000Z");
    }

    @Test
    void a_lane_that_fills_is_a_problem_that_rises_and_goes_only_well_below() {
        beat(NOW, 0, 72, false);
        assertThat(problem("JOURNAL_FILLING").path("severity").asText()).isEqualTo("INFO");
        beat(NOW.plusSeconds(5), 0, 86, false);
        assertThat(problem("JOURNAL_FILLING").path("severity").asText()).isEqualTo("WARNING");
        beat(NOW.plusSeconds(10), 0, 96, false);
        JsonNode worst = problem("JOURNAL_FILLING");
        assertThat(worst.path("severity").asText()).isEqualTo("CRITICAL");
        assertThat(worst.at("/params/percent").asText()).isEqualTo("96");
        assertThat(worst.path("advice").asText()).isEqualTo("attention.JOURNAL_FILLING.advice");

        beat(NOW.plusSeconds(15), 0, 91, false);
        assertThat(problem("JOURNAL_FILLING").path("severity").asText()).isEqualTo("CRITICAL");
        beat(NOW.plusSeconds(20), 0, 20, false);
        assertThat(problem("JOURNAL_FILLING").isMissingNode()).isTrue();
    }

    @Test
    void a_storage_that_failed_and_a_clock_that_is_off_are_problems() {
        beat(NOW, 0, 1, true);
        beat(NOW.plusSeconds(5), 0, 1, true);

        JsonNode failed = problem("STORAGE_FAILED");
        assertThat(failed.path("severity").asText()).isEqualTo("CRITICAL");
        assertThat(failed.path("since").asText()).isEqualTo("2026-11-24T12:00:00.000Z");
        ObjectNode now = new GatewayBoard(core.jdbi(), at(NOW.plusSeconds(6)))
                .find(gateway)
                .orElseThrow();
        assertThat(now.path("clockOffsetMillis").asLong()).isEqualTo(AHEAD.toMillis());
        assertThat(now.path("clockSince").asText()).isEqualTo("2026-11-24T10:00:05.000Z");
        assertThat(now.at("/storage/lanes/0/percent").asDouble()).isEqualTo(1.0);
        assertThat(GatewayProblems.of(now))
                .extracting(item -> item.path("kind").asText())
                .contains("STORAGE_FAILED", "CLOCK_WRONG");
    }

    private void beat(Instant at, long waiting, long percent, boolean failed) {
        Instant theirs = at.plus(AHEAD);
        LaneFacts lane = new LaneFacts(
                Lane.EVIDENCE,
                percent,
                100,
                waiting == 0 ? null : theirs.minusSeconds(600).toEpochMilli(),
                waiting < 100 ? Map.of() : Map.of("ALARM", 3L, "ACCESS", waiting - 93));
        new Facts(core.jdbi(), at(at))
                .note(new GatewayHeartbeat(
                        gateway,
                        "boot",
                        theirs.toEpochMilli(),
                        TimeQuality.SYNCED,
                        1,
                        Map.of("EVIDENCE", waiting),
                        10,
                        Map.of(),
                        List.of(),
                        new Storage(failed, null, null, List.of(lane)),
                        new ClockFacts(theirs.minus(Duration.ofHours(2)).toEpochMilli(), null)));
    }

    private ObjectNode backlog(Instant now) {
        return new BacklogBoard(core.jdbi(), at(now))
                .list().stream()
                        .filter(item -> item.path("gateway").asText().equals(gateway.value()))
                        .findFirst()
                        .orElseThrow();
    }

    private JsonNode problem(String kind) {
        for (JsonNode item : core.overview().now().path("attention")) {
            if (item.path("kind").asText().equals(kind)
                    && item.path("gateway").asText().equals(gateway.value())) {
                return item;
            }
        }
        return Json.object().path("none");
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
