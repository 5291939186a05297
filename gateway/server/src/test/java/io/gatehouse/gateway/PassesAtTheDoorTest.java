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
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.pass.OneTimeCode;
import io.gatehouse.protocol.pass.PhoneGrant;
import io.gatehouse.protocol.pass.RemoteOpening;
import io.gatehouse.protocol.pass.VisitorPass;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What visitors and phones bring, at a gateway that is cut off and whose book knows nothing of it, over the wire. */
class PassesAtTheDoorTest {

    private static final SiteId GARDEN = new SiteId("garden");

    @TempDir
    Path folder;

    private final List<JsonNode> commands = new CopyOnWriteArrayList<>();
    private final Instant now = Surroundings.ofSystem().clock().instant();
    private GatewayStand stand = new GatewayStand(Path.of(""));
    private int seq;

    @BeforeEach
    void begin() {
        stand = new GatewayStand(folder);
        stand.keep(stand.takingPasses(GatewayStand.book(1)));
        stand.start();
    }

    @AfterEach
    void end() {
        stand.close();
    }

    @Test
    void a_pass_lets_in_as_often_as_it_says_also_over_a_restart_and_a_forged_one_never() {
        String pass = pass("visit-0001").sign(stand.fleetKeys().getPrivate());
        String forged = pass("visit-0002").sign(GatewayStand.keys().getPrivate());

        assertThat(reason("QR_CODE", pass)).isEqualTo("GRANTED");
        assertThat(commands.get(0).path("type").asText()).isEqualTo("UnlockDoor");
        stand.stop();
        stand.start();
        assertThat(reason("QR_CODE", pass)).isEqualTo("VISIT_ENTRIES_EXHAUSTED");
        assertThat(reason("QR_CODE", forged)).isEqualTo("SIGNATURE_INVALID");

        stand.stop();
        assertThat(stand.recorded("CredentialPresented").get(0)).satisfies(event -> {
            assertThat(event.decision()).isNotNull();
            assertThat(event.decision().person()).isEqualTo("pass-visit-0001");
            assertThat(event.toString()).doesNotContain(pass);
        });
    }

    @Test
    void a_pass_that_the_book_says_was_revoked_opens_nothing() {
        String pass = pass("visit-0003").sign(stand.fleetKeys().getPrivate());
        SiteBook book = stand.takingPasses(GatewayStand.book(2));
        String ref = CredentialRef.of(book.credentialKey(), new PresentedCredential("QR_CODE", "RAW", 0, pass));
        stand.stop();
        stand.keep(GatewayStand.with(
                book, new SiteBook.Credential(ref, null, SiteBook.CredentialState.DISABLED, null, null, List.of())));
        stand.start();

        assertThat(reason("QR_CODE", pass)).isEqualTo("CREDENTIAL_DISABLED");
    }

    @Test
    void a_code_opens_once() {
        byte[] siteKey = GatewayStand.book(1).credentialKey();
        String code = OneTimeCode.of("in-1", 7, now, OneTimeCode.Window.USUAL).digits(siteKey);

        assertThat(reason("TEMP_CODE", code)).isEqualTo("GRANTED");
        assertThat(reason("TEMP_CODE", code)).isEqualTo("CREDENTIAL_MAX_USES");
        assertThat(reason("TEMP_CODE", "0712345678")).isIn("SIGNATURE_INVALID", "GRANTED");
    }

    @Test
    void a_phone_opens_over_http_once_with_its_owners_right_and_a_forged_one_locks_nobody_out() {
        KeyPair phone = GatewayStand.keys();
        byte[] grant = new PhoneGrant(
                        GARDEN,
                        "p-1",
                        List.of("in-1"),
                        phone.getPublic().getEncoded(),
                        now.minusSeconds(60),
                        now.plusSeconds(3600))
                .sign(stand.fleetKeys().getPrivate());
        RemoteOpening.Order order = new RemoteOpening.Order("in-1", "nonce-0001", now, now.plusSeconds(50));
        String opening = order.sign(grant, phone.getPrivate());
        String forged = order.sign(grant, GatewayStand.keys().getPrivate());
        listen();

        for (int i = 0; i < 10; i++) {
            assertThat(post(forged).statusCode()).isEqualTo(400);
        }
        assertThat(post(opening).body()).contains("\"outcome\":\"GRANTED\"");
        await().atMost(SOON).until(() -> !commands.isEmpty());
        assertThat(post(opening).statusCode()).isEqualTo(403);

        stand.stop();
        assertThat(stand.recorded("PhoneOpening")).hasSize(2);
        assertThat(commands)
                .filteredOn(c -> c.path("type").asText().equals("UnlockDoor"))
                .hasSize(1);
    }

    private HttpResponse<String> post(String opening) {
        return Web.post(stand.gateway().webPort(), "/api/v1/openings", "{\"opening\":\"" + opening + "\"}");
    }

    private VisitorPass pass(String id) {
        return new VisitorPass(id, GARDEN, List.of("in-1"), now.minusSeconds(60), now.plusSeconds(3600), 1);
    }

    private Mqtt5AsyncClient listen() {
        Mqtt5AsyncClient reader = stand.mqtt5(READER);
        await(reader.subscribeWith()
                .topicFilter("gh/v1/" + READER + "/cmd")
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(m -> commands.add(json(m.getPayloadAsBytes())))
                .send());
        return reader;
    }

    /** The reason that is shown for it; the two reads are never taken for one hand held out too long. */
    private String reason(String type, String number) {
        stand.clockAt(Surroundings.ofSystem().clock().instant().plusSeconds(3L * seq));
        int before = commands.size();
        Mqtt5AsyncClient reader = listen();
        String event = "{\"bootId\":\"b1\",\"seq\":" + ++seq + ",\"type\":\"CredentialPresented\",\"credential\":"
                + "{\"type\":\"" + type + "\",\"number\":\"" + number + "\"}}";
        await(reader.publishWith()
                .topic("gh/v1/" + READER + "/event")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(event.getBytes(StandardCharsets.UTF_8))
                .send());
        await().atMost(SOON).until(() -> commands.size() > before);
        await(reader.disconnect());
        return commands.get(before).at("/data/reason").asText();
    }
}
