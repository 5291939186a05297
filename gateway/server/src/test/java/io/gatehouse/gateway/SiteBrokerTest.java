package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.CARD;
import static io.gatehouse.gateway.GatewayStand.READER;
import static io.gatehouse.gateway.GatewayStand.SOON;
import static io.gatehouse.gateway.GatewayStand.await;
import static io.gatehouse.gateway.GatewayStand.badge;
import static io.gatehouse.gateway.GatewayStand.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices at somebody else's broker on site: a real Mosquitto. */
class SiteBrokerTest {

    /** Some thousands of reads on a busy machine. */
    private static final Duration IN_TIME = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private GatewayStand stand = new GatewayStand(Path.of(""));
    private LocalMosquitto mosquitto;
    private final List<JsonNode> commands = new CopyOnWriteArrayList<>();
    private final List<JsonNode> errors = new CopyOnWriteArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        assumeTrue(LocalMosquitto.isHere(), "needs mosquitto (package mosquitto)");
        mosquitto = new LocalMosquitto(folder);
        stand = new GatewayStand(folder.resolve("gateway"))
                .withBook()
                .set("broker.url", "tcp://127.0.0.1:" + mosquitto.port())
                .set("broker.longest-pause", "1s")
                // one card all the time, and each read has an answer
                .set("access.debounce", "0s")
                .start();
    }

    @AfterEach
    void end() {
        stand.close();
        if (mosquitto != null) {
            mosquitto.close();
        }
    }

    @Test
    void a_badge_opens_its_door_and_a_broken_message_is_answered_with_its_reason() {
        Mqtt5AsyncClient reader = device();

        await().atMost(SOON).until(() -> {
            await(publish(reader, READER, badge(1, CARD)));
            return !commands.isEmpty();
        });
        await(publish(reader, READER, "{\"type\":\"CredentialPresented\"}"));

        await().atMost(SOON).until(() -> !errors.isEmpty());
        assertThat(commands.get(0).path("type").asText()).isEqualTo("UnlockDoor");
        assertThat(errors.get(0).path("code").asText()).isNotEmpty();
        stand.stop();
        assertThat(seqs()).containsExactly(1L);
    }

    @Test
    void who_is_not_in_the_site_book_is_not_heard() {
        Mqtt5AsyncClient reader = device();

        await().atMost(SOON).until(() -> {
            await(publish(reader, "nobody", badge(1, CARD)));
            await(publish(reader, READER, badge(1, CARD)));
            return !commands.isEmpty();
        });

        stand.stop();
        assertThat(stand.recorded("CredentialPresented"))
                .extracting(event -> String.valueOf(event.device()))
                .containsOnly(READER);
        assertThat(stand.recorded("SignInRefused")).isNotEmpty();
    }

    @Test
    void nothing_is_lost_and_nothing_twice_when_gateway_and_broker_are_restarted_and_the_broker_is_killed()
            throws IOException {
        String chosen = System.getProperty("fault", "");
        assumeTrue(chosen.isBlank()
                || List.of(chosen.toUpperCase(Locale.ROOT).split("[, ]+")).contains("F2"));
        Mqtt5AsyncClient reader = device();
        await().atMost(SOON).until(() -> {
            await(publish(reader, READER, badge(1, CARD)));
            return !commands.isEmpty();
        });
        send(reader, 2, 200);

        // the gateway is away, the broker is restarted, and both come back
        stand.stop();
        // more than fits into the receive maximum that most clients ask for
        send(reader, 201, 5_300);
        mosquitto.stop();
        mosquitto.start();
        stand.start();
        Mqtt5AsyncClient again = device();
        send(again, 5_301, 5_400);
        untilAnswered(again, 5_400);

        // the power fails at the broker; the device cannot know what was taken and says its last ones again
        mosquitto.kill();
        mosquitto.start();
        Mqtt5AsyncClient after = device();
        untilAnswered(after, 5_401);
        send(after, 5_380, 5_500);
        untilAnswered(after, 5_500);

        stand.stop();
        assertThat(seqs())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 5_500).boxed().toList());
        System.out.println("F2, a broker on site: restarted and killed, 5,500 events, lost 0, twice 0: holds");
    }

    /** Messages of one device keep their order: when the last one is answered, the others are on the disk. */
    private void untilAnswered(Mqtt5AsyncClient device, long seq) {
        await().atMost(IN_TIME).until(() -> {
            await(publish(device, READER, badge(seq, CARD)));
            return commands.stream().anyMatch(c -> c.at("/answers/seq").asLong() == seq);
        });
    }

    private List<Long> seqs() {
        return stand.recorded("CredentialPresented").stream()
                .map(SiteEvent::deviceSeq)
                .sorted()
                .toList();
    }

    private Mqtt5AsyncClient device() {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(READER)
                .serverHost("127.0.0.1")
                .serverPort(mosquitto.port())
                .buildAsync();
        // before the connection, or what waited for the device would be acknowledged and lost
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                m -> (m.getTopic().toString().endsWith("/cmd") ? commands : errors).add(json(m.getPayloadAsBytes())));
        await(client.connectWith().cleanStart(false).sessionExpiryInterval(600).send());
        await(client.subscribeWith()
                .topicFilter("gh/v1/" + READER + "/cmd")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send());
        await(client.subscribeWith()
                .topicFilter("gh/v1/" + READER + "/error")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send());
        return client;
    }

    private static void send(Mqtt5AsyncClient client, long from, long to) {
        List<CompletableFuture<Mqtt5PublishResult>> sent = LongStream.rangeClosed(from, to)
                .mapToObj(seq -> publish(client, READER, badge(seq, CARD)))
                .toList();
        sent.forEach(GatewayStand::await);
    }

    private static CompletableFuture<Mqtt5PublishResult> publish(
            Mqtt5AsyncClient client, String device, String message) {
        return client.publishWith()
                .topic("gh/v1/" + device + "/event")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(message.getBytes(StandardCharsets.UTF_8))
                .send();
    }
}
