package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.READER;
import static io.gatehouse.gateway.GatewayStand.SOON;
import static io.gatehouse.gateway.GatewayStand.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.gatehouse.launch.StartRefusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttOptionsTest {

    @TempDir
    Path folder;

    private GatewayStand stand = new GatewayStand(Path.of(""));

    @BeforeEach
    void begin() {
        stand = new GatewayStand(folder).withBook();
    }

    @AfterEach
    void end() {
        stand.close();
    }

    @Test
    void anonymous_clients_use_all_topics_when_that_is_wanted_and_are_strangers_otherwise() {
        stand.set("mqtt.anonymous", "true").start();
        List<String> heard = new CopyOnWriteArrayList<>();
        await(guest().subscribeWith()
                .topicFilter("#")
                .callback(m -> heard.add(m.getTopic().toString()))
                .send());

        await(guest().publishWith()
                .topic("any/topic")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send());

        await().atMost(SOON).until(() -> heard.equals(List.of("any/topic")));
        stand.stop();
        stand.set("mqtt.anonymous", "false").start();
        assertThatThrownBy(this::guest).hasMessageContaining("BAD_USER_NAME_OR_PASSWORD");
    }

    @Test
    void anonymous_clients_are_refused_in_one_line_where_others_could_reach_them() {
        stand.set("mqtt.anonymous", "true").set("host", "0.0.0.0");

        assertThatThrownBy(stand::start)
                .hasCauseInstanceOf(StartRefusal.class)
                .hasMessageContaining("gatehouse.gateway.mqtt.anonymous")
                .hasMessageContaining("loopback");
    }

    @Test
    void websockets_are_open_when_they_are_wanted() {
        stand.start();
        assertThat(stand.gateway().addresses()).doesNotContainKey("mqtt-ws");
        stand.stop();

        stand.set("mqtt.web-socket-port", "0").start();

        assertThat(stand.gateway().addresses().get("mqtt-ws")).startsWith("ws://127.0.0.1:");
    }

    @Test
    void a_devices_session_survives_a_restart_of_the_gateway_until_the_device_leaves_the_site_book() {
        stand.start();
        await(lasting());
        stand.stop();
        stand.start();

        assertThat(await(lasting())).isTrue();
    }

    private java.util.concurrent.CompletableFuture<Boolean> lasting() {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("lasting")
                .serverHost("127.0.0.1")
                .serverPort(stand.gateway().mqttPort())
                .buildAsync();
        return client.connectWith()
                .cleanStart(false)
                .sessionExpiryInterval(600)
                .simpleAuth()
                .username(READER)
                .password(GatewayStand.secret(READER).getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send()
                .thenApply(ack -> ack.isSessionPresent());
    }

    private Mqtt5AsyncClient guest() {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(stand.gateway().mqttPort())
                .buildAsync();
        await(client.connect());
        return client;
    }
}
