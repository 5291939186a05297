package io.gatehouse.broker;

import static io.gatehouse.broker.BrokerStand.SOON;
import static io.gatehouse.broker.BrokerStand.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.gatehouse.broker.store.FileBrokerStore;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process ends and another one starts on the same file. */
class RestartTest {

    private static final Instant BEGIN = Instant.parse("2026-05-04T07:00:00Z");

    @TempDir
    Path folder;

    private BrokerStand stand = new BrokerStand();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void begin() {
        stand.close();
        stand = at(BEGIN);
    }

    @AfterEach
    void close() {
        stand.close();
    }

    private BrokerStand at(Instant now) {
        return new BrokerStand(
                BrokerOptions.on("127.0.0.1", 0),
                new BrokerGround(
                        new FileBrokerStore(folder.resolve("sessions.log")), Clock.fixed(now, ZoneOffset.UTC)));
    }

    private void restart(Instant now) {
        stand.close();
        stand = at(now);
    }

    @Test
    void subscriptions_and_what_waits_for_them_survive_in_their_order() {
        Mqtt5AsyncClient client = stand.client5("a");
        connect(client, 3600);
        subscribe(client, "t/+");
        await(client.disconnect());
        stand.say("t/1", "before", 1);
        stand.say("t/1", "before, twice", 2);
        restart(BEGIN.plusSeconds(60));
        stand.say("t/2", "after", 1);

        Mqtt5ConnAck ack = connect(hearing("a"), 3600);

        assertThat(ack.isSessionPresent()).isTrue();
        await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("before", "before, twice", "after"));
    }

    @Test
    void what_was_on_its_way_unacknowledged_comes_again_marked_as_a_repeat() {
        Mqtt5AsyncClient client = stand.client5("a");
        List<Mqtt5Publish> open = new CopyOnWriteArrayList<>();
        client.publishes(MqttGlobalPublishFilter.ALL, open::add, true);
        connect(client, 3600);
        await(client.subscribeWith().topicFilter("t").qos(MqttQos.AT_LEAST_ONCE).send());
        stand.say("t", "open", 1);
        await().atMost(SOON).until(() -> open.size() == 1);
        restart(BEGIN);

        connect(hearing("a"), 3600);

        await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("open"));
    }

    @Test
    void a_session_whose_time_is_over_meanwhile_is_gone_and_a_clock_set_back_does_not_lengthen_it() {
        Mqtt5AsyncClient client = stand.client5("a");
        connect(client, 3600);
        await(client.disconnect());

        restart(BEGIN.plusSeconds(3601));
        assertThat(stand.counts().sessions()).isZero();

        connect(stand.client5("b"), 3600);
        restart(BEGIN.minusSeconds(1_000_000));
        assertThat(stand.counts().sessions()).isEqualTo(1);
    }

    @Test
    void retained_messages_survive_until_they_expire() {
        retain("r/1", "kept", null);
        retain("r/2", "short", 30L);
        restart(BEGIN.plusSeconds(31));

        Mqtt5AsyncClient late = hearing("late");
        connect(late, 0);
        subscribe(late, "r/#");
        stand.say("r/end", "end", 1);

        await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("kept", "end"));
    }

    @Test
    void a_qos_2_message_that_was_taken_is_not_taken_again_over_a_restart() throws IOException {
        stand.owner = publish -> Future.succeededFuture(Verdict.ACCEPTED);
        int before;
        try (RawClient raw = new RawClient(stand.broker.port())) {
            raw.connect("a", false);
            assertThat(raw.read()).isEqualTo(RawClient.CONNACK);
            raw.publish("t", "x", 2, 9, false);
            assertThat(raw.read()).isEqualTo(RawClient.PUBREC);
            before = stand.taken.size();
        }
        restart(BEGIN);

        try (RawClient raw = new RawClient(stand.broker.port())) {
            raw.connect("a", false);
            assertThat(raw.read()).isEqualTo(RawClient.CONNACK);
            raw.publish("t", "x", 2, 9, true);
            assertThat(raw.read()).isEqualTo(RawClient.PUBREC);
            raw.release(9);
            assertThat(raw.read()).isEqualTo(RawClient.PUBCOMP);
            assertThat(before).isEqualTo(1);
            assertThat(stand.taken).isEmpty();

            raw.publish("t", "y", 2, 9, false);
            assertThat(raw.read()).isEqualTo(RawClient.PUBREC);
        }
        assertThat(stand.taken).hasSize(1);
    }

    @Test
    void what_an_owner_does_not_know_any_more_is_let_go_with_everything() {
        connect(stand.client5("a"), 3600);
        Mqtt5AsyncClient gone = stand.client5("gone");
        connect(gone, 3600);
        await(gone.publishWith()
                .topic("r/gone")
                .retain(true)
                .payload("old".getBytes(StandardCharsets.UTF_8))
                .send());
        stand.unknown.add("gone");

        await(stand.broker.reexamine());

        await().atMost(SOON).until(() -> !gone.getState().isConnected());
        restart(BEGIN);
        assertThat(stand.counts().sessions()).isEqualTo(1);
        Mqtt5AsyncClient late = hearing("late");
        connect(late, 0);
        subscribe(late, "r/#");
        stand.say("r/end", "end", 1);
        await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("end"));
    }

    private void retain(String topic, String text, @org.jspecify.annotations.Nullable Long seconds) {
        PublishProperties properties =
                seconds == null ? PublishProperties.NONE : PublishProperties.NONE.expiringAfter(seconds);
        await(stand.broker.publish(
                new OutboundPublish(topic, io.vertx.core.buffer.Buffer.buffer(text), 1, true, properties)));
    }

    private Mqtt5AsyncClient hearing(String name) {
        Mqtt5AsyncClient client = stand.client5(name);
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                message -> heard.add(new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8)));
        return client;
    }

    private static void subscribe(Mqtt5AsyncClient client, String filter) {
        await(client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.EXACTLY_ONCE)
                .send());
    }

    private static Mqtt5ConnAck connect(Mqtt5AsyncClient client, long expirySeconds) {
        String name = client.getConfig().getClientIdentifier().orElseThrow().toString();
        return await(client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(expirySeconds)
                .simpleAuth()
                .username(name)
                .password(name.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send());
    }
}
