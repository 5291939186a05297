package io.gatehouse.broker;

import static io.gatehouse.broker.BrokerStand.SOON;
import static io.gatehouse.broker.BrokerStand.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LastWordsTest {

    private final BrokerStand stand = new BrokerStand();

    @AfterEach
    void close() {
        stand.close();
    }

    @Test
    void a_delayed_last_word_is_not_said_when_the_client_is_back_in_time() {
        connect("back", "private/back", 1, 60);
        cut("back");
        connect("back", "private/back", 1, 60);

        connect("gone", "private/gone", 1, 60);
        cut("gone");

        await().atMost(SOON).until(() -> !stand.taken.isEmpty());
        assertThat(stand.taken).extracting(InboundPublish::topic).containsExactly("private/gone");
    }

    @Test
    void the_end_of_the_session_ends_the_delay_too() {
        connect("short", "private/short", 3600, 0);

        cut("short");

        await().atMost(SOON).until(() -> stand.taken.size() == 1);
        assertThat(stand.taken.get(0).properties().contentType()).isEqualTo("text/plain");
    }

    @Test
    void a_last_word_on_anothers_topic_is_refused_at_the_door() {
        assertThatThrownBy(() -> connect("thief", "private/victim", 0, 0)).hasMessageContaining("NOT_AUTHORIZED");

        assertThat(stand.foreign).containsExactly("thief private/victim");
        assertThat(stand.counts().connections()).isZero();
    }

    private void cut(String name) {
        await(stand.broker.disconnect(name, "the line is cut"));
    }

    private void connect(String name, String topic, long delay, long expiry) {
        Mqtt5AsyncClient client = stand.client5(name);
        await(client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(expiry)
                .simpleAuth()
                .username(name)
                .password(name.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .willPublish()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .contentType("text/plain")
                .delayInterval(delay)
                .payload("gone".getBytes(StandardCharsets.UTF_8))
                .applyWillPublish()
                .send());
    }
}
