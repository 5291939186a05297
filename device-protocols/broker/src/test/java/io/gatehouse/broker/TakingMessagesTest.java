package io.gatehouse.broker;

import static io.gatehouse.broker.BrokerStand.SOON;
import static io.gatehouse.broker.BrokerStand.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TakingMessagesTest {

    private final BrokerStand stand = new BrokerStand();

    @AfterEach
    void close() {
        stand.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void nothing_is_acknowledged_before_the_verdict_and_acknowledgements_keep_the_order(int qos) throws IOException {
        Map<String, Promise<Verdict>> verdicts =
                Map.of("1", Promise.promise(), "2", Promise.promise(), "3", Promise.promise());
        stand.owner =
                publish -> Objects.requireNonNull(verdicts.get(publish.payload().toString()))
                        .future();
        try (RawClient raw = signedIn("a")) {
            for (int id = 1; id <= 3; id++) {
                raw.publish("t", "" + id, qos, id, false);
            }
            await().atMost(SOON).until(() -> stand.taken.size() == 3);

            Objects.requireNonNull(verdicts.get("3")).complete(Verdict.ACCEPTED);
            Objects.requireNonNull(verdicts.get("2")).complete(Verdict.ACCEPTED);
            assertThat(stand.counts().accepted()).isZero();
            Objects.requireNonNull(verdicts.get("1")).complete(Verdict.ACCEPTED);

            for (int id = 1; id <= 3; id++) {
                assertThat(raw.read()).isEqualTo(qos == 1 ? RawClient.PUBACK : RawClient.PUBREC);
                assertThat(raw.lastId()).isEqualTo(id);
            }
        }
    }

    @Test
    void what_is_refused_gets_a_reason_under_5_and_a_plain_acknowledgement_under_3() {
        stand.owner = publish ->
                Future.succeededFuture(new Verdict.Refused(Verdict.PAYLOAD_FORMAT_INVALID, "seq is missing"));

        Throwable refused = thrown(publish5(stand.connected5("a"), "t", "x", MqttQos.AT_LEAST_ONCE));
        await(publish3(stand.connected3("b"), "t", "x"));

        assertThat(refused).isInstanceOfSatisfying(Mqtt5PubAckException.class, e -> {
            assertThat(e.getMqttMessage().getReasonCode()).isEqualTo(Mqtt5PubAckReasonCode.PAYLOAD_FORMAT_INVALID);
            assertThat(e.getMqttMessage().getReasonString().map(Object::toString))
                    .contains("seq is missing");
        });
        assertThat(stand.counts().refused()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void what_finds_no_room_is_not_acknowledged_and_is_taken_when_it_comes_again(int qos) throws IOException {
        stand.owner = publish -> Future.succeededFuture(Verdict.BUSY);
        try (RawClient raw = signedIn("a")) {
            raw.publish("t", "x", qos, 7, false);
            assertThat(raw.read()).isEqualTo(-1);
        }
        stand.owner = publish -> Future.succeededFuture(Verdict.ACCEPTED);

        try (RawClient raw = signedIn("a")) {
            raw.publish("t", "x", qos, 7, true);
            assertThat(raw.read()).isEqualTo(qos == 1 ? RawClient.PUBACK : RawClient.PUBREC);
        }

        assertThat(stand.taken).hasSize(2);
    }

    @Test
    void a_qos_2_message_is_taken_once_however_often_it_comes_and_waits_for_its_verdict() throws IOException {
        Promise<Verdict> verdict = Promise.promise();
        stand.owner = publish -> verdict.future();
        try (RawClient raw = signedIn("a")) {
            raw.publish("t", "x", 2, 9, false);
            await().atMost(SOON).until(() -> stand.taken.size() == 1);
        }
        try (RawClient raw = signedIn("a")) {
            raw.publish("t", "x", 2, 9, true);
            raw.publish("t", "x", 2, 9, true);
            verdict.complete(Verdict.ACCEPTED);
            assertThat(raw.read()).isEqualTo(RawClient.PUBREC);
            assertThat(raw.read()).isEqualTo(RawClient.PUBREC);
            raw.release(9);
            assertThat(raw.read()).isEqualTo(RawClient.PUBCOMP);
            assertThat(stand.taken).hasSize(1);

            raw.publish("t", "y", 2, 9, false);
            assertThat(raw.read()).isEqualTo(RawClient.PUBREC);
        }
        assertThat(stand.taken).hasSize(2);
    }

    @Test
    void a_client_of_whom_too_much_is_refused_is_not_read_from_for_a_moment_and_others_are() throws IOException {
        stand.owner = publish -> Future.succeededFuture(
                publish.payload().toString().equals("bad")
                        ? new Verdict.Refused(Verdict.PAYLOAD_FORMAT_INVALID, "no", 400)
                        : Verdict.ACCEPTED);
        Mqtt3AsyncClient other = stand.connected3("other");

        try (RawClient raw = signedIn("a")) {
            long begun = System.nanoTime();
            raw.publish("t", "bad", 0, 0, false);
            raw.publish("t", "good", 1, 1, false);
            await(publish3(other, "t", "good"));
            assertThat(raw.read()).isEqualTo(RawClient.PUBACK);

            assertThat(System.nanoTime() - begun).isGreaterThan(390_000_000);
        }
        assertThat(stand.taken.stream().map(publish -> publish.payload().toString()))
                .as("the other's did not wait")
                .containsExactly("bad", "good", "good");
    }

    @Test
    void a_foreign_topic_ends_the_connection_and_is_told() {
        Mqtt5AsyncClient client = stand.connected5("a");

        Throwable refused = thrown(publish5(client, "private/b", "x", MqttQos.AT_LEAST_ONCE));

        assertThat(disconnectReason(refused)).isEqualTo(Mqtt5DisconnectReasonCode.NOT_AUTHORIZED);
        assertThat(stand.foreign).containsExactly("a private/b");
        assertThat(stand.taken).isEmpty();
    }

    @Test
    void a_packet_beyond_the_limit_ends_the_connection_under_both_versions() throws IOException {
        try (RawClient raw = signedIn("a")) {
            raw.publish("t", "x".repeat(70_000), 1, 1, false);
            assertThat(raw.read()).isEqualTo(-1);
        }

        assertThat(stand.taken).isEmpty();
        await().atMost(SOON).until(() -> stand.counts().connections() == 0);
        assertThat(stand.counts().protocolErrors()).isEqualTo(1);
    }

    @Test
    void a_hook_that_throws_hurts_nobody_else() {
        Mqtt3AsyncClient other = stand.connected3("other");
        stand.owner = publish -> {
            if (publish.payload().toString().equals("bad")) {
                throw new IllegalStateException("a bug");
            }
            return Future.succeededFuture(Verdict.ACCEPTED);
        };

        Throwable cut = thrown(publish5(stand.connected5("a"), "t", "bad", MqttQos.AT_LEAST_ONCE));

        assertThat(disconnectReason(cut)).isEqualTo(Mqtt5DisconnectReasonCode.SERVER_BUSY);
        await(publish3(other, "t", "good"));
        assertThat(stand.counts().hookFailures()).isEqualTo(1);
    }

    @Test
    void bytes_that_are_no_mqtt_end_only_the_connection_they_came_on() throws IOException {
        Mqtt3AsyncClient other = stand.connected3("other");
        Random random = new Random(42);

        for (int i = 0; i < 60; i++) {
            byte[] noise = new byte[1 + random.nextInt(200)];
            random.nextBytes(noise);
            try (RawClient raw = i % 2 == 0 ? signedIn("noisy") : new RawClient(stand.broker.port())) {
                raw.bytes(noise);
            }
        }

        await(publish3(other, "t", "still here"));
        await().atMost(SOON).until(() -> stand.counts().connections() == 1);
    }

    @Test
    void a_last_word_is_said_when_the_line_is_cut_and_not_after_a_goodbye() {
        Mqtt5AsyncClient polite = withWill("polite");
        await(polite.disconnect().toCompletableFuture());
        withWill("cut");

        await(stand.broker.disconnect("cut", "the line is cut"));

        await().atMost(SOON).until(() -> !stand.taken.isEmpty());
        assertThat(stand.taken).extracting(InboundPublish::topic).containsExactly("will/cut");
    }

    private Mqtt5AsyncClient withWill(String name) {
        Mqtt5AsyncClient client = stand.client5(name);
        await(client.connectWith()
                .simpleAuth()
                .username(name)
                .password(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .applySimpleAuth()
                .willPublish()
                .topic("will/" + name)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload("gone".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .applyWillPublish()
                .send());
        return client;
    }

    private RawClient signedIn(String name) throws IOException {
        RawClient raw = new RawClient(stand.broker.port());
        raw.connect(name, false);
        assertThat(raw.read()).isEqualTo(RawClient.CONNACK);
        return raw;
    }

    private static CompletableFuture<Mqtt5PublishResult> publish5(
            Mqtt5AsyncClient client, String topic, String text, MqttQos qos) {
        return client.publishWith()
                .topic(topic)
                .qos(qos)
                .payload(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .send();
    }

    private static CompletableFuture<?> publish3(Mqtt3AsyncClient client, String topic, String text) {
        return client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .send();
    }

    private static Throwable thrown(CompletableFuture<Mqtt5PublishResult> publishing) {
        return await(publishing.handle((result, thrown) -> thrown));
    }

    private static Mqtt5DisconnectReasonCode disconnectReason(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (at instanceof Mqtt5DisconnectException told) {
                return told.getMqttMessage().getReasonCode();
            }
        }
        throw new AssertionError("the client was not told why", thrown);
    }
}
