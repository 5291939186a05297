package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.CARD;
import static io.gatehouse.gateway.GatewayStand.READER;
import static io.gatehouse.gateway.GatewayStand.SOON;
import static io.gatehouse.gateway.GatewayStand.await;
import static io.gatehouse.gateway.GatewayStand.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.PinHash;
import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Card and PIN, duress, requests to exit and restarts, over the wire. */
class RulesAtTheDoorTest {

    @TempDir
    Path folder;

    private GatewayStand stand = new GatewayStand(Path.of(""));
    private final List<JsonNode> commands = new CopyOnWriteArrayList<>();
    private int seq;

    @BeforeEach
    void begin() {
        stand = new GatewayStand(folder);
    }

    @AfterEach
    void end() {
        stand.close();
    }

    @Test
    void a_card_waits_for_its_PIN_and_no_PIN_is_kept() {
        stand.keep(withPin(SiteBook.DoorMode.LOCKED));
        stand.start();

        JsonNode asked = answerTo("{\"type\":\"CARD\",\"number\":\"" + CARD + "\"}");
        assertThat(asked.path("type").asText()).isEqualTo("ShowFeedback");
        assertThat(asked.at("/data/feedback").asText()).isEqualTo("REQUIRE_IDENTIFIER");
        assertThat(asked.at("/data/factors").asText()).isEqualTo("PIN");
        JsonNode open = answerTo("{\"type\":\"PIN\",\"number\":\"4711\"}");
        assertThat(open.path("type").asText()).isEqualTo("UnlockDoor");

        stand.stop();
        List<SiteEvent> events = stand.recorded("CredentialPresented");
        assertThat(events)
                .hasSize(2)
                .allSatisfy(event ->
                        assertThat(event.toString()).doesNotContain("4711").doesNotContain(CARD));
        AccessDecision granted = Objects.requireNonNull(events.get(1).decision());
        assertThat(granted.person()).isEqualTo("p-1");
    }

    @Test
    void a_PIN_under_duress_is_answered_as_any_other_and_recorded_as_what_it_is() {
        stand.keep(withPin(SiteBook.DoorMode.LOCKED));
        stand.start();

        JsonNode help = answerTo("{\"type\":\"CARD\",\"number\":\"" + CARD + "\",\"pin\":\"4712\"}");
        assertThat(help.path("type").asText()).isEqualTo("UnlockDoor");
        assertThat(help.path("data").toString())
                .isEqualTo("{\"accessPoint\":\"in-1\",\"door\":\"door-1\",\"releaseMillis\":3000,"
                        + "\"feedback\":\"ACCESS_GRANTED\",\"reason\":\"GRANTED\"}");

        stand.stop();
        AccessDecision kept = Objects.requireNonNull(
                stand.recorded("CredentialPresented").get(0).decision());
        assertThat(kept.outcome()).isEqualTo(Outcome.GRANTED_DURESS);
        assertThat(stand.recorded("CredentialPresented").get(0).toString()).doesNotContain("4712");
    }

    @Test
    void _24_a_request_to_exit_opens_in_a_lockdown() {
        stand.keep(withPin(SiteBook.DoorMode.LOCKED_DOWN));
        stand.start();

        JsonNode denied = answerTo("{\"type\":\"CARD\",\"number\":\"" + CARD + "\",\"pin\":\"4711\"}");
        assertThat(denied.at("/data/reason").asText()).isEqualTo("LOCKDOWN");
        JsonNode out = answerToEvent("\"type\":\"RequestToExit\"");
        assertThat(out.path("type").asText()).isEqualTo("UnlockDoor");
        assertThat(out.at("/data/door").asText()).isEqualTo("door-1");
    }

    @Test
    void a_lock_after_wrong_PINs_survives_a_restart() {
        stand.keep(withPin(SiteBook.DoorMode.LOCKED));
        stand.start();
        String wrong = "{\"type\":\"CARD\",\"number\":\"" + CARD + "\",\"pin\":\"0000\"}";
        for (int i = 0; i < 5; i++) {
            assertThat(answerTo(wrong).at("/data/reason").asText()).isEqualTo("PIN_INVALID");
        }
        stand.stop();
        commands.clear();
        stand.start();

        JsonNode locked = answerTo("{\"type\":\"CARD\",\"number\":\"" + CARD + "\",\"pin\":\"4711\"}");
        assertThat(locked.at("/data/reason").asText()).isEqualTo("CREDENTIAL_LOCKED_OUT");
    }

    @Test
    void of_a_face_its_score_is_kept_and_no_template() {
        stand.keep(withPin(SiteBook.DoorMode.LOCKED));
        stand.start();
        String template = "QUJD".repeat(200);

        answerTo("{\"type\":\"FACE\",\"number\":\"face-7\",\"match\":\"YES\",\"live\":true,\"score\":0.97,"
                + "\"model\":\"f3\",\"template\":\"" + template + "\",\"vector\":[0.1,0.2]},\"crop\":\"" + template
                + "\"");

        stand.stop();
        SiteEvent kept = stand.recorded("CredentialPresented").get(0);
        assertThat(String.valueOf(kept.body()))
                .contains("\"score\":0.97", "\"model\":\"f3\"", "\"match\":\"YES\"", "\"live\":true")
                .doesNotContain("QUJD")
                .doesNotContain("vector");
    }

    @Test
    void the_reader_of_a_door_warns_before_it_stands_open_too_long_and_says_when_that_is_over() {
        SiteBook book = withPin(SiteBook.DoorMode.LOCKED);
        SiteBook.Door slow = book.doors().get(0);
        DoorRules warns =
                new DoorRules(DoorRules.Kind.DOOR, true, false, null, null, 5_000, 0, 1, List.of(), List.of());
        stand.keep(with(book, new SiteBook.Door(slow.id(), slow.name(), slow.mode(), 3_000, 2, null, warns)));
        stand.start();
        Mqtt5AsyncClient reader = listening();

        say(reader, "\"type\":\"RequestToExit\",\"door\":\"door-1\"");
        say(reader, "\"type\":\"DoorOpened\",\"door\":\"door-1\"");
        await().atMost(SOON).until(() -> commands.size() == 3);
        say(reader, "\"type\":\"DoorClosed\",\"door\":\"door-1\"");

        await().atMost(SOON).until(() -> commands.size() == 4);
        assertThat(commands)
                .extracting(one -> one.path("type").asText() + " "
                        + one.at("/data/feedback").asText())
                .containsExactly(
                        "UnlockDoor ACCESS_GRANTED",
                        "ShowFeedback DOOR_PRE_ALARM_WARNING",
                        "ShowFeedback DOOR_OPEN_TOO_LONG",
                        "ShowFeedback IDLE");
        await(reader.disconnect());
    }

    private JsonNode answerTo(String credential) {
        return answerToEvent("\"type\":\"CredentialPresented\",\"credential\":" + credential);
    }

    private JsonNode answerToEvent(String fields) {
        int before = commands.size();
        Mqtt5AsyncClient reader = listening();
        say(reader, fields);
        await().atMost(SOON).until(() -> commands.size() > before);
        await(reader.disconnect());
        return commands.get(before);
    }

    private Mqtt5AsyncClient listening() {
        Mqtt5AsyncClient reader = stand.mqtt5(READER);
        await(reader.subscribeWith()
                .topicFilter("gh/v1/" + READER + "/cmd")
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(m -> commands.add(json(m.getPayloadAsBytes())))
                .send());
        return reader;
    }

    private void say(Mqtt5AsyncClient reader, String fields) {
        String event = "{\"bootId\":\"b1\",\"seq\":" + ++seq + "," + fields + "}";
        await(reader.publishWith()
                .topic("gh/v1/" + READER + "/event")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(event.getBytes(StandardCharsets.UTF_8))
                .send());
    }

    private static SiteBook withPin(SiteBook.DoorMode mode) {
        SiteBook plain = GatewayStand.book(1);
        SiteBook.Credential card = plain.credentials().get(0);
        byte[] key = plain.credentialKey();
        CredentialRules pin = new CredentialRules(
                null,
                null,
                null,
                PinHash.make(key, "4711", new Random(1)),
                PinHash.make(key, "4712", new Random(2)),
                Set.of(),
                null,
                null,
                null,
                null);
        SiteBook.AccessPoint in = plain.accessPoints().get(0);
        PointRules asks = new PointRules(
                null, null, "both", PointRules.Mode.AUTHORIZE, 0, null, null, null, PointRules.Approval.NONE, 0, false);
        return new SiteBook(
                plain.site(),
                plain.gateway(),
                plain.version(),
                plain.compiledAt(),
                plain.timeZone(),
                key,
                plain.devices(),
                List.of(new SiteBook.Door("door-1", "East", mode, 3000, 30, null)),
                List.of(new SiteBook.AccessPoint(in.id(), in.door(), in.direction(), in.reader(), true, asks)),
                plain.schedules(),
                plain.profiles(),
                plain.people(),
                List.of(new SiteBook.Credential(
                        card.ref(), card.person(), card.state(), null, null, card.profiles(), pin)),
                plain.checkpoints(),
                rules());
    }

    private static SiteBook with(SiteBook book, SiteBook.Door door) {
        return new SiteBook(
                book.site(),
                book.gateway(),
                book.version(),
                book.compiledAt(),
                book.timeZone(),
                book.credentialKey(),
                book.devices(),
                List.of(door),
                book.accessPoints(),
                book.schedules(),
                book.profiles(),
                book.people(),
                book.credentials(),
                book.checkpoints(),
                book.rules());
    }

    private static SiteRules rules() {
        SiteRules.SecurityLevel both = new SiteRules.SecurityLevel(1, List.of(Set.of(Factor.CARD, Factor.PIN)));
        return new SiteRules(
                List.of(),
                List.of(new SiteRules.AuthenticationProfile("both", "Card and PIN", both, List.of())),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new SiteRules.Policies(5, 300, 0, 10, 60, false, true, true, null));
    }
}
