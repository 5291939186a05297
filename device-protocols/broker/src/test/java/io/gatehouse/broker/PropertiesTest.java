package io.gatehouse.broker;

import static io.gatehouse.broker.BrokerStand.SOON;
import static io.gatehouse.broker.BrokerStand.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What MQTT 5 adds to a message and to a subscription reaches the other side as it was said. */
class PropertiesTest {

    private final MovableClock clock = new MovableClock();
    private final BrokerStand stand = new BrokerStand(
            BrokerOptions.on("127.0.0.1", 0),
            new BrokerGround(new io.gatehouse.broker.store.MemoryBrokerStore(), clock));
    private final List<Mqtt5Publish> heard = new CopyOnWriteArrayList<>();

    private static final class MovableClock extends Clock {
        private volatile Instant now = Instant.parse("2026-05-04T07:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @AfterEach
    void close() {
        stand.close();
    }

    @Test
    void a_request_reaches_the_other_side_with_everything_that_was_said_in_its_order() {
        hearer("b").subscribeWith().topicFilter("rpc").send().join();
        Mqtt5UserProperties user = Mqtt5UserProperties.builder()
                .add("k", "1")
                .add("门", "开")
                .add("k", "2")
                .build();

        await(stand.connected5("a")
                .publishWith()
                .topic("rpc")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(new byte[] {1})
                .payloadFormatIndicator(Mqtt5PayloadFormatIndicator.UTF_8)
                .contentType("text/plain")
                .responseTopic("answers/a")
                .correlationData(new byte[] {7, 8})
                .userProperties(user)
                .send());

        await().atMost(SOON).until(() -> heard.size() == 1);
        Mqtt5Publish got = heard.get(0);
        assertThat(got.getUserProperties()).isEqualTo(user);
        assertThat(got.getResponseTopic().map(Object::toString)).contains("answers/a");
        assertThat(got.getCorrelationData()).contains(ByteBuffer.wrap(new byte[] {7, 8}));
        assertThat(got.getContentType().map(Object::toString)).contains("text/plain");
        assertThat(got.getPayloadFormatIndicator()).contains(Mqtt5PayloadFormatIndicator.UTF_8);
    }

    @Test
    void what_is_left_of_an_expiry_is_told_on_and_what_has_expired_is_not_delivered() {
        connect("b", 600);
        Mqtt5AsyncClient away = stand.client5("b");
        connectAs(away, "b", 600);
        await(away.subscribeWith().topicFilter("t").qos(MqttQos.AT_LEAST_ONCE).send());
        await(away.disconnect());
        await().atMost(SOON).until(() -> stand.counts().connections() == 0);
        expiring("short", 10);
        expiring("long", 100);
        clock.now = clock.now.plus(Duration.ofSeconds(40));

        hearer("b", 600);

        await().atMost(SOON).until(() -> heard.size() == 1);
        assertThat(text(heard.get(0))).isEqualTo("long");
        assertThat(heard.get(0).getMessageExpiryInterval()).hasValue(60);
        assertThat(stand.counts().dropped()).isEqualTo(1);
    }

    @Test
    void a_message_that_matches_twice_comes_once_with_both_subscription_identifiers() throws Exception {
        try (RawClient5 raw = new RawClient5(stand.broker.port(), "b")) {
            raw.subscribe(1, "t/+", 11);
            raw.subscribe(2, "t/#", 12);
            stand.say("t/1", "x", 0);

            // topic, then the properties: content type and both identifiers
            assertThat(raw.packet()).startsWith("30").contains("0b0b0b0c");
        }
    }

    @Test
    void retained_messages_come_as_the_subscription_wants_them() {
        await(stand.broker.publish(new OutboundPublish("r", Buffer.buffer("kept"), 1, true, PublishProperties.NONE)));
        Mqtt5AsyncClient b = hearer("b");

        subscribeRetained(b, Mqtt5RetainHandling.DO_NOT_SEND, true);
        await(stand.broker.publish(new OutboundPublish("r", Buffer.buffer("new"), 1, true, PublishProperties.NONE)));
        await().atMost(SOON).until(() -> heard.size() == 1);
        assertThat(heard.get(0).isRetain()).isTrue();

        subscribeRetained(b, Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST, false);
        subscribeRetained(b, Mqtt5RetainHandling.SEND, false);
        await().atMost(SOON).until(() -> heard.size() == 2);
        assertThat(heard.get(1).isRetain()).isTrue();
        assertThat(text(heard.get(1))).isEqualTo("new");

        await(stand.broker.publish(new OutboundPublish("r", Buffer.buffer("newer"), 1, true, PublishProperties.NONE)));
        await().atMost(SOON).until(() -> heard.size() == 3);
        assertThat(heard.get(2).isRetain()).isFalse();
    }

    @Test
    void who_gives_no_name_gets_one_and_who_would_be_silent_for_ever_gets_a_keep_alive() {
        Mqtt5AsyncClient nameless = com.hivemq.client.mqtt.MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(stand.broker.port())
                .buildAsync();

        Mqtt5ConnAck ack = await(nameless.connectWith()
                .cleanStart(false)
                .keepAlive(0)
                .simpleAuth()
                .username("a")
                .password("a".getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send());

        assertThat(ack.getAssignedClientIdentifier()).isPresent();
        assertThat(ack.getServerKeepAlive()).hasValue(BrokerLimits.MAX_KEEP_ALIVE_SECONDS);
        nameless.disconnect();
    }

    @Test
    void a_topic_is_sent_once_and_then_by_its_alias_and_what_is_too_large_for_the_client_is_left_out()
            throws Exception {
        try (RawClient5 raw = new RawClient5(stand.broker.port(), "b", 2, 60)) {
            raw.subscribe(1, "topic/1", 0);
            stand.say("topic/1", "x", 0);
            stand.say("topic/1", "y".repeat(80), 0);
            stand.say("topic/1", "z", 0);

            String first = raw.packet();
            String second = raw.packet();
            assertThat(first).contains("746f7069632f31").contains("230001");
            assertThat(second)
                    .doesNotContain("746f7069632f31")
                    .contains("230001")
                    .endsWith("7a");
        }
        assertThat(stand.counts().dropped()).isEqualTo(1);
    }

    private void subscribeRetained(Mqtt5AsyncClient client, Mqtt5RetainHandling handling, boolean asPublished) {
        await(client.subscribeWith()
                .topicFilter("r")
                .retainHandling(handling)
                .retainAsPublished(asPublished)
                .send());
    }

    private void expiring(String text, long seconds) {
        await(stand.broker.publish(
                OutboundPublish.of("t", Buffer.buffer(text), 1, "text/plain").expiringAfter(seconds)));
    }

    private static String text(Mqtt5Publish publish) {
        return new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8);
    }

    private Mqtt5AsyncClient hearer(String name) {
        return hearer(name, 0);
    }

    private Mqtt5AsyncClient hearer(String name, long expiry) {
        Mqtt5AsyncClient client = stand.client5(name);
        client.publishes(MqttGlobalPublishFilter.ALL, heard::add);
        connectAs(client, name, expiry);
        return client;
    }

    private void connect(String name, long expiry) {
        Mqtt5AsyncClient client = stand.client5(name);
        connectAs(client, name, expiry);
        await(client.disconnect());
    }

    private static void connectAs(Mqtt5AsyncClient client, String name, long expiry) {
        await(client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(expiry)
                .simpleAuth()
                .username(name)
                .password(name.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send());
    }
}
