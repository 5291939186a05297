package io.gatehouse.fleet.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.profile.Profiles;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.DeviceFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What heartbeats of a gateway make of its devices, over hours, in the real database. */
class PresenceWatchTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final int DEVICES = 20;

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final String site = TestCore.siteOf(gateway).value();
    private final List<PresenceChange> told = new ArrayList<>();

    /** A watch of its own at each moment would know nothing of the moment before: the history tells it. */
    private void lookAt(Instant now) {
        PresenceWatch watch =
                new PresenceWatch(new DeviceBoard(core.jdbi(), Clock.fixed(now, ZoneOffset.UTC), Profiles::shipped));
        watch.listen(changes ->
                changes.stream().filter(one -> one.site().equals(site)).forEach(told::add));
        watch.look();
    }

    @Test
    void a_dead_gateway_is_one_change_and_its_devices_are_none() {
        makeDevices();
        beat(NOW, n -> NOW, n -> "mqtt");
        lookAt(NOW.plusSeconds(1));
        assertThat(told).hasSize(DEVICES + 1);
        told.clear();

        lookAt(NOW.plusSeconds(60));
        assertThat(told).singleElement().satisfies(one -> {
            assertThat(one.device()).isNull();
            assertThat(one.now().presence()).isEqualTo(Presence.OFFLINE);
        });
        told.clear();

        beat(NOW.plusSeconds(90), n -> NOW.plusSeconds(89), n -> "mqtt");
        lookAt(NOW.plusSeconds(91));
        assertThat(told)
                .singleElement()
                .satisfies(one -> assertThat(one.now().presence()).isEqualTo(Presence.ONLINE));
    }

    @Test
    void a_receiver_that_fails_takes_all_its_devices_with_it_in_one_change_and_198_days_later_it_is_still_that() {
        makeDevices();
        beat(NOW, n -> NOW, n -> "coap");
        lookAt(NOW.plusSeconds(1));
        told.clear();

        Instant later = NOW.plusSeconds(120);
        beat(later, n -> NOW.plusSeconds(n % 3), n -> null);
        lookAt(later.plusSeconds(1));
        assertThat(told).singleElement().satisfies(one -> assertThat(one.with()).hasSize(DEVICES - 1));
        told.clear();

        Instant longAfter = NOW.plus(Duration.ofDays(198));
        beat(longAfter, n -> null, n -> null);
        lookAt(longAfter.plusSeconds(1));
        assertThat(told).isEmpty();
        ObjectNode device = new DeviceBoard(
                        core.jdbi(), Clock.fixed(longAfter.plusSeconds(1), ZoneOffset.UTC), Profiles::shipped)
                .find(TestCore.siteOf(gateway), new DeviceId("reader-0"))
                .orElseThrow();
        assertThat(device.path("presence").asText()).isEqualTo("OFFLINE");
        assertThat(Instant.parse(device.path("since").asText())).isBefore(NOW.plusSeconds(5));
    }

    @Test
    void a_device_that_flaps_each_minute_for_an_hour_is_told_a_few_times_and_not_sixty() {
        makeDevices();
        for (int minute = 0; minute <= 60; minute++) {
            Instant at = NOW.plus(Duration.ofMinutes(minute));
            boolean there = minute % 2 == 0;
            beat(at, n -> n > 0 || there ? at : null, n -> n > 0 || there ? "mqtt" : null);
            lookAt(at.plusSeconds(1));
        }

        List<PresenceChange> flapping =
                told.stream().filter(one -> "reader-0".equals(one.device())).toList();
        assertThat(flapping).hasSizeLessThanOrEqualTo(10);
        assertThat(flapping.get(flapping.size() - 1).now().reason()).isEqualTo("FLAPPING");
        assertThat(told.stream().filter(one -> "reader-1".equals(one.device()))).hasSize(1);
        ObjectNode health = core.deviceHealth().of(site, "reader-0").orElseThrow();
        assertThat(health.path("history")).isNotEmpty();
    }

    private void makeDevices() {
        core.jdbi().useHandle(handle -> {
            for (int n = 0; n < DEVICES; n++) {
                handle.execute(
                        "insert into device (site, id, kind, name, secret_sealed, heartbeat_seconds)"
                                + " values (?, ?, 'READER', ?, '', 30)",
                        site,
                        "reader-" + n,
                        "Reader " + n);
            }
        });
    }

    private void beat(Instant at, IntFunction<@Nullable Instant> heard, IntFunction<@Nullable String> session) {
        List<DeviceFacts> devices = IntStream.range(0, DEVICES)
                .mapToObj(n -> {
                    Instant last = heard.apply(n);
                    return new DeviceFacts(
                            new DeviceId("reader-" + n),
                            session.apply(n),
                            last == null ? null : last.toEpochMilli(),
                            0,
                            null);
                })
                .toList();
        new Facts(core.jdbi(), Clock.fixed(at, ZoneOffset.UTC))
                .note(new GatewayHeartbeat(
                        gateway,
                        "boot",
                        at.toEpochMilli(),
                        TimeQuality.SYNCED,
                        1,
                        Map.of(Lane.EVIDENCE.name(), 0L),
                        0,
                        Map.of(),
                        devices));
    }
}
