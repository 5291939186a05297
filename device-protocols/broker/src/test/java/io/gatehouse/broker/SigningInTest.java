package io.gatehouse.broker;

import static io.gatehouse.broker.BrokerStand.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAckReturnCode;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SigningInTest {

    private BrokerStand stand = new BrokerStand();

    @AfterEach
    void close() {
        stand.close();
    }

    @Test
    void a_wrong_secret_is_refused_in_the_words_of_each_version() {
        assertThat(refusal5(connect5("a", "a", "wrong", true)))
                .isEqualTo(Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertThatThrownBy(() -> await(stand.client3("b").connect()))
                .cause()
                .isInstanceOfSatisfying(
                        Mqtt3ConnAckException.class,
                        refused -> assertThat(refused.getMqttMessage().getReturnCode())
                                .isEqualTo(Mqtt3ConnAckReturnCode.BAD_USER_NAME_OR_PASSWORD));

        assertThat(stand.counts().signInsRefused()).isEqualTo(2);
        assertThat(stand.counts().connections()).isZero();
    }

    @Test
    void when_it_cannot_be_known_who_it_is_the_client_shall_come_again() {
        stand.door = attempt -> Future.failedFuture("the database is down");

        assertThat(refusal5(connect5("a", "a", "a", true))).isEqualTo(Mqtt5ConnAckReasonCode.SERVER_UNAVAILABLE);
        assertThat(stand.counts().signInsRefused()).isZero();
    }

    @Test
    void those_who_are_still_being_asked_count_against_the_limit() {
        stand.close();
        stand = new BrokerStand(BrokerStand.limited(2, 10));
        Promise<SignIn> later = Promise.promise();
        stand.door = attempt -> later.future();
        CompletableFuture<Mqtt5ConnAck> first = connect5("a", "a", "a", true);
        CompletableFuture<Mqtt5ConnAck> second = connect5("b", "b", "b", true);

        Awaitility.await().until(() -> {
            CompletableFuture<Mqtt5ConnAck> third = connect5("c", "c", "c", true);
            return refusedWithin(third);
        });
        later.complete(new SignIn.Admitted("x"));

        await(first);
        await(second);
    }

    @Test
    void a_client_that_left_before_the_answer_leaves_nothing_behind() throws Exception {
        Promise<SignIn> later = Promise.promise();
        CompletableFuture<ConnectAttempt> asked = new CompletableFuture<>();
        stand.door = attempt -> {
            asked.complete(attempt);
            return later.future();
        };
        try (RawClient raw = new RawClient(stand.broker.port())) {
            raw.connect("a", true);
            await(asked);
        }
        later.complete(new SignIn.Admitted("a"));
        stand.door = attempt -> Future.succeededFuture(new SignIn.Admitted("b"));
        stand.connected5("b");

        Awaitility.await().untilAsserted(() -> {
            assertThat(stand.counts().sessions()).isEqualTo(1);
            assertThat(stand.counts().connections()).isEqualTo(1);
        });
    }

    @Test
    void the_same_client_again_takes_over_and_finds_its_session() {
        Mqtt5AsyncClient first = stand.client5("a");
        await(connect(first, "a", "a", false));
        Mqtt5AsyncClient second = stand.client5("a");

        Mqtt5ConnAck ack = await(connect(second, "a", "a", false));

        assertThat(ack.isSessionPresent()).isTrue();
        Awaitility.await().until(() -> !first.getState().isConnected());
        assertThat(stand.counts().connections()).isEqualTo(1);
    }

    @Test
    void nobody_throws_out_another_by_taking_its_client_id() {
        Mqtt5AsyncClient victim = stand.client5("same-id");
        await(connect(victim, "victim", "victim", false));

        Mqtt5ConnAck ack = await(connect(stand.client5("same-id"), "other", "other", false));

        assertThat(ack.isSessionPresent()).isFalse();
        assertThat(victim.getState().isConnected()).isTrue();
        assertThat(stand.counts().connections()).isEqualTo(2);
    }

    private CompletableFuture<Mqtt5ConnAck> connect5(String clientId, String name, String secret, boolean clean) {
        return connect(stand.client5(clientId), name, secret, clean);
    }

    private static CompletableFuture<Mqtt5ConnAck> connect(
            Mqtt5AsyncClient client, String name, String secret, boolean clean) {
        return client.connectWith()
                .cleanStart(clean)
                .sessionExpiryInterval(60)
                .simpleAuth()
                .username(name)
                .password(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
    }

    private static boolean refusedWithin(CompletableFuture<Mqtt5ConnAck> connecting) {
        try {
            return connecting
                    .handle((ack, thrown) -> thrown instanceof Mqtt5ConnAckException refused
                            && refused.getMqttMessage().getReasonCode() == Mqtt5ConnAckReasonCode.SERVER_UNAVAILABLE)
                    .get(1, java.util.concurrent.TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            return false;
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Mqtt5ConnAckReasonCode refusal5(CompletableFuture<Mqtt5ConnAck> connecting) {
        return await(connecting.handle((ack, thrown) ->
                ((Mqtt5ConnAckException) thrown).getMqttMessage().getReasonCode()));
    }
}
