package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.CARD;
import static io.gatehouse.gateway.GatewayStand.OTHER;
import static io.gatehouse.gateway.GatewayStand.READER;
import static io.gatehouse.gateway.GatewayStand.SOON;
import static io.gatehouse.gateway.GatewayStand.await;
import static io.gatehouse.gateway.GatewayStand.badge;
import static io.gatehouse.gateway.GatewayStand.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttDevicesTest {

    @TempDir
    Path folder;

    private GatewayStand stand = new GatewayStand(Path.of(""));
    private final List<JsonNode> commands = new CopyOnWriteArrayList<>();
    private final List<JsonNode> errors = new CopyOnWriteArrayList<>();

    @BeforeEach
    void begin() {
        stand = new GatewayStand(folder).withBook().start();
    }

    @AfterEach
    void end() {
        stand.close();
    }

    @Test
    void a_known_card_opens_and_the_record_was_there_first() {
        Mqtt5AsyncClient reader = listening();

        await(publish(reader, "event", badge(1, CARD)));

        await().atMost(SOON).until(() -> commands.size() == 1);
        JsonNode command = commands.get(0);
        assertThat(command.path("type").asText()).isEqualTo("UnlockDoor");
        assertThat(command.at("/data/door").asText()).isEqualTo("door-1");
        assertThat(command.at("/answers/seq").asInt()).isEqualTo(1);
        stand.stop();
        List<SiteEvent> reads = stand.recorded("CredentialPresented");
        assertThat(reads).hasSize(1);
        assertThat(reads.get(0).decision()).isNotNull().satisfies(decision -> {
            assertThat(decision.outcome()).isEqualTo(Outcome.GRANTED);
            assertThat(decision.siteBookVersion()).isEqualTo(1);
        });
        assertThat(reads.get(0).toString()).doesNotContain(CARD);
    }

    @Test
    void an_unknown_card_is_denied_with_its_reason_under_3_1_1_too() {
        Mqtt3AsyncClient reader = stand.mqtt3(READER);
        await(reader.subscribeWith()
                .topicFilter("gh/v1/" + READER + "/cmd")
                .callback(m -> commands.add(json(m.getPayloadAsBytes())))
                .send());

        await(reader.publishWith()
                .topic("gh/v1/" + READER + "/event")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(badge(1, "99999").getBytes(StandardCharsets.UTF_8))
                .send());

        await().atMost(SOON).until(() -> commands.size() == 1);
        assertThat(commands.get(0).path("type").asText()).isEqualTo("DenyAccess");
        assertThat(commands.get(0).at("/data/reason").asText()).isEqualTo("CREDENTIAL_UNKNOWN");
    }

    @Test
    void a_message_that_comes_again_is_acknowledged_again_and_kept_once_even_after_a_restart() {
        Mqtt5AsyncClient reader = listening();
        await(publish(reader, "event", badge(1, CARD)));
        await(publish(reader, "event", badge(1, CARD)));
        stand.stop();
        stand.start();

        await(publish(stand.mqtt5(READER), "event", badge(1, CARD)));
        await(publish(stand.mqtt5(READER), "event", badge(2, CARD)));

        stand.stop();
        assertThat(stand.recorded("CredentialPresented"))
                .extracting(SiteEvent::deviceSeq)
                .containsExactly(1L, 2L);
    }

    @Test
    void a_read_that_is_told_later_is_kept_and_moves_no_lock() {
        Mqtt5AsyncClient reader = listening();
        String later = badge(1, CARD)
                .replace("{\"type\":\"Cr", "{\"replayed\":true,\"time\":\"2026-11-20T01:00:00Z\",\"type\":\"Cr");

        await(publish(reader, "event", later));
        await(publish(reader, "event", badge(2, CARD)));

        await().atMost(SOON).until(() -> commands.size() == 1);
        assertThat(commands.get(0).at("/answers/seq").asInt()).isEqualTo(2);
        stand.stop();
        SiteEvent first = stand.recorded("CredentialPresented").get(0);
        assertThat(first.replayed()).isTrue();
        assertThat(first.deviceTime())
                .isEqualTo(Instant.parse("2026-11-20T01:00:00Z").toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event     | not json                                              | BAD_ENCODING",
                "event     | []                                                    | BAD_TYPE",
                "event     | {\"type\":\"DoorOpened\",\"bootId\":\"b1\"}           | MISSING_FIELD",
                "event     | {\"type\":\"DoorOpened\",\"seq\":1}                   | MISSING_FIELD",
                "event     | {\"type\":\"DoorOpened\",\"bootId\":\"b1\",\"seq\":\"x\"} | BAD_TYPE",
                "event     | {\"type\":\"DoorOpened\",\"bootId\":\"b1\",\"seq\":-1}    | OUT_OF_RANGE",
                "event     | {\"type\":\"CredentialPresented\",\"bootId\":\"b1\",\"seq\":1} | MISSING_FIELD",
                "telemetry | {\"bootId\":\"b1\",\"seq\":1}                         | BAD_TYPE"
            })
    void bad_input_is_refused_with_a_code_told_on_error_and_hurts_nobody(String channel, String payload, String code) {
        Mqtt5AsyncClient reader = listening();

        Throwable refused = await(publish(reader, channel, payload).handle((r, thrown) -> thrown));

        assertThat(refused).isInstanceOfSatisfying(Mqtt5PubAckException.class, e -> {
            assertThat(e.getMqttMessage().getReasonCode()).isEqualTo(Mqtt5PubAckReasonCode.PAYLOAD_FORMAT_INVALID);
            assertThat(String.valueOf(e.getMqttMessage().getReasonString())).contains(code);
        });
        await().atMost(SOON).until(() -> errors.size() == 1);
        assertThat(errors.get(0).path("code").asText()).isEqualTo(code);
        await(publish(reader, "event", badge(9, CARD)));
        await().atMost(SOON).until(() -> commands.size() == 1);
        stand.stop();
        assertThat(stand.recorded("MessageRefused")).hasSize(1);
    }

    @Test
    void only_a_fire_panel_may_say_that_it_burns() {
        String fire = "{\"type\":\"FireAlarm\",\"bootId\":\"b1\",\"seq\":1,\"zone\":\"z1\"}";
        Mqtt5AsyncClient reader = listening();

        Throwable refused = await(publish(reader, "event", fire).handle((r, thrown) -> thrown));

        assertThat(refused).isInstanceOf(Mqtt5PubAckException.class);
        await().atMost(SOON).until(() -> errors.size() == 1);
        assertThat(errors.get(0).path("message").asText()).contains("no fire input");
        stand.stop();
        assertThat(stand.recorded("FireAlarm")).isEmpty();

        stand.keep(GatewayStand.withKind(GatewayStand.book(2), DeviceKind.FIRE_PANEL));
        stand.start();
        await(publish(listening(), "event", fire));
        stand.stop();
        assertThat(stand.recorded("FireAlarm")).hasSize(1);
    }

    @Test
    void another_devices_topic_ends_the_connection_and_is_recorded() {
        Mqtt5AsyncClient reader = stand.mqtt5(READER);

        reader.publishWith()
                .topic("gh/v1/" + OTHER + "/event")
                .payload(badge(1, CARD).getBytes(StandardCharsets.UTF_8))
                .send();

        await().atMost(SOON).until(() -> !reader.getState().isConnected());
        stand.stop();
        assertThat(stand.recorded("ForeignTopicTried")).hasSize(1);
        assertThat(stand.recorded("CredentialPresented")).isEmpty();
    }

    @Test
    void a_devices_wrong_clock_is_noted_and_takes_no_right_away() {
        Mqtt5AsyncClient reader = listening();
        String wrong = badge(1, CARD).replace("{\"type\":\"Cr", "{\"time\":\"1901-12-13T20:45:52Z\",\"type\":\"Cr");

        await(publish(reader, "event", wrong));

        await().atMost(SOON).until(() -> commands.size() == 1);
        assertThat(commands.get(0).path("type").asText()).isEqualTo("UnlockDoor");
        stand.stop();
        SiteEvent kept = stand.recorded("CredentialPresented").get(0);
        assertThat(kept.timeQuality()).isEqualTo(TimeQuality.UNTRUSTED);
        assertThat(kept.deviceTime())
                .isEqualTo(Instant.parse("1901-12-13T20:45:52Z").toEpochMilli());
    }

    @Test
    void telemetry_and_state_go_their_own_ways() {
        Mqtt5AsyncClient reader = stand.mqtt5(READER);

        await(publish(
                reader,
                "telemetry",
                "{\"bootId\":\"b1\",\"seq\":1,\"measurements\":[{\"n\":\"temperature\",\"u\":\"Cel\",\"v\":21.5}]}"));
        await(publish(reader, "state", "{\"bootId\":\"b1\",\"seq\":2,\"door\":\"CLOSED\"}"));

        stand.stop();
        assertThat(stand.recorded(Lane.TELEMETRY)).extracting(SiteEvent::type).contains("Telemetry");
        assertThat(stand.recorded(Lane.TELEMETRY).size()
                        + stand.recorded("StateReported").size())
                .isPositive();
    }

    @Test
    void reasons_are_counted_where_a_person_can_see_them() {
        Mqtt5AsyncClient reader = listening();

        await(publish(reader, "event", badge(1, "99999")));

        await().atMost(SOON).until(() -> commands.size() == 1);
        assertThat(ReasonCode.valueOf(commands.get(0).at("/data/reason").asText()))
                .isEqualTo(ReasonCode.CREDENTIAL_UNKNOWN);
        JsonNode status = Web.get(stand.gateway().webPort(), "/api/v1/status");
        assertThat(status.toString()).contains("CREDENTIAL_UNKNOWN").doesNotContain("99999");
    }

    private Mqtt5AsyncClient listening() {
        Mqtt5AsyncClient client = stand.mqtt5(READER);
        await(client.subscribeWith()
                .topicFilter("gh/v1/" + READER + "/cmd")
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(m -> commands.add(json(m.getPayloadAsBytes())))
                .send());
        await(client.subscribeWith()
                .topicFilter("gh/v1/" + READER + "/error")
                .callback(m -> errors.add(json(m.getPayloadAsBytes())))
                .send());
        return client;
    }

    private static CompletableFuture<Mqtt5PublishResult> publish(Mqtt5AsyncClient client, String channel, String text) {
        return client.publishWith()
                .topic("gh/v1/" + READER + "/" + channel)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(text.getBytes(StandardCharsets.UTF_8))
                .send();
    }
}
