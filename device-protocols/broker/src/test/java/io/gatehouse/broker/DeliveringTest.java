package io.gatehouse.broker;

import static io.gatehouse.broker.BrokerStand.SOON;
import static io.gatehouse.broker.BrokerStand.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveringTest {

    private BrokerStand stand = new BrokerStand();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        stand.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_message_reaches_clients_of_both_versions(int qos) {
        List<String> heard3 = new CopyOnWriteArrayList<>();
        Mqtt3AsyncClient three = stand.connected3("three");
        await(three.subscribeWith()
                .topicFilter("gates/+/state")
                .qos(MqttQos.EXACTLY_ONCE)
                .callback(m -> heard3.add(text(m.getPayloadAsBytes())))
                .send());
        subscribe(stand.connected5("five"), "gates/#");

        stand.say("gates/1/state", "open", qos);

        await().atMost(SOON).until(() -> heard.equals(List.of("open")) && heard3.equals(List.of("open")));
    }

    @Test
    void what_a_client_publishes_reaches_the_others_with_its_properties_and_not_itself_when_unwanted() {
        Mqtt5AsyncClient sender = stand.connected5("sender");
        List<Mqtt5Publish> got = new CopyOnWriteArrayList<>();
        await(sender.subscribeWith()
                .topicFilter("t")
                .noLocal(true)
                .callback(m -> heard.add("own"))
                .send());
        await(stand.connected5("hearer")
                .subscribeWith()
                .topicFilter("t")
                .callback(got::add)
                .send());

        await(sender.publishWith()
                .topic("t")
                .qos(MqttQos.AT_LEAST_ONCE)
                .contentType("application/cbor")
                .payload(new byte[] {1, 2})
                .send());

        await().atMost(SOON).until(() -> got.size() == 1);
        assertThat(got.get(0).getContentType().map(Object::toString)).contains("application/cbor");
        assertThat(heard).isEmpty();
    }

    @Test
    void a_retained_message_is_told_to_who_comes_later_until_it_is_emptied() {
        await(stand.broker.publish(new OutboundPublish("r/1", Buffer.buffer("kept"), 1, true, PublishProperties.NONE)));
        subscribe(stand.connected5("a"), "r/+");
        await().atMost(SOON).until(() -> heard.equals(List.of("kept")));

        await(stand.broker.publish(new OutboundPublish("r/1", Buffer.buffer(""), 1, true, PublishProperties.NONE)));
        await().atMost(SOON).until(() -> heard.equals(List.of("kept", "")));
        subscribe(stand.connected5("b"), "r/1");
        stand.say("r/1", "end", 1);

        await().atMost(SOON).until(() -> heard.stream().filter("end"::equals).count() == 2);
        assertThat(heard).containsExactlyInAnyOrder("kept", "", "end", "end");
    }

    @Test
    void who_was_away_gets_what_waited_and_the_oldest_goes_when_it_is_too_much() {
        stand.close();
        stand = new BrokerStand(BrokerStand.limited(10, 3));
        Mqtt5AsyncClient first = connected("a", 60, 100);
        subscribe(first, "t");
        await(first.disconnect().toCompletableFuture());
        await().atMost(SOON).until(() -> stand.counts().connections() == 0);

        for (String text : List.of("1", "2", "3", "4", "5")) {
            stand.say("t", text, 1);
        }
        stand.say("t", "not kept", 0);
        returned("a", 100);

        await().atMost(SOON).until(() -> heard.size() == 3);
        assertThat(heard).containsExactly("3", "4", "5");
        assertThat(stand.counts().dropped()).isEqualTo(2);
    }

    @Test
    void a_session_without_expiry_ends_with_its_connection_whatever_its_last_word_asks() {
        Mqtt5AsyncClient client = connected("a", 0, 100);
        subscribe(client, "t");

        await(client.disconnectWith().send().toCompletableFuture());

        await().atMost(SOON).until(() -> stand.counts().sessions() == 0);
    }

    @Test
    void no_more_is_on_its_way_than_the_client_bears() {
        Mqtt5AsyncClient slow = connected("slow", 0, 2);
        List<Mqtt5Publish> open = new CopyOnWriteArrayList<>();
        slow.publishes(MqttGlobalPublishFilter.ALL, open::add, true);
        await(slow.subscribeWith().topicFilter("t").qos(MqttQos.AT_LEAST_ONCE).send());
        for (int i = 0; i < 5; i++) {
            stand.say("t", "x" + i, 1);
        }
        await().atMost(SOON).until(() -> open.size() == 2);
        assertThat(stand.counts().sent()).isEqualTo(2);

        open.get(0).acknowledge();

        await().atMost(SOON).until(() -> open.size() == 3);
    }

    @Test
    void who_comes_back_bearing_less_gets_no_more_at_once() {
        Mqtt5AsyncClient first = connected("slow", 60, 10);
        first.publishes(MqttGlobalPublishFilter.ALL, message -> {}, true);
        await(first.subscribeWith().topicFilter("t").qos(MqttQos.AT_LEAST_ONCE).send());
        for (int i = 0; i < 5; i++) {
            stand.say("t", "x" + i, 1);
        }
        await().atMost(SOON).until(() -> stand.counts().sent() == 5);
        await(stand.broker.disconnect("slow", "the line is cut"));
        List<Mqtt5Publish> open = new CopyOnWriteArrayList<>();
        Mqtt5AsyncClient again = stand.client5("slow");
        again.publishes(MqttGlobalPublishFilter.ALL, open::add, true);

        connect(again, "slow", 60, 2);

        await().atMost(SOON).until(() -> open.size() == 2);
        for (int i = 0; i < 5; i++) {
            int known = i;
            await().atMost(SOON).until(() -> open.size() > known);
            open.get(i).acknowledge();
        }
        await().atMost(SOON).until(() -> open.size() == 5);
        assertThat(open).extracting(m -> text(m.getPayloadAsBytes())).containsExactly("x0", "x1", "x2", "x3", "x4");
        assertThat(again.getState().isConnected()).isTrue();
    }

    @Test
    void of_a_shared_group_one_gets_each_message() {
        subscribe(stand.connected5("a"), "$share/g/t");
        subscribe(stand.connected5("b"), "$share/g/t");

        for (int i = 0; i < 10; i++) {
            stand.say("t", "x" + i, 1);
        }

        await().atMost(SOON).until(() -> heard.size() >= 10);
        assertThat(heard).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void a_foreign_filter_is_refused_and_the_client_may_stay() {
        Mqtt5AsyncClient client = stand.connected5("a");

        assertThatThrownBy(() ->
                        await(client.subscribeWith().topicFilter("private/b").send()))
                .hasCauseInstanceOf(Mqtt5SubAckException.class);

        assertThat(client.getState().isConnected()).isTrue();
        assertThat(stand.foreign).containsExactly("a private/b");
        stand.say("private/b", "secret", 1);
        assertThat(stand.counts().sent()).isZero();
    }

    private void subscribe(Mqtt5AsyncClient client, String filter) {
        await(client.subscribeWith()
                .topicFilter(filter)
                .qos(MqttQos.EXACTLY_ONCE)
                .callback(message -> heard.add(text(message.getPayloadAsBytes())))
                .send());
    }

    private Mqtt5AsyncClient connected(String name, long expirySeconds, int receiveMaximum) {
        Mqtt5AsyncClient client = stand.client5(name);
        connect(client, name, expirySeconds, receiveMaximum);
        return client;
    }

    private void returned(String name, int receiveMaximum) {
        Mqtt5AsyncClient client = stand.client5(name);
        client.publishes(MqttGlobalPublishFilter.ALL, message -> heard.add(text(message.getPayloadAsBytes())));
        connect(client, name, 60, receiveMaximum);
    }

    private static void connect(Mqtt5AsyncClient client, String name, long expirySeconds, int receiveMaximum) {
        await(client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(expirySeconds)
                .restrictions()
                .receiveMaximum(receiveMaximum)
                .applyRestrictions()
                .simpleAuth()
                .username(name)
                .password(name.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send());
    }

    private static String text(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }
}
