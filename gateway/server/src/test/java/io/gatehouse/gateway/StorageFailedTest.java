package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.CARD;
import static io.gatehouse.gateway.GatewayStand.READER;
import static io.gatehouse.gateway.GatewayStand.await;
import static io.gatehouse.gateway.GatewayStand.badge;
import static io.gatehouse.gateway.GatewayStand.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.gatehouse.protocol.Urgency;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes nothing any more, and later works again. */
class StorageFailedTest {

    private static final Duration IN_TIME = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private GatewayStand stand = new GatewayStand(Path.of(""));
    private final AtomicBoolean broken = new AtomicBoolean();
    private final List<JsonNode> commands = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        broken.set(false);
        stand.close();
    }

    private Mqtt5AsyncClient start(String policy, String heldBytes) {
        stand = new GatewayStand(folder)
                .withBook()
                .onDisk(disk -> new FailingDisk(disk, broken))
                .set("access.debounce", "0s")
                .set("access.when-storage-fails", policy)
                .set("journal.held-bytes", heldBytes)
                .start();
        return reader();
    }

    private Mqtt5AsyncClient reader() {
        Mqtt5AsyncClient reader = stand.mqtt5(READER);
        reader.publishes(MqttGlobalPublishFilter.ALL, m -> commands.add(json(m.getPayloadAsBytes())));
        await(reader.subscribeWith()
                .topicFilter("gh/v1/" + READER + "/cmd")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send());
        return reader;
    }

    private static CompletableFuture<?> say(Mqtt5AsyncClient client, long seq) {
        return client.publishWith()
                .topic("gh/v1/" + READER + "/event")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(badge(seq, CARD).getBytes(StandardCharsets.UTF_8))
                .send();
    }

    private String health() {
        return Web.get(stand.gateway().webPort(), "/health").path("status").asText();
    }

    @Test
    void doors_go_on_nothing_is_acknowledged_and_all_is_recorded_when_the_disk_works_again() {
        Mqtt5AsyncClient reader = start("go-on", "1000000");
        await(say(reader, 1));
        broken.set(true);

        CompletableFuture<?> second = say(reader, 2);
        CompletableFuture<?> third = say(reader, 3);

        await().atMost(IN_TIME).until(() -> commands.size() == 3);
        assertThat(second).isNotDone();
        assertThat(third).isNotDone();
        assertThat(health()).isEqualTo("STORAGE_FAILED");
        assertThat(Web.ask(stand.gateway().webPort(), "/health/ready").statusCode())
                .isEqualTo(503);
        // a restart would lose what is held in memory
        assertThat(Web.ask(stand.gateway().webPort(), "/health/live").statusCode())
                .isEqualTo(200);
        assertThat(Web.get(stand.gateway().webPort(), "/api/v1/status")
                        .at("/journal/held")
                        .asInt())
                .isGreaterThanOrEqualTo(2);
        broken.set(false);
        assertThat(second).succeedsWithin(IN_TIME);
        assertThat(third).succeedsWithin(IN_TIME);
        await().atMost(IN_TIME).until(() -> health().equals("UP"));
        assertThat(commands).as("no lock moves a second time").hasSize(3);
        stand.stop();
        assertThat(stand.recorded("CredentialPresented"))
                .extracting(SiteEvent::deviceSeq)
                .containsExactly(1L, 2L, 3L);
        assertThat(stand.recorded(GatewayEvents.STORAGE_FAILED)).singleElement().satisfies(told -> {
            assertThat(String.valueOf(told.body())).contains("\"refused\":0,\"policy\":\"GO_ON\"");
            assertThat(told.urgency()).isEqualTo(Urgency.ALARM);
        });
    }

    @Test
    void doors_stay_closed_when_the_site_says_so() {
        assertThatDoorsStayClosed(start("stay-closed", "1000000"), "STAY_CLOSED");
    }

    @Test
    void doors_stay_closed_when_no_more_may_be_held() {
        assertThatDoorsStayClosed(start("go-on", "10"), "GO_ON");
    }

    private void assertThatDoorsStayClosed(Mqtt5AsyncClient reader, String policy) {
        broken.set(true);

        CompletableFuture<?> said = say(reader, 7);

        await().atMost(IN_TIME).until(() -> health().equals("STORAGE_FAILED"));
        await().atMost(IN_TIME).until(said::isDone);
        assertThat(said).as("the device has to come again").isCompletedExceptionally();
        assertThat(commands).isEmpty();
        broken.set(false);
        await().atMost(IN_TIME).until(() -> health().equals("UP"));
        stand.stop();
        assertThat(stand.recorded("CredentialPresented")).isEmpty();
        assertThat(stand.recorded(GatewayEvents.STORAGE_FAILED))
                .singleElement()
                .satisfies(told -> assertThat(String.valueOf(told.body()))
                        .contains("\"held\":0", "\"policy\":\"" + policy + "\""));
    }
}
