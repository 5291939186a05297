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
import com.fasterxml.jackson.databind.node.TextNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandType;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WithFleetTest {

    @TempDir
    Path folder;

    private final ScriptedFleet fleet = new ScriptedFleet();
    private final List<JsonNode> commands = new CopyOnWriteArrayList<>();
    private GatewayStand stand = new GatewayStand(Path.of(""));

    @BeforeEach
    void begin() {
        stand = new GatewayStand(folder).set("fleet.mqtt", fleet.mqtt()).set("fleet.http", fleet.web());
        stand.set("fleet.longest-pause", "500ms");
    }

    @AfterEach
    void end() {
        stand.close();
        fleet.close();
    }

    @Test
    void a_new_gateway_gets_its_book_tries_again_when_it_fails_and_decides_by_it() {
        fleet.fetchesToFail = 1;
        fleet.offer(stand.signed(GatewayStand.book(3)), 3);

        stand.start();

        await().atMost(SOON).until(() -> stand.gateway().siteBookVersion() == 3);
        assertThat(fleet.fetches.get()).isGreaterThanOrEqualTo(2);
        badges(listening(), 1, 1);
        await().atMost(SOON).until(() -> commands.size() == 1);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(fleet.received("CredentialPresented"))
                        .extracting(event ->
                                event.decision() == null ? -1 : event.decision().siteBookVersion())
                        .containsExactly(3L));
    }

    @Test
    void an_older_book_or_one_of_another_signer_changes_nothing_and_is_told() {
        fleet.offer(stand.signed(GatewayStand.book(3)), 3);
        stand.start();
        await().atMost(SOON).until(() -> stand.gateway().siteBookVersion() == 3);

        fleet.offer(new GatewayStand(folder).signed(GatewayStand.book(4)), 4);
        fleet.notice();
        await().atMost(SOON).until(() -> fleet.received("SiteBookRefused").size() == 1);
        fleet.offer(stand.signed(GatewayStand.book(2)), 5);
        fleet.notice();
        await().atMost(SOON).until(() -> fleet.received("SiteBookRefused").size() == 2);

        assertThat(stand.gateway().siteBookVersion()).isEqualTo(3);
    }

    @Test
    void a_device_that_is_no_longer_in_the_book_must_go() {
        fleet.offer(stand.signed(GatewayStand.book(1)), 1);
        stand.start();
        await().atMost(SOON).until(() -> stand.gateway().siteBookVersion() == 1);
        Mqtt5AsyncClient removed = stand.mqtt5(GatewayStand.OTHER);
        Mqtt5AsyncClient stays = stand.mqtt5(READER);

        fleet.offer(stand.signed(without(GatewayStand.book(2), GatewayStand.OTHER)), 2);
        fleet.notice();

        await().atMost(SOON).until(() -> !removed.getState().isConnected());
        assertThat(stays.getState().isConnected()).isTrue();
    }

    @Test
    void what_happens_without_a_line_arrives_when_it_is_back_exactly_once() {
        stand.withBook().start();
        await().atMost(SOON).until(() -> fleet.hellos.get() > 0);
        Mqtt5AsyncClient reader = stand.mqtt5(READER);
        badges(reader, 1, 10);
        await().atMost(SOON).until(() -> fleet.received("CredentialPresented").size() == 10);

        fleet.cut();
        badges(reader, 11, 40);
        stand.stop();
        stand.start();
        badges(stand.mqtt5(READER), 41, 60);
        fleet.listen();

        await().atMost(SOON).until(() -> fleet.received("CredentialPresented").size() >= 60);
        assertThat(fleet.received("CredentialPresented"))
                .extracting(SiteEvent::deviceSeq)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 60).boxed().toList());
        assertThat(fleet.twice).isEmpty();
    }

    @Test
    void a_fleet_that_does_not_take_is_asked_again_and_gets_everything_later() {
        stand.withBook().start();
        fleet.takes = false;
        await().atMost(SOON).until(() -> fleet.hellos.get() > 0);
        badges(stand.mqtt5(READER), 1, 5);
        await().atMost(SOON)
                .until(() -> Web.get(stand.gateway().webPort(), "/api/v1/status")
                                .at("/journal/evidence")
                                .asInt()
                        > 0);

        fleet.takes = true;

        await().atMost(SOON.multipliedBy(2))
                .until(() -> fleet.received("CredentialPresented").size() == 5);
    }

    @Test
    void a_line_that_is_open_and_carries_nothing_back_is_given_up_and_a_new_one_is_made_within_45_seconds() {
        stand.withBook().start();
        await().atMost(SOON).until(() -> fleet.hellos.get() == 1);
        Mqtt5AsyncClient reader = stand.mqtt5(READER);
        badges(reader, 1, 3);
        await().atMost(SOON).until(() -> fleet.received("CredentialPresented").size() == 3);
        assertThat(fleet.packed).isPositive();

        fleet.mute = true;
        long start = System.nanoTime();
        int before = fleet.hellos.get();
        await().atMost(Duration.ofSeconds(45)).until(() -> fleet.hellos.get() > before);
        System.out.printf(
                java.util.Locale.ROOT,
                "F22: one-way loss, connected anew after %.1f s, bar 45: holds%n",
                (System.nanoTime() - start) / 1e9);
        fleet.mute = false;
        badges(reader, 4, 6);

        await().atMost(Duration.ofSeconds(45))
                .until(() -> fleet.received("CredentialPresented").size() == 6);
        assertThat(fleet.twice).isEmpty();
    }

    @Test
    void a_gateway_that_has_lost_the_word_stays_away_as_long_as_it_is_told_and_keeps_its_records() {
        stand.withBook().start();
        await().atMost(SOON).until(() -> fleet.hellos.get() == 1);

        fleet.fence(2_000);
        await().atMost(SOON)
                .until(() -> !Web.get(stand.gateway().webPort(), "/api/v1/status")
                        .at("/link/connected")
                        .asBoolean());
        badges(stand.mqtt5(READER), 1, 3);

        await().atMost(SOON).until(() -> fleet.received("CredentialPresented").size() == 3);
        assertThat(fleet.hellos.get()).isEqualTo(2);
    }

    @Test
    void a_disk_that_was_set_back_says_so_on_its_own_page_and_in_its_records() {
        fleet.knowMore();
        stand.withBook().start();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Web.get(stand.gateway().webPort(), "/health")
                                .path("status")
                                .asText())
                        .isEqualTo("SET_BACK"));

        assertThat(Web.get(stand.gateway().webPort(), "/api/v1/status")
                        .at("/link/doubt")
                        .asText())
                .isEqualTo("SET_BACK");
        stand.stop();
        assertThat(stand.recorded("JournalSetBack")).as("one a lane").hasSize(2);
    }

    @Test
    void a_command_is_carried_out_once_however_often_it_is_ordered_also_after_a_restart() {
        stand.withBook().start();
        await().atMost(SOON).until(() -> fleet.hellos.get() > 0);
        Mqtt5AsyncClient reader = listening();
        CommandOrder order = order("c-1", "key-1", 60_000);

        fleet.order(order);
        fleet.order(order);
        await().atMost(SOON).until(() -> fleet.states("c-1").contains("SENT"));
        await(reader.publishWith()
                .topic("gh/v1/" + READER + "/ack")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload("{\"bootId\":\"b1\",\"seq\":1,\"commandId\":\"c-1\",\"status\":\"DONE\"}"
                        .getBytes(StandardCharsets.UTF_8))
                .send());
        await().atMost(SOON).until(() -> fleet.states("c-1").contains("DONE"));
        stand.stop();
        int hellos = fleet.hellos.get();
        stand.start();
        listening();
        await().atMost(SOON).until(() -> fleet.hellos.get() > hellos);
        fleet.order(order);
        fleet.order(order("c-2", "key-1", 60_000));
        fleet.order(order("c-3", "key-3", 60_000));

        await().atMost(SOON).until(() -> fleet.states("c-3").contains("SENT"));
        assertThat(fleet.states("c-1")).containsExactly("ACCEPTED", "SENT", "DONE");
        assertThat(commands).extracting(each -> each.path("commandId").asText()).containsExactly("c-1", "c-3");
    }

    @Test
    void a_command_for_a_device_that_is_away_waits_for_it_and_one_that_is_late_is_over() {
        stand.withBook().start();
        await().atMost(SOON).until(() -> fleet.hellos.get() > 0);

        fleet.order(order("late", "k-1", -1));
        fleet.order(order("short", "k-2", 1_500));
        fleet.order(order("waits", "k-3", 60_000));
        await().atMost(SOON).until(() -> fleet.states("short").contains("EXPIRED"));
        listening();

        await().atMost(SOON).until(() -> fleet.states("waits").contains("SENT"));
        assertThat(fleet.states("late")).containsExactly("EXPIRED");
        assertThat(fleet.states("short")).containsExactly("ACCEPTED", "EXPIRED");
        assertThat(commands).extracting(each -> each.path("commandId").asText()).containsExactly("waits");
    }

    @Test
    void a_command_that_is_taken_back_in_time_is_never_carried_out_also_when_it_comes_later_or_after_a_restart() {
        stand.withBook().start();
        await().atMost(SOON).until(() -> fleet.hellos.get() > 0);
        fleet.order(order("waits", "k-1", 60_000));
        fleet.order(order("back", "k-2", 60_000));
        fleet.order(cancel("x-1", "back"));
        fleet.order(cancel("x-2", "early"));
        fleet.order(order("early", "k-3", 60_000));
        await().atMost(SOON).until(() -> fleet.states("x-2").contains("DONE"));
        assertThat(fleet.states("back")).containsExactly("ACCEPTED", "CANCELLED");
        assertThat(fleet.states("early")).containsExactly("CANCELLED");

        stand.stop();
        int hellos = fleet.hellos.get();
        stand.start();
        await().atMost(SOON).until(() -> fleet.hellos.get() > hellos);
        fleet.order(order("back", "k-2", 60_000));
        fleet.order(order("early", "k-3", 60_000));
        listening();
        await().atMost(SOON).until(() -> fleet.states("waits").contains("SENT"));
        fleet.order(cancel("x-3", "waits"));

        await().atMost(SOON).until(() -> fleet.states("x-3").contains("FAILED"));
        assertThat(commands).extracting(each -> each.path("commandId").asText()).containsExactly("waits");
        assertThat(fleet.states("waits")).doesNotContain("CANCELLED");
    }

    private CommandOrder cancel(String id, String command) {
        long now = Surroundings.ofSystem().clock().millis();
        return new CommandOrder(
                id,
                "cancel-" + command,
                new DeviceId(GatewayStand.ID.value()),
                CommandType.CANCEL,
                now,
                now + 60_000,
                "admin",
                null,
                Map.of("command", new TextNode(command), "subject", new TextNode(READER)));
    }

    private static CommandOrder order(String id, String key, long lives) {
        long now = Surroundings.ofSystem().clock().millis();
        return new CommandOrder(
                id, key, new DeviceId(READER), CommandType.UNLOCK_DOOR, now, now + lives, "admin", null, null);
    }

    private static SiteBook without(SiteBook book, String device) {
        return new SiteBook(
                book.site(),
                book.gateway(),
                book.version(),
                book.compiledAt(),
                book.timeZone(),
                book.credentialKey(),
                book.devices().stream()
                        .filter(each -> !each.id().value().equals(device))
                        .toList(),
                book.doors(),
                book.accessPoints(),
                book.schedules(),
                book.profiles(),
                book.people(),
                book.credentials(),
                book.checkpoints());
    }

    private Mqtt5AsyncClient listening() {
        Mqtt5AsyncClient client = stand.mqtt5(READER);
        await(client.subscribeWith()
                .topicFilter("gh/v1/" + READER + "/#")
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(m -> commands.add(json(m.getPayloadAsBytes())))
                .send());
        return client;
    }

    private static void badges(Mqtt5AsyncClient reader, long first, long last) {
        for (long seq = first; seq <= last; seq++) {
            await(reader.publishWith()
                    .topic("gh/v1/" + READER + "/event")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(badge(seq, CARD).getBytes(StandardCharsets.UTF_8))
                    .send());
        }
    }
}
