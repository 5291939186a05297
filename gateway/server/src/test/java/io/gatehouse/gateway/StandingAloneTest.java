package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.CARD;
import static io.gatehouse.gateway.GatewayStand.READER;
import static io.gatehouse.gateway.GatewayStand.SOON;
import static io.gatehouse.gateway.GatewayStand.await;
import static io.gatehouse.gateway.GatewayStand.badge;
import static io.gatehouse.gateway.GatewayStand.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** P4: a site that starts without a fleet and with a wrong clock decides with the last site book. */
class StandingAloneTest {

    /** The card is locked out until 2100; as a gateway wrote it that knew no doors.state. */
    private static final String LOCKED_OUT = "R0hTMQAAAAAAAAAAAAAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQHVP3mbocoAAAAAAA"
            + "AAAACAAAAAAAAAAIAAAAAAAAAAAAAAAAAAA7ssw9gAAAAAAAAAAAAAAAAAAAAAMDEClA==";

    private static final int FORMAT_AT = 3;

    @TempDir
    Path folder;

    private GatewayStand stand = new GatewayStand(Path.of(""));

    @AfterEach
    void end() {
        stand.close();
    }

    @Test
    void with_a_clock_in_1970_a_right_without_an_end_works_and_its_doubt_is_kept() {
        stand = new GatewayStand(folder)
                .withBook()
                .clockAt(Instant.parse("1970-01-01T00:05:00Z"))
                .start();

        assertThat(answerTo(1)).isEqualTo("UnlockDoor GRANTED");

        stand.stop();
        assertThat(stand.recorded("CredentialPresented").get(0).timeQuality()).isEqualTo(TimeQuality.UNTRUSTED);
    }

    @Test
    void with_a_clock_in_1970_a_right_with_an_end_waits() {
        stand = new GatewayStand(folder);
        stand.keep(withEnd(GatewayStand.book(1), Instant.parse("2030-01-01T00:00:00Z")));
        stand.clockAt(Instant.parse("1970-01-01T00:05:00Z")).start();

        assertThat(answerTo(1)).isEqualTo("DenyAccess TIME_UNTRUSTED");
    }

    @Test
    void with_a_right_clock_a_right_with_an_end_works_until_then() {
        stand = new GatewayStand(folder);
        stand.keep(withEnd(GatewayStand.book(1), Instant.parse("2030-01-01T00:00:00Z")));
        stand.clockAt(Instant.parse("2029-12-31T23:00:00Z")).start();

        assertThat(answerTo(1)).isEqualTo("UnlockDoor GRANTED");

        stand.clockAt(Instant.parse("2030-01-01T00:00:01Z"));
        assertThat(answerTo(2)).isEqualTo("DenyAccess CREDENTIAL_EXPIRED");
    }

    @Test
    void a_state_from_before_doors_were_remembered_is_taken_over() throws IOException {
        Files.write(folder.resolve("site.state"), Base64.getDecoder().decode(LOCKED_OUT));

        stand = new GatewayStand(folder).withBook().start();

        assertThat(folder.resolve("doors.state")).doesNotExist();
        assertThat(answerTo(1)).isEqualTo("DenyAccess CREDENTIAL_LOCKED_OUT");
    }

    @Test
    void a_state_that_a_newer_version_wrote_is_left_as_it_is() throws IOException {
        byte[] newer = Base64.getDecoder().decode(LOCKED_OUT);
        newer[FORMAT_AT]++;
        CRC32C sum = new CRC32C();
        sum.update(newer, 0, newer.length - Long.BYTES);
        ByteBuffer.wrap(newer).putLong(newer.length - Long.BYTES, sum.getValue());
        Files.write(folder.resolve("site.state"), newer);
        stand = new GatewayStand(folder).withBook();

        assertThatThrownBy(stand::start)
                .hasRootCauseInstanceOf(StartRefusal.class)
                .rootCause()
                .hasMessageContaining("site.state was written by a newer version (format 2, this one reads 1)");
        assertThat(folder.resolve("site.state")).hasBinaryContent(newer);
    }

    @Test
    void a_device_that_connects_while_the_gateway_starts_gets_its_unlock_command() throws Exception {
        int port = freePort();
        stand = new GatewayStand(folder).withBook().set("mqtt.port", Integer.toString(port));
        CompletableFuture<GatewayStand> starting = CompletableFuture.supplyAsync(stand::start);

        await("it listens").atMost(SOON).pollInterval(Duration.ofMillis(2)).until(() -> listens(port));
        new RehearsedBadge(READER, GatewayStand.secret(READER), CARD).overMqtt(port);

        starting.join().stop();
        assertThat(stand.recorded("CredentialPresented")).hasSize(1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void the_rehearsal_of_a_start_decides_its_badges() throws Exception {
        assertThat(Rehearsal.run(folder.resolve("rehearsal"))).isEqualTo(2);
    }

    @Test
    void a_book_that_somebody_else_signed_is_not_believed_and_nobody_gets_in() {
        new GatewayStand(folder).withBook();
        stand = new GatewayStand(folder).start();

        assertThat(stand.gateway().siteBookVersion()).isZero();
        assertThatThrownBy(() -> stand.mqtt5(READER)).hasMessageContaining("BAD_USER_NAME_OR_PASSWORD");
    }

    @Test
    void health_metrics_and_status_answer_without_a_fleet() {
        stand = new GatewayStand(folder).withBook().start();

        assertThat(Web.ask(stand.gateway().webPort(), "/health").statusCode()).isEqualTo(200);
        assertThat(Web.ask(stand.gateway().webPort(), "/metrics").body()).contains("link_up");
        JsonNode status = Web.get(stand.gateway().webPort(), "/api/v1/status");
        assertThat(status.at("/link/connected").asBoolean(true)).isFalse();
        assertThat(status.at("/siteBook/version").asInt()).isEqualTo(1);
    }

    @Test
    void a_port_in_use_is_refused_naming_the_setting_and_all_is_closed_again() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            stand = new GatewayStand(folder).withBook().set("web.port", "" + taken.getLocalPort());

            assertThatThrownBy(stand::start)
                    .hasRootCauseInstanceOf(StartRefusal.class)
                    .rootCause()
                    .hasMessageContaining("gatehouse.gateway.web.port");
        }
        stand.set("web.port", "0").start();
        assertThat(answerTo(1)).isEqualTo("UnlockDoor GRANTED");
    }

    @Test
    void an_address_that_is_none_is_refused_naming_the_setting() {
        stand = new GatewayStand(folder).set("fleet.mqtt", "fleet.example");

        assertThatThrownBy(stand::start)
                .hasRootCauseInstanceOf(StartRefusal.class)
                .rootCause()
                .hasMessage("'fleet.example' is no address; write ssl or tcp://host:port (change"
                        + " gatehouse.gateway.fleet.mqtt)");
    }

    private static SiteBook withEnd(SiteBook book, Instant end) {
        SiteBook.Credential card = book.credentials().get(0);
        return new SiteBook(
                book.site(),
                book.gateway(),
                book.version(),
                book.compiledAt(),
                book.timeZone(),
                book.credentialKey(),
                book.devices(),
                book.doors(),
                book.accessPoints(),
                book.schedules(),
                book.profiles(),
                book.people(),
                List.of(new SiteBook.Credential(
                        card.ref(), card.person(), card.state(), null, end.toEpochMilli(), card.profiles())),
                book.checkpoints());
    }

    private String answerTo(long seq) {
        List<JsonNode> commands = new CopyOnWriteArrayList<>();
        Mqtt5AsyncClient reader = stand.mqtt5(READER);
        await(reader.subscribeWith()
                .topicFilter("gh/v1/" + READER + "/cmd")
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(m -> commands.add(json(m.getPayloadAsBytes())))
                .send());
        await(reader.publishWith()
                .topic("gh/v1/" + READER + "/event")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(badge(seq, CARD).getBytes(StandardCharsets.UTF_8))
                .send());
        await().atMost(SOON).until(() -> !commands.isEmpty());
        return commands.get(0).path("type").asText() + " "
                + commands.get(0).at("/data/reason").asText();
    }
}
