package io.gatehouse.fleet.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.presence.Standing.Heard;
import io.gatehouse.fleet.presence.Standing.Known;
import io.gatehouse.protocol.profile.PowerPattern;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Standing GATEWAY_ON = Standing.ofGateway(heard(1), BEAT, NOW);

    @Test
    void a_gateway_is_offline_after_two_missed_heartbeats_and_a_moment() {
        assertThat(Standing.ofGateway(heard(11), BEAT, NOW).presence()).isEqualTo(Presence.ONLINE);
        assertThat(Standing.ofGateway(heard(13), BEAT, NOW).presence()).isEqualTo(Presence.OFFLINE);
        assertThat(Standing.ofGateway(new Heard(null, null), BEAT, NOW).presence())
                .isEqualTo(Presence.NEVER_SEEN);
    }

    @Test
    void a_device_behind_a_silent_gateway_is_unknown_and_not_offline() {
        Standing silent = Standing.ofGateway(heard(60), BEAT, NOW);

        Standing device = Standing.ofDevice(mains(61, "mqtt", List.of()), silent, NOW);

        assertThat(device.presence()).isEqualTo(Presence.UNKNOWN);
        assertThat(device.reason()).isEqualTo("GATEWAY_SILENT");
    }

    @Test
    void a_device_that_misses_its_heartbeats_is_offline_with_the_reason_why() {
        assertThat(Standing.ofDevice(mains(70, "mqtt", List.of()), GATEWAY_ON, NOW)
                        .reason())
                .isEqualTo("SILENT");
        assertThat(Standing.ofDevice(mains(70, null, List.of()), GATEWAY_ON, NOW)
                        .reason())
                .isEqualTo("NOT_CONNECTED");
        assertThat(Standing.ofDevice(mains(20, "coap", List.of()), GATEWAY_ON, NOW)
                        .presence())
                .isEqualTo(Presence.ONLINE);
    }

    @Test
    void one_that_has_been_silent_for_198_days_is_offline_since_then_and_not_never_seen() {
        long seconds = Duration.ofDays(198).toSeconds();

        Standing device = Standing.ofDevice(mains(seconds, null, List.of()), GATEWAY_ON, NOW);

        assertThat(device.presence()).isEqualTo(Presence.OFFLINE);
        assertThat(device.since()).isEqualTo(NOW.minus(Duration.ofDays(198)));
    }

    @Test
    void a_sleeping_device_is_there_as_long_as_it_may_sleep_and_says_so() {
        Duration day = Duration.ofDays(1);
        Pattern pattern = Pattern.of(day);

        assertThat(pattern).isEqualTo(Pattern.SLEEPING);
        Known asleep = new Known(heard(Duration.ofHours(30).toSeconds()), null, pattern, day, List.of());
        assertThat(Standing.ofDevice(asleep, GATEWAY_ON, NOW))
                .extracting(Standing::presence, Standing::reason)
                .containsExactly(Presence.ONLINE, "ASLEEP");
        Known gone = new Known(heard(Duration.ofHours(51).toSeconds()), null, pattern, day, List.of());
        assertThat(Standing.ofDevice(gone, GATEWAY_ON, NOW))
                .extracting(Standing::presence, Standing::reason)
                .containsExactly(Presence.OFFLINE, "SILENT");
    }

    @Test
    void a_battery_device_has_half_a_minute_for_the_way() {
        Duration beat = Duration.ofMinutes(10);
        Pattern pattern = Pattern.of(beat);

        assertThat(pattern).isEqualTo(Pattern.BATTERY);
        Known onTheWay = new Known(heard(20 * 60 + 25), null, pattern, beat, List.of());
        assertThat(Standing.ofDevice(onTheWay, GATEWAY_ON, NOW))
                .extracting(Standing::presence, Standing::reason)
                .containsExactly(Presence.ONLINE, "ASLEEP");
        Known gone = new Known(heard(20 * 60 + 35), null, pattern, beat, List.of());
        assertThat(Standing.ofDevice(gone, GATEWAY_ON, NOW).presence()).isEqualTo(Presence.OFFLINE);
    }

    @Test
    void the_profile_says_how_a_device_lives_but_nobody_on_mains_is_silent_for_hours() {
        assertThat(Pattern.of(PowerPattern.Source.BATTERY, Duration.ofSeconds(60)))
                .isEqualTo(Pattern.BATTERY);
        assertThat(Pattern.of(PowerPattern.Source.SLEEPING, Duration.ofSeconds(60)))
                .isEqualTo(Pattern.SLEEPING);
        assertThat(Pattern.of(PowerPattern.Source.MAINS, Duration.ofSeconds(60)))
                .isEqualTo(Pattern.MAINS);
        assertThat(Pattern.of(PowerPattern.Source.MAINS, Duration.ofHours(2))).isEqualTo(Pattern.SLEEPING);
    }

    @Test
    void a_device_that_comes_and_goes_each_minute_is_one_unstable_thing_until_it_has_been_calm() {
        List<Instant> eachMinute = IntStream.rangeClosed(0, 20)
                .mapToObj(n -> NOW.minusSeconds((20 - n) * 60L))
                .toList();

        Standing flapping = Standing.ofDevice(mains(1, "mqtt", eachMinute), GATEWAY_ON, NOW);
        Standing between = Standing.ofDevice(mains(65, null, eachMinute), GATEWAY_ON, NOW);
        Standing calm = Standing.ofDevice(
                mains(-700, "mqtt", eachMinute), Standing.ofGateway(heard(-700), BEAT, NOW), NOW.plusSeconds(700));

        assertThat(flapping.presence()).isEqualTo(Presence.UNSTABLE);
        assertThat(flapping.reason()).isEqualTo("FLAPPING");
        assertThat(flapping.since()).isEqualTo(NOW.minusSeconds(1_200));
        assertThat(between).isEqualTo(flapping);
        assertThat(calm.presence()).isEqualTo(Presence.ONLINE);
    }

    @Test
    void a_few_changes_and_changes_long_ago_are_no_flapping() {
        List<Instant> few = IntStream.range(0, 5)
                .mapToObj(n -> NOW.minusSeconds(n))
                .sorted()
                .toList();
        List<Instant> slow = IntStream.range(0, 20)
                .mapToObj(n -> NOW.minusSeconds(n * 150L))
                .sorted()
                .toList();

        assertThat(Flapping.since(few, NOW)).isNull();
        assertThat(Flapping.since(slow, NOW)).isNull();
        assertThat(Flapping.since(List.of(), NOW)).isNull();
    }

    @Test
    void one_that_wakes_to_speak_is_not_flapping_for_that() {
        List<Instant> wakes = IntStream.range(0, 30)
                .mapToObj(n -> NOW.minusSeconds((30 - n) * 20L))
                .toList();
        Known device = new Known(heard(20), null, Pattern.BATTERY, Duration.ofMinutes(10), wakes);

        assertThat(Standing.ofDevice(device, GATEWAY_ON, NOW).presence()).isEqualTo(Presence.ONLINE);
    }

    private static Known mains(long secondsAgo, @Nullable String session, List<Instant> changes) {
        Duration heartbeat = Duration.ofSeconds(30);
        return new Known(heard(secondsAgo), session, Pattern.of(heartbeat), heartbeat, changes);
    }

    private static Heard heard(long secondsAgo) {
        return new Heard(NOW.minusSeconds(secondsAgo), NOW.minusSeconds(secondsAgo + 100));
    }
}
