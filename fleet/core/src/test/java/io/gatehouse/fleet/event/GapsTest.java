package io.gatehouse.fleet.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is missing stands in the ledger, and what came after all says so. */
class GapsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final LogId log = TestCore.newLog();

    @Test
    void a_hole_of_a_log_says_since_when_and_stays_as_filled_when_it_took_long() {
        take(1, 5, "DoorOpened");
        take(9, 12, "DoorOpened");
        lookAtLogs(NOW);
        lookAtLogs(NOW.plusSeconds(120));
        assertThat(gaps("OPEN")).singleElement().satisfies(gap -> {
            assertThat(gap.path("reason").asText()).isEqualTo("ON_ITS_WAY");
            assertThat(gap.path("since").asText()).isEqualTo(Json.time(NOW));
            assertThat(gap.path("count").asLong()).isEqualTo(3);
        });

        take(6, 8, "DoorOpened");
        lookAtLogs(NOW.plusSeconds(240));

        assertThat(gaps("OPEN")).isEmpty();
        assertThat(gaps("ENDED")).singleElement().satisfies(gap -> {
            assertThat(gap.path("from").asLong()).isEqualTo(6);
            assertThat(gap.path("supersededBy").asText()).isEqualTo("ARRIVED");
            assertThat(gap.path("endedAt").asText()).isEqualTo(Json.time(NOW.plusSeconds(240)));
        });
    }

    @Test
    void a_hole_that_was_filled_at_once_is_nothing_that_anybody_has_to_know() {
        take(1, 5, "DoorOpened");
        take(9, 12, "DoorOpened");
        lookAtLogs(NOW);
        take(6, 8, "DoorOpened");
        lookAtLogs(NOW.plusSeconds(10));

        assertThat(gaps()).isEmpty();
    }

    @Test
    void numbers_of_a_device_that_never_came_are_missing_and_those_it_lost_itself_say_so() {
        takeOf("gate-1", 1, 1, 2, 3, 7, 8);
        take(6, event("gate-1", 20, "EventGap", 10, 14));

        lookAtDevices(NOW);

        assertThat(gaps("OPEN"))
                .extracting(gap -> gap.path("source").asText() + " "
                        + gap.path("device").asText() + " "
                        + gap.path("from").asLong() + ".." + gap.path("to").asLong() + " "
                        + gap.path("count").asLong() + " " + gap.path("reason").asText())
                .containsExactlyInAnyOrder(
                        "DEVICE gate-1 4..6 3 ON_ITS_WAY",
                        "DEVICE gate-1 10..14 5 DEVICE_LOST",
                        "DEVICE gate-1 9..9 1 ON_ITS_WAY",
                        "DEVICE gate-1 15..19 5 ON_ITS_WAY");

        takeOf("gate-1", 7, 4, 5, 6);
        lookAtDevices(NOW.plusSeconds(3_600));

        assertThat(gaps("ENDED")).singleElement().satisfies(gap -> {
            assertThat(gap.path("from").asLong()).isEqualTo(4);
            assertThat(gap.path("supersededBy").asText()).isEqualTo("ARRIVED");
        });
    }

    @Test
    void a_hole_that_was_seen_first_takes_the_reason_that_the_device_tells_later() {
        takeOf("gate-1", 1, 1, 2, 5);
        lookAtDevices(NOW);
        take(4, event("gate-1", 6, "EventGap", 3, 4));
        lookAtDevices(NOW.plusSeconds(60));

        assertThat(gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.path("reason").asText()).isEqualTo("DEVICE_LOST");
            assertThat(gap.path("count").asLong()).isEqualTo(2);
        });
    }

    @Test
    void a_device_gap_is_lost_once_its_gateway_holds_nothing_back() {
        takeOf("gate-1", 1, 1, 2, 5);
        lookAtDevices(NOW);
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "update gateway set last_heard = now(), backlog = '{\"EVIDENCE\":0}' where id = ?",
                        gateway.value()));

        assertThat(gaps("OPEN")).extracting(gap -> gap.path("reason").asText()).containsExactly("NOT_RECEIVED");
    }

    @Test
    void a_lost_stretch_of_which_everything_is_here_is_superseded() {
        take(1, 12, "DoorOpened");
        ObjectNode gap = Json.object()
                .put("from", 3)
                .put("to", 6)
                .put("lane", "EVIDENCE")
                .put("log", log.hex())
                .put("reason", "DAMAGED");
        SiteEvent.Stamp stamp = new SiteEvent.Stamp(NOW.toEpochMilli(), TimeQuality.SYNCED);
        take(13, SiteEvent.ofGateway(EventClass.EVIDENCE, "JournalGap", null, stamp, gap));
        lookAtLogs(Clock.systemUTC().instant());

        assertThat(gaps()).singleElement().satisfies(found -> {
            assertThat(found.path("reason").asText()).isEqualTo("DAMAGED");
            assertThat(found.path("supersededBy").asText()).isEqualTo("HELD");
        });
    }

    private void lookAtLogs(Instant at) {
        new GapLook(core.jdbi(), Clock.fixed(at, ZoneOffset.UTC)).lookAtLogs();
    }

    private void lookAtDevices(Instant at) {
        new GapLook(core.jdbi(), Clock.fixed(at, ZoneOffset.UTC)).lookAtDevices();
    }

    private List<ObjectNode> gaps() {
        String site = TestCore.siteOf(gateway).value();
        return core.gaps().list(new Gaps.Filter(site, gateway.value(), null, null, Reach.all()));
    }

    private List<ObjectNode> gaps(String state) {
        String site = TestCore.siteOf(gateway).value();
        return core.gaps().list(new Gaps.Filter(site, gateway.value(), null, state, Reach.all()));
    }

    private void take(long from, long to, String type) {
        take(
                from,
                LongStream.rangeClosed(from, to)
                        .mapToObj(seq -> event("door-1", seq, type, 0, 0))
                        .toArray(SiteEvent[]::new));
    }

    private void takeOf(String device, long from, long... seqs) {
        take(
                from,
                LongStream.of(seqs)
                        .mapToObj(seq -> event(device, seq, "DoorOpened", 0, 0))
                        .toArray(SiteEvent[]::new));
    }

    private void take(long from, SiteEvent... events) {
        List<byte[]> records = List.of(events).stream().map(SiteEvent::toBytes).toList();
        core.intake()
                .accept(new UplinkBatch(gateway, Lane.EVIDENCE, log, from, 1, from + events.length - 1, true, records));
    }

    private SiteEvent event(String device, long seq, String type, long gapFrom, long gapTo) {
        ObjectNode body = Json.object().put("type", type);
        if (gapTo > 0) {
            body.put("from", gapFrom)
                    .put("to", gapTo)
                    .put("lane", "EVIDENCE")
                    .put("log", log.hex())
                    .put("reason", "DAMAGED");
        }
        return new SiteEvent(
                EventClass.EVIDENCE,
                type,
                new DeviceId(device),
                "b1",
                seq,
                NOW.toEpochMilli(),
                NOW.toEpochMilli(),
                TimeQuality.SYNCED,
                false,
                body,
                null);
    }
}
