package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.CARD;
import static io.gatehouse.gateway.GatewayStand.READER;
import static io.gatehouse.gateway.GatewayStand.SOON;
import static io.gatehouse.gateway.GatewayStand.await;
import static io.gatehouse.gateway.GatewayStand.badge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway says of its disk, its lanes and its clock. */
class StockOnPageTest {

    @TempDir
    Path folder;

    private GatewayStand stand = new GatewayStand(Path.of(""));

    @AfterEach
    void end() {
        stand.close();
    }

    @Test
    void what_waits_is_told_by_what_it_is_about_and_counted_again_after_a_restart() {
        stand = new GatewayStand(folder).withBook().start();
        Mqtt5AsyncClient reader = stand.mqtt5(READER);
        for (int seq = 1; seq <= 20; seq++) {
            say(reader, badge(seq, CARD));
        }
        say(reader, "{\"type\":\"DoorForced\",\"bootId\":\"b1\",\"seq\":21}");

        assertThat(byClass().path("ACCESS").asInt()).isEqualTo(20);
        assertThat(byClass().path("ALARM").asInt()).isEqualTo(1);

        stand.stop();
        stand.start();

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(byClass().path("ACCESS").asInt()).isEqualTo(20);
            assertThat(byClass().path("ALARM").asInt()).isEqualTo(1);
        });
        assertThat(status().at("/storage/lanes/0/quota").asLong()).isEqualTo(4_294_967_296L);
        assertThat(status().at("/storage/diskSize").asLong()).isPositive();
        assertThat(status().at("/storage/lanes/0/oldestWaiting").asLong()).isPositive();
    }

    @Test
    void a_clock_that_jumped_says_how_far_and_since_when() {
        stand = new GatewayStand(folder).withBook().start();
        assertThat(status().at("/clock/quality").asText()).isEqualTo("SYNCED");
        assertThat(status().at("/clock").has("jumpMillis")).isFalse();

        Instant later = Instant.ofEpochMilli(status().at("/clock/now").asLong()).plus(Duration.ofDays(5));
        stand.clockAt(later);

        JsonNode clock = status().path("clock");
        assertThat(clock.path("quality").asText()).isEqualTo("DRIFTING");
        assertThat(Duration.ofMillis(clock.path("jumpMillis").asLong()))
                .isBetween(
                        Duration.ofDays(5).minusMinutes(1), Duration.ofDays(5).plusMinutes(1));
        assertThat(clock.path("since").asLong()).isGreaterThanOrEqualTo(later.toEpochMilli());
    }

    private JsonNode byClass() {
        return status().at("/storage/lanes/0/byClass");
    }

    private JsonNode status() {
        return Web.get(stand.gateway().webPort(), "/api/v1/status");
    }

    private static void say(Mqtt5AsyncClient device, String event) {
        await(device.publishWith()
                .topic("gh/v1/" + READER + "/event")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(event.getBytes(StandardCharsets.UTF_8))
                .send());
    }
}
