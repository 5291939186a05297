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
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the fleet asks of the site itself, carried out by the gateway. */
class SiteOrdersTest {

    @TempDir
    Path folder;

    private final ScriptedFleet fleet = new ScriptedFleet();
    private final List<JsonNode> commands = new CopyOnWriteArrayList<>();
    private GatewayStand stand = new GatewayStand(Path.of(""));

    @BeforeEach
    void begin() {
        stand = new GatewayStand(folder).set("fleet.mqtt", fleet.mqtt()).set("fleet.http", fleet.web());
        stand.set("access.debounce", "1ms");
        stand.withBook().start();
        await().atMost(SOON).until(() -> fleet.hellos.get() > 0);
    }

    @AfterEach
    void end() {
        stand.close();
        fleet.close();
    }

    @Test
    void a_lockdown_denies_survives_a_restart_and_is_lifted() {
        ask("o-1", CommandType.LOCK_DOWN, Map.of());
        await().atMost(SOON).until(() -> fleet.states("o-1").contains("DONE"));
        stand.stop();
        int hellos = fleet.hellos.get();
        stand.start();
        // an order that comes while nobody listens is the fleet's to say again, and this one is scripted
        await().atMost(SOON).until(() -> fleet.hellos.get() > hellos);

        Mqtt5AsyncClient reader = listening();
        present(reader, 1);
        await().atMost(SOON).until(() -> !commands.isEmpty());
        assertThat(commands.get(0).at("/data/reason").asText()).isEqualTo("LOCKDOWN");

        ask("o-2", CommandType.LIFT_LOCKDOWN, Map.of());
        await().atMost(SOON).until(() -> fleet.states("o-2").contains("DONE"));
        present(reader, 2);
        await().atMost(SOON).until(() -> commands.size() == 2);
        assertThat(commands.get(1).path("type").asText()).isEqualTo("UnlockDoor");
    }

    @Test
    void a_held_door_is_released_without_a_read_and_not_while_it_is_locked_down() {
        listening();

        ask("o-1", CommandType.HOLD_OPEN, Map.of("door", new TextNode("door-1"), "seconds", new LongNode(60)));

        await().atMost(SOON).until(() -> commands.size() == 1);
        assertThat(fleet.states("o-1")).contains("DONE");
        assertThat(commands.get(0).path("type").asText()).isEqualTo("UnlockDoor");
        assertThat(commands.get(0).has("answers")).isFalse();
        ask("o-2", CommandType.LOCK_DOWN, Map.of());
        ask("o-3", CommandType.HOLD_OPEN, Map.of("door", new TextNode("door-1"), "seconds", new LongNode(60)));
        await().atMost(SOON).until(() -> fleet.states("o-3").contains("FAILED"));
    }

    @Test
    void a_door_is_blocked_locked_open_and_as_its_book_says_again_by_order() {
        Mqtt5AsyncClient reader = listening();

        mode("o-1", "BLOCKED", "DONE");
        present(reader, 1);
        await().atMost(SOON).until(() -> commands.size() == 1);
        assertThat(commands.get(0).at("/data/reason").asText()).isEqualTo("LOCKDOWN");
        mode("o-2", "LOCKED_OPEN", "DONE");
        await().atMost(SOON).until(() -> commands.size() == 2);
        assertThat(commands.get(1).at("/data/feedback").asText()).isEqualTo("DOOR_UNLOCKED");
        mode("o-3", "LOCKED", "FAILED");
        mode("o-4", "SHUT", "FAILED");
        mode("o-5", "NORMAL", "DONE");
    }

    private void mode(String id, String mode, String state) {
        ask(id, CommandType.SET_DOOR_MODE, Map.of("door", new TextNode("door-1"), "mode", new TextNode(mode)));
        await().atMost(SOON).until(() -> fleet.states(id).contains(state));
    }

    @Test
    void what_cannot_be_done_says_why() {
        ask("o-1", CommandType.HOLD_OPEN, Map.of("door", new TextNode("no-door"), "seconds", new LongNode(60)));
        ask("o-2", CommandType.LET_IN, Map.of("accessPoint", new TextNode("in-1")));
        ask("o-3", CommandType.HOLD_OPEN, Map.of("door", new TextNode("door-1"), "seconds", new LongNode(0)));

        for (String order : List.of("o-1", "o-2", "o-3")) {
            await().atMost(SOON).until(() -> fleet.states(order).contains("FAILED"));
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(fleet.received("CommandReported"))
                        .map(event -> String.valueOf(event.body()))
                        .anyMatch(body -> body.contains("there is no door no-door"))
                        .anyMatch(body -> body.contains("nobody waits at in-1"))
                        .anyMatch(body -> body.contains("seconds must be between")));
    }

    private void ask(String id, CommandType type, Map<String, JsonNode> data) {
        long now = Surroundings.ofSystem().clock().millis();
        fleet.order(new CommandOrder(
                id, id, new DeviceId(GatewayStand.ID.value()), type, now, now + 60_000, "li", "a drill", data));
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

    private static void present(Mqtt5AsyncClient reader, long seq) {
        await(reader.publishWith()
                .topic("gh/v1/" + READER + "/event")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(badge(seq, CARD).getBytes(StandardCharsets.UTF_8))
                .send());
    }
}
