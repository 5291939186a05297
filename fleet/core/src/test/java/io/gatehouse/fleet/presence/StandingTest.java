package io.gatehouse.fleet.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.presence.Standing.Heard;
import java.time.Duration;
import java.time.Instant;
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

        Standing device = Standing.ofDevice(heard(61), "mqtt", Duration.ofSeconds(30), silent, NOW);

        assertThat(device.presence()).isEqualTo(Presence.UNKNOWN);
        assertThat(device.reason()).isEqualTo("GATEWAY_SILENT");
    }

    @Test
    void a_device_that_misses_its_heartbeats_is_offline_with_the_reason_why() {
        assertThat(Standing.ofDevice(heard(70), "mqtt", Duration.ofSeconds(30), GATEWAY_ON, NOW)
                        .reason())
                .isEqualTo("SILENT");
        assertThat(Standing.ofDevice(heard(70), null, Duration.ofSeconds(30), GATEWAY_ON, NOW)
                        .reason())
                .isEqualTo("NOT_CONNECTED");
        assertThat(Standing.ofDevice(heard(20), "coap", Duration.ofSeconds(30), GATEWAY_ON, NOW)
                        .presence())
                .isEqualTo(Presence.ONLINE);
    }

    private static Heard heard(long secondsAgo) {
        return new Heard(NOW.minusSeconds(secondsAgo), NOW.minusSeconds(secondsAgo + 100));
    }
}
