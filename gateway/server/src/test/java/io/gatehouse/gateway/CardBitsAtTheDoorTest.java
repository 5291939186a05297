package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.READER;
import static io.gatehouse.gateway.GatewayStand.SOON;
import static io.gatehouse.gateway.GatewayStand.await;
import static io.gatehouse.gateway.GatewayStand.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that passes a card's bits on, over the wire. */
class CardBitsAtTheDoorTest {

    @TempDir
    Path folder;

    private final List<JsonNode> commands = new CopyOnWriteArrayList<>();
    private GatewayStand stand = new GatewayStand(Path.of(""));
    private int seq;

    @BeforeEach
    void begin() {
        stand = new GatewayStand(folder);
        stand.keep(withCard(new PresentedCredential("CARD", "WIEGAND26", 212, "7041")));
        stand.start();
    }

    @AfterEach
    void end() {
        stand.close();
    }

    @Test
    void bits_are_read_before_the_decision_and_never_kept() {
        JsonNode answer = answerTo("3A83702", 26);
        assertThat(answer.path("type").asText()).isEqualTo("UnlockDoor");

        stand.stop();
        assertThat(stand.recorded("CredentialPresented"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.toString()).doesNotContain("3A83702").doesNotContain("7041"));
    }

    @Test
    void bits_that_are_no_card_are_refused_with_their_reason() {
        assertThat(answerTo("3A83703", 26).at("/data/reason").asText()).isEqualTo("PARITY_ERROR");
        assertThat(answerTo("3A83702", 27).at("/data/reason").asText()).isEqualTo("BAD_FORMAT");
    }

    @Test
    void a_card_with_the_facility_of_another_site_is_told_so_and_our_own_opens() {
        assertThat(answerTo("2020002", 26).at("/data/reason").asText()).isEqualTo("CREDENTIAL_UNKNOWN");

        stand.stop();
        stand.keep(withFacility(withCard(new PresentedCredential("CARD", "WIEGAND26", 212, "7041")), 212));
        stand.start();

        assertThat(answerTo("2020002", 26).at("/data/reason").asText()).isEqualTo("FACILITY_CODE_MISMATCH");
        assertThat(answerTo("3A83702", 26).path("type").asText()).isEqualTo("UnlockDoor");
    }

    private static SiteBook withFacility(SiteBook plain, int facility) {
        SiteRules.Policies usual = SiteRules.Policies.DEFAULT;
        SiteRules.Policies ours = new SiteRules.Policies(
                usual.maxFailures(),
                usual.lockoutSeconds(),
                0,
                usual.factorSeconds(),
                usual.verifySeconds(),
                false,
                true,
                true,
                List.of(facility));
        return new SiteBook(
                plain.site(),
                plain.gateway(),
                2,
                plain.compiledAt(),
                plain.timeZone(),
                plain.credentialKey(),
                plain.devices(),
                plain.doors(),
                plain.accessPoints(),
                plain.schedules(),
                plain.profiles(),
                plain.people(),
                plain.credentials(),
                plain.checkpoints(),
                new SiteRules(
                        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), ours));
    }

    private JsonNode answerTo(String hex, int length) {
        int before = commands.size();
        Mqtt5AsyncClient reader = stand.mqtt5(READER);
        await(reader.subscribeWith()
                .topicFilter("gh/v1/" + READER + "/cmd")
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(m -> commands.add(json(m.getPayloadAsBytes())))
                .send());
        String event = "{\"bootId\":\"b1\",\"seq\":" + ++seq + ",\"type\":\"CredentialPresented\",\"credential\":"
                + "{\"type\":\"CARD\",\"format\":\"WIEGAND26\",\"bits\":\"" + hex + "\",\"bitLength\":" + length + "}}";
        await(reader.publishWith()
                .topic("gh/v1/" + READER + "/event")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(event.getBytes(StandardCharsets.UTF_8))
                .send());
        await().atMost(SOON).until(() -> commands.size() > before);
        await(reader.disconnect());
        return commands.get(before);
    }

    private static SiteBook withCard(PresentedCredential card) {
        SiteBook plain = GatewayStand.book(1);
        SiteBook.Credential known = plain.credentials().get(0);
        return new SiteBook(
                plain.site(),
                plain.gateway(),
                plain.version(),
                plain.compiledAt(),
                plain.timeZone(),
                plain.credentialKey(),
                plain.devices(),
                plain.doors(),
                plain.accessPoints(),
                plain.schedules(),
                plain.profiles(),
                plain.people(),
                List.of(new SiteBook.Credential(
                        CredentialRef.of(plain.credentialKey(), card),
                        known.person(),
                        known.state(),
                        null,
                        null,
                        known.profiles())),
                plain.checkpoints());
    }
}
