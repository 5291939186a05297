package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.CARD;
import static io.gatehouse.gateway.GatewayStand.OTHER;
import static io.gatehouse.gateway.GatewayStand.READER;
import static io.gatehouse.gateway.GatewayStand.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import io.gatehouse.patrol.wand.UploadBatch;
import io.gatehouse.patrol.wand.WandCsv;
import io.gatehouse.patrol.wand.WandFile;
import io.gatehouse.patrol.wand.WandMessage;
import io.gatehouse.patrol.wand.WandRecord;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.Officer;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.PatrolPolicy;
import io.gatehouse.protocol.patrol.PatrolSchedule;
import io.gatehouse.protocol.patrol.Route;
import io.gatehouse.protocol.patrol.Wand;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A round at a site that nobody is connected with: judged there, told there, and corrected when the wand comes home. */
class PatrolAtTheSiteTest {

    private static final String ROUND = "night@2026-11-26T22:00";
    private static final Wand WAND = new Wand("W-07", "Wand 7", "key of wand 7", "");

    @TempDir
    Path folder;

    private GatewayStand stand = new GatewayStand(Path.of(""));

    @AfterEach
    void end() {
        stand.close();
    }

    @Test
    void a_round_is_judged_while_the_uplink_is_cut_and_corrected_when_the_wand_is_read() {
        stand = new GatewayStand(folder);
        stand.keep(GatewayStand.book(1).patrolledBy(plan()));
        stand.clockAt(at("21:59:30")).start();
        await("the plan is in force")
                .atMost(SOON)
                .until(() -> state().path("desk").path("known").has("night"));

        stand.clockAt(at("22:00:20"));
        publish(
                OTHER,
                "{\"type\":\"CheckpointScanned\",\"bootId\":\"b1\",\"seq\":1,\"tag\":\"04a1b201\",\"officer\":\"li\"}");
        publish(READER, GatewayStand.badge(1, CARD));
        await("two stops are made")
                .atMost(SOON)
                .until(() -> state().path("desk").path("scans").size() >= 2);
        stand.clockAt(at("22:10:00"));
        await("the third is missed").atMost(SOON).until(() -> told(ROUND + "#3").startsWith("MISSED GUARD"));
        assertThat(told(ROUND + "#1") + told(ROUND + "#2")).isEmpty();
        assertThat(told(ROUND)).startsWith("INCOMPLETE 2 1");

        upload(at("22:00:40"));
        await("the wand has corrected it")
                .atMost(SOON)
                .until(() -> told(ROUND + "#3").startsWith("ON_TIME"));
        await("and the round").atMost(SOON).until(() -> told(ROUND).startsWith("COMPLETED 3 0"));

        stand.stop();
        List<String> before = findings();
        stand.clockAt(at("22:12:00")).start();
        await("it is back")
                .atMost(SOON)
                .until(() -> state().path("desk").path("savedAt").asLong()
                        >= at("22:12:00").toEpochMilli());
        stand.stop();

        assertThat(before).filteredOn(told -> told.endsWith("#3")).containsExactly("CHECKPOINT_MISSED " + ROUND + "#3");
        assertThat(before).contains("STOP_CORRECTED " + ROUND + "#3/2", "ROUND_JUDGED " + ROUND + "/2");
        assertThat(findings()).isEqualTo(before);
    }

    @Test
    void five_thousand_records_of_a_wand_come_over_mqtt_and_as_a_file_and_count_once() {
        stand = new GatewayStand(folder);
        stand.keep(GatewayStand.book(1).patrolledBy(plan()));
        stand.clockAt(at("22:30:00")).start();
        await("the plan is in force")
                .atMost(SOON)
                .until(() -> state().path("desk").path("known").has("night"));
        List<WandRecord> records = IntStream.rangeClosed(1, 5_000)
                .mapToObj(i -> new WandRecord(i, at("14:00:00").toEpochMilli() + i * 5_000L, "04A1B203"))
                .toList();
        long docked = at("22:30:00").toEpochMilli();
        byte[] file = WandCsv.write(new UploadBatch("W-07", "", docked, docked, "", 1, 5_000, 0), records, WAND.key());

        long began = System.nanoTime();
        JsonNode first = post(file);
        long took = (System.nanoTime() - began) / 1_000_000;
        await("all are there")
                .atMost(SOON)
                .until(() -> state().path("desk").path("scans").size() == 5_000);
        JsonNode again = post(file);
        IntStream.range(0, 5)
                .forEach(part -> dock(part + 1, records.subList(part * 1_000, part * 1_000 + 1_000), docked));

        System.out.printf("5,000 wand records uploaded to a gateway in %d ms%n", took);
        assertThat(first.path("own").asBoolean()).isTrue();
        assertThat(first.path("scans").asInt()).isEqualTo(5_000);
        assertThat(again.path("troubles").get(0).path("code").asText()).isEqualTo("ALREADY_KNOWN");
        await("the dock's parts were worked in")
                .atMost(SOON)
                .until(() -> state().path("upTo").asLong() >= 50 + 50 + 5 + 50);
        assertThat(state().path("desk").path("scans")).hasSize(5_000);
    }

    @Test
    void a_bad_reading_of_a_wand_over_mqtt_or_coap_gets_a_clear_answer_and_is_kept_with_its_doubt() throws Exception {
        stand = new GatewayStand(folder);
        stand.keep(GatewayStand.book(1).patrolledBy(plan()));
        stand.clockAt(at("21:59:30")).start();
        await("the plan is in force")
                .atMost(SOON)
                .until(() -> state().path("desk").path("known").has("night"));
        stand.clockAt(at("22:10:00"));
        long docked = at("22:10:00").toEpochMilli();
        String roof = "[1," + at("22:00:40").toEpochMilli() + ",'04A1B203']";

        assertThatThrownBy(() -> publish(OTHER, wandRead(1, "W-07", docked, docked, "'records':'none'")))
                .hasRootCauseInstanceOf(Mqtt5PubAckException.class);
        assertThat(overCoap(wandRead(1, "W-07", docked, docked, "'more':false")))
                .startsWith("4.00 ")
                .contains("'records' is missing");
        publish(OTHER, wandRead(2, "W-99", docked, docked, "'records':[" + roof + "]"));
        assertThat(overCoap(wandRead(3, "W-07", docked, docked, "'records':[" + roof + ",['two',2,'04A1B203']]")))
                .startsWith("2.04");
        await("all is kept and nothing of it counts")
                .atMost(SOON)
                .until(() -> state().path("desk").path("scans").size() == 2
                        && told(ROUND + "#3").startsWith("MISSED"));

        long lost = Instant.parse("1901-01-01T00:10:00Z").toEpochMilli();
        long then = Instant.parse("1901-01-01T00:00:40Z").toEpochMilli();
        List<WandRecord> records = List.of(new WandRecord(1, then, "04A1B203"));
        UploadBatch batch = new UploadBatch("W-07", OTHER, lost, lost, "", 2, 1, 0);
        String hmac = WandFile.signature(WandMessage.content(batch, records, false), WAND.key());
        publish(
                OTHER,
                wandRead(
                                4,
                                "W-07",
                                lost,
                                lost,
                                "'more':false,'hmac':'" + hmac + "','records':[[1," + then + ",'04A1B203']]")
                        .replace("\"erase\":1", "\"erase\":2"));
        await("a dock and a wand in 1901 are reckoned from now")
                .atMost(SOON)
                .until(() -> told(ROUND + "#3").startsWith("ON_TIME"));

        stand.stop();
        assertThat(findings()).filteredOn(one -> one.startsWith("WAND_DOUBTED")).hasSize(2);
        assertThat(stand.recorded("WandRead")).hasSize(3);
        assertThat(stand.recorded("PatrolScansTaken").toString())
                .contains("FOREIGN_WAND", "DAMAGED", "NOT_SIGNED", "DOCK_CLOCK_WRONG");
    }

    private static String wandRead(int seq, String wand, long wandTime, long dockTime, String rest) {
        return ("{'type':'WandRead','bootId':'b1','seq':" + seq + ",'wand':'" + wand + "','erase':1,'wandTime':"
                        + wandTime + ",'dockTime':" + dockTime + "," + rest + "}")
                .replace('\'', '"');
    }

    private String overCoap(String event) throws Exception {
        CoapEndpoint endpoint = CoapEndpoint.builder()
                .setConfiguration(Configuration.createStandardWithoutFile())
                .build();
        try {
            CoapClient client = new CoapClient(
                            "coap://127.0.0.1:" + stand.gateway().coapPort() + "/gh/v1/" + OTHER + "/event?key="
                                    + GatewayStand.secret(OTHER))
                    .setEndpoint(endpoint)
                    .setTimeout(15_000L);
            CoapResponse answer =
                    client.post(event.getBytes(StandardCharsets.UTF_8), MediaTypeRegistry.APPLICATION_JSON);
            return answer.getCode() + " " + answer.getResponseText();
        } finally {
            endpoint.destroy();
        }
    }

    /** In parts, as a dock sends them. */
    private void dock(int seq, List<WandRecord> part, long docked) {
        boolean more = seq < 5;
        StringBuilder records = new StringBuilder();
        part.forEach(one -> records.append(records.isEmpty() ? "" : ",")
                .append("[" + one.seq() + "," + one.rawTime() + ",\"" + one.tag() + "\"]"));
        UploadBatch batch = new UploadBatch("W-07", OTHER, docked, docked, "", 1, part.size(), 0);
        String hmac = WandFile.signature(WandMessage.content(batch, part, more), WAND.key());
        publish(
                OTHER,
                "{\"type\":\"WandRead\",\"bootId\":\"b1\",\"seq\":" + seq
                        + ",\"wand\":\"W-07\",\"erase\":1,\"wandTime\":"
                        + docked + ",\"dockTime\":" + docked + ",\"more\":" + more + ",\"hmac\":\"" + hmac
                        + "\",\"records\":[" + records + "]}");
    }

    private static PatrolPlan plan() {
        List<PatrolCheckpoint> checkpoints = List.of(
                checkpoint("gate", new Mark(MarkKind.NFC, "04A1B201", OTHER)),
                checkpoint("door", new Mark(MarkKind.READER, "in-1", null)),
                checkpoint("roof", new Mark(MarkKind.RFID_BUTTON, "04A1B203", null)));
        Route route = new Route(
                "tour",
                "Tour",
                Route.Order.FREE,
                List.of(Route.Stop.of("gate", 0, 5), Route.Stop.of("door", 0, 5), Route.Stop.of("roof", 0, 5)),
                1,
                1,
                2,
                null);
        return new PatrolPlan(
                checkpoints,
                List.of(route),
                List.of(PatrolSchedule.of("night", "tour", "2026-11-26T22:00", "FREQ=DAILY")),
                List.of(),
                List.of(new Officer("li", "李", List.of(), "p-1")),
                List.of(WAND),
                PatrolPolicy.DEFAULT,
                "");
    }

    private static PatrolCheckpoint checkpoint(String id, Mark mark) {
        return new PatrolCheckpoint(id, id, List.of(mark), null, null, List.of(), List.of(), List.of(), null, true);
    }

    /** A time of the evening in Shanghai. */
    private static Instant at(String time) {
        return OffsetDateTime.parse("2026-11-26T" + time + "+08:00").toInstant();
    }

    private void publish(String device, String event) {
        GatewayStand.await(stand.mqtt5(device)
                .publishWith()
                .topic("gh/v1/" + device + "/event")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(event.getBytes(StandardCharsets.UTF_8))
                .send());
    }

    private void upload(Instant scanned) {
        long docked = at("22:10:00").toEpochMilli();
        List<WandRecord> records = List.of(new WandRecord(1, scanned.toEpochMilli(), "04A1B203"));
        post(WandCsv.write(new UploadBatch("W-07", "", docked, docked, "", 1, 1, 0), records, WAND.key()));
    }

    private JsonNode post(byte[] file) {
        String body = Web.post(
                        stand.gateway().webPort(), "/api/v1/patrol/wands", new String(file, StandardCharsets.UTF_8))
                .body();
        return GatewayStand.json(body.getBytes(StandardCharsets.UTF_8));
    }

    /** What the last finding about it says, or nothing. */
    private String told(String about) {
        return state().path("desk").path("told").path(about).path("what").asText();
    }

    private JsonNode state() {
        try {
            Path file = folder.resolve("patrol.state");
            return Files.exists(file)
                    ? WireFormat.CBOR.mapper().readTree(Files.readAllBytes(file))
                    : WireFormat.JSON.mapper().createObjectNode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> findings() {
        return stand.recorded(Lane.EVIDENCE).stream()
                .filter(event -> event.type().startsWith("Patrol")
                        && event.body() != null
                        && event.body().has("kind"))
                .map(PatrolAtTheSiteTest::finding)
                .toList();
    }

    private static String finding(SiteEvent event) {
        JsonNode body = event.body();
        return body == null
                ? ""
                : body.path("kind").asText() + " " + body.path("id").asText();
    }
}
