package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.OTHER;
import static io.gatehouse.gateway.GatewayStand.READER;
import static io.gatehouse.gateway.GatewayStand.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One device tries every way it can think of to reach another one. */
class ForeignTopicsTest {

    private static final List<String> LEVELS = List.of("event", "telemetry", "state", "ack", "cmd", "error", "", "+");
    private static final List<String> IDS =
            List.of(OTHER, "+", READER + "/../" + OTHER, READER + "x", "", OTHER.toUpperCase(java.util.Locale.ROOT));

    @TempDir
    Path folder;

    private GatewayStand stand = new GatewayStand(Path.of(""));
    private final List<String> leaked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void begin() {
        stand = new GatewayStand(folder).withBook().start();
    }

    @AfterEach
    void end() {
        stand.close();
    }

    @Test
    void no_subscription_reaches_another_devices_topics() {
        Mqtt5AsyncClient thief = stand.mqtt5(READER);
        List<String> granted = new CopyOnWriteArrayList<>();
        filters().forEach(filter -> {
            boolean taken = await(thief.subscribeWith()
                    .topicFilter(filter)
                    .callback(m -> leaked.add(m.getTopic().toString()))
                    .send()
                    .handle((ack, failure) -> failure == null));
            if (taken) {
                granted.add(filter);
            }
        });
        Mqtt5AsyncClient victim = stand.mqtt5(OTHER);

        LEVELS.stream().filter(level -> !level.contains("+")).forEach(level -> publish(victim, OTHER, level, "x"));
        publish(victim, OTHER, "event", GatewayStand.badge(1, "99999"));

        assertThat(granted).allMatch(filter -> filter.contains("gh/v1/" + READER + "/"));
        assertThat(leaked).noneMatch(topic -> topic.contains(OTHER));
    }

    private static Stream<String> filters() {
        Stream<String> plain = IDS.stream().flatMap(id -> LEVELS.stream().map(level -> "gh/v1/" + id + "/" + level));
        Stream<String> wide = Stream.of("#", "+/#", "gh/#", "gh/+/+/+", "gh/v1/#", "+/+/+/+", "$SYS/#", "gh/v1/+/cmd");
        List<String> all = Stream.concat(plain, wide).toList();
        return Stream.concat(all.stream(), all.stream().map(filter -> "$share/g/" + filter))
                .filter(filter -> !filter.contains("/../"));
    }

    @Test
    void no_publish_and_no_will_reaches_another_devices_topics() {
        Mqtt5AsyncClient victim = stand.mqtt5(OTHER);
        await(victim.subscribeWith()
                .topicFilter("gh/v1/" + OTHER + "/#")
                .callback(m -> leaked.add(m.getTopic().toString()))
                .send());
        for (String level : LEVELS.subList(0, 7)) {
            for (boolean retained : List.of(true, false)) {
                Mqtt5AsyncClient thief = stand.mqtt5(READER);
                await(thief.publishWith()
                        .topic("gh/v1/" + OTHER + "/" + level)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .retain(retained)
                        .payload(new byte[] {1})
                        .send()
                        .handle((done, failure) -> true));
            }
            assertThat(mayLeaveWill("gh/v1/" + OTHER + "/" + level)).isFalse();
        }
        assertThat(mayLeaveWill("gh/v1/" + READER + "/event")).isTrue();

        assertThat(leaked).isEmpty();
        stand.stop();
        assertThat(stand.recorded("ForeignTopicTried")).hasSizeGreaterThanOrEqualTo(14);
    }

    private boolean mayLeaveWill(String topic) {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier("+/#")
                .serverHost("127.0.0.1")
                .serverPort(stand.gateway().mqttPort())
                .buildAsync();
        return await(client.connectWith()
                .simpleAuth()
                .username(READER)
                .password(GatewayStand.secret(READER).getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .willPublish()
                .topic(topic)
                .applyWillPublish()
                .send()
                .handle((ack, failure) -> failure == null));
    }

    private static void publish(Mqtt5AsyncClient client, String device, String level, String text) {
        await(client.publishWith()
                .topic("gh/v1/" + device + "/" + level)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(text.getBytes(StandardCharsets.UTF_8))
                .send()
                .handle((done, failure) -> true));
    }
}
