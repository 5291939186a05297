package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.CARD;
import static io.gatehouse.gateway.GatewayStand.READER;
import static io.gatehouse.gateway.GatewayStand.SOON;
import static io.gatehouse.gateway.GatewayStand.await;
import static io.gatehouse.gateway.GatewayStand.badge;
import static io.gatehouse.gateway.GatewayStand.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revocations and books on trial at a whole gateway. */
class SiteBookOverLineTest {

    @TempDir
    Path folder;

    private final ScriptedFleet fleet = new ScriptedFleet();
    private final List<JsonNode> answers = new CopyOnWriteArrayList<>();
    private GatewayStand stand = new GatewayStand(Path.of(""));

    @BeforeEach
    void begin() {
        stand = new GatewayStand(folder).set("fleet.mqtt", fleet.mqtt()).set("fleet.http", fleet.web());
        stand.set("fleet.longest-pause", "500ms");
        stand.set("access.debounce", "1ms").withBook().start();
        await().atMost(SOON).until(() -> fleet.hellos.get() > 0);
    }

    @AfterEach
    void end() {
        stand.close();
        fleet.close();
    }

    @Test
    void a_revoked_card_opens_no_more_before_it_is_confirmed_and_neither_after_a_restart_alone() {
        assertThat(answerTo(1)).isEqualTo("UnlockDoor GRANTED");

        fleet.revoke(stand.revocation(1));
        await().atMost(SOON)
                .until(() -> fleet.states.stream()
                        .anyMatch(state -> state.revocations().equals(List.of(1L))));
        assertThat(answerTo(2)).isEqualTo("DenyAccess CREDENTIAL_STOLEN");

        fleet.cut();
        stand.stop();
        stand.start();
        assertThat(answerTo(3)).isEqualTo("DenyAccess CREDENTIAL_STOLEN");
    }

    @Test
    void a_book_behind_which_the_line_does_not_come_back_gives_way_to_the_last_good_one_and_is_told() {
        fleet.cutOnTrialOf = 2;
        fleet.offer(stand.signed(GatewayStand.book(2)), 2);
        long start = System.nanoTime();
        fleet.notice();
        await().atMost(SOON).until(() -> stand.gateway().siteBookVersion() == 2);

        await().atMost(Duration.ofSeconds(60)).until(() -> stand.gateway().siteBookVersion() == 1);
        System.out.printf(
                java.util.Locale.ROOT,
                "F14: the last good site book is in force again after %.1f s, bar 30 s%n",
                (System.nanoTime() - start) / 1e9);
        fleet.listen();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(fleet.received("SiteBookRefused"))
                        .anySatisfy(event ->
                                assertThat(String.valueOf(event.body())).contains("version 1 is in force again")));
        fleet.offer(stand.signed(GatewayStand.book(3)), 3);
        fleet.notice();
        await().atMost(SOON).until(() -> fleet.states.stream().anyMatch(state -> state.confirmed() == 3));
        assertThat(fleet.states).filteredOn(state -> state.confirmed() == 2).isEmpty();
    }

    private String answerTo(long seq) {
        answers.clear();
        Mqtt5AsyncClient reader = stand.mqtt5(READER);
        await(reader.subscribeWith()
                .topicFilter("gh/v1/" + READER + "/cmd")
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(message -> answers.add(json(message.getPayloadAsBytes())))
                .send());
        await(reader.publishWith()
                .topic("gh/v1/" + READER + "/event")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(badge(seq, CARD).getBytes(StandardCharsets.UTF_8))
                .send());
        await().atMost(SOON).until(() -> !answers.isEmpty());
        await(reader.disconnect());
        return answers.get(0).path("type").asText() + " "
                + answers.get(0).at("/data/reason").asText();
    }
}
