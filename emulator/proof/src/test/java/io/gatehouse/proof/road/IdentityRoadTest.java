package io.gatehouse.proof.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.demo.EmptyFleet;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.gateway.Gateway;
import io.gatehouse.gateway.GatewaySettings;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.GatewayId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that has nothing but a claim token, and devices that are openssl, curl, mosquitto_pub and coap-client: what
 * the fleet issued lets them in at the gateway, as themselves and as nobody else, until it is taken back.
 */
class IdentityRoadTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static EmptyFleet empty;
    private static Fleet fleet;
    private static FleetApi rest;
    private static ToolDevices tools;
    private static Gateway gateway;
    private static final Map<String, String> OPTIONS = new HashMap<>();

    @BeforeAll
    static void a_fleet_and_a_gateway_that_enrols() throws Exception {
        for (String tool : List.of("openssl", "curl", "mosquitto_pub")) {
            assumeTrue(ToolDevices.installed(tool), "needs " + tool);
        }
        empty = EmptyFleet.start(folder.resolve("fleet"), Map.of());
        fleet = empty.fleet();
        rest = empty.api();
        tools = new ToolDevices(folder, fleet, () -> gateway);
        rest.put("/sites/garden", object().put("name", "Garden").put("timeZone", "Asia/Shanghai"));
        rest.put("/gateways/gw-1", object().put("site", "garden").put("name", "Gate house"));
        OPTIONS.putAll(Map.of(
                "gatehouse.gateway.data",
                path("gateway"),
                "gatehouse.gateway.id",
                "gw-1",
                "gatehouse.gateway.fleet.key",
                fleet.publicKeyText(),
                "gatehouse.gateway.fleet.http",
                "https://localhost:" + fleet.httpsPort(),
                "gatehouse.gateway.fleet.mqtt",
                "ssl://localhost:" + fleet.mqttTlsPort().orElseThrow(),
                "gatehouse.gateway.fleet.longest-pause",
                "500ms"));
        for (String port : List.of("mqtt.port", "mqtt.tls-port", "coap.port", "coaps.port", "web.port")) {
            OPTIONS.put("gatehouse.gateway." + port, "0");
        }
        OPTIONS.put(
                "gatehouse.gateway.fleet.claim",
                rest.post("/gateways/gw-1/enrolment", object()).path("token").asText());
        start();
        tools.run("curl", "-sS", "-o", "ca.pem", fleet.url() + "/trust/ca.pem");
    }

    private static void start() throws Exception {
        gateway = Gateway.start(Settings.load(GatewaySettings.class, null, Map.of(), OPTIONS), Surroundings.ofSystem())
                .await(60, TimeUnit.SECONDS);
        Awaitility.await("the gateway has enrolled and is connected")
                .atMost(SOON)
                .until(IdentityRoadTest::isLinked);
    }

    private static boolean isLinked() throws Exception {
        return tools.run("curl", "-sS", "http://127.0.0.1:" + gateway.webPort() + "/api/v1/status")
                .out()
                .contains("\"connected\":true");
    }

    @AfterAll
    static void everything_stops() throws Exception {
        if (gateway != null) {
            gateway.stop().await(30, TimeUnit.SECONDS);
        }
        if (empty != null) {
            empty.close();
        }
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Claims a new label; the answer has device and token. */
    private static JsonNode claim(String name) throws Exception {
        String code = rest.post("/labels", object().put("count", 1).put("kind", "READER"))
                .path("items")
                .path(0)
                .path("code")
                .asText();
        JsonNode claim = rest.post(
                "/labels/" + code + "/claim", object().put("site", "garden").put("name", name));
        awaitBook();
        return claim;
    }

    /** The gateway has what was decided until now. */
    private static void awaitBook() throws Exception {
        long version = fleet.core()
                .siteBooks()
                .notice(new GatewayId("gw-1"))
                .orElseThrow()
                .version();
        Awaitility.await("site book " + version).atMost(SOON).until(() -> gateway.siteBookVersion() >= version);
    }

    @Test
    void a_device_with_its_certificate_is_itself_and_nobody_else_until_it_is_taken_back() throws Exception {
        JsonNode one = claim("Reader 1");
        JsonNode two = claim("Reader 2");
        tools.enrol(one);
        awaitBook();
        tools.enrol(two);
        awaitBook();
        String mine = one.path("device").asText();
        String other = two.path("device").asText();

        ToolDevices.Ran taken = tools.publish(mine, mine);
        assertThat(taken.exit()).as(taken.out()).isZero();
        assertThat(tools.publish(mine, mine, "-i", mine, "-u", mine).exit()).isZero();
        // the connection ends before an acknowledgement
        assertThat(tools.publish(mine, other, "-V", "5").exit()).isNotZero();
        assertThat(tools.publish(mine, other, "-u", other).exit()).isNotZero();
        assertThat(tools.publish(mine, mine, "-i", other).exit()).isNotZero();
        assertThat(tools.publish(mine, mine, "--key", other + ".key").exit()).isNotZero();

        rest.post("/sites/garden/devices/" + mine + "/revocation", object().put("reason", "stolen"));
        awaitBook();

        assertThat(tools.publish(mine, mine).exit()).isNotZero();
        assertThat(tools.publish(other, other).exit()).isZero();
    }

    @Test
    void a_small_device_with_its_drawn_secret_is_let_in_over_dtls() throws Exception {
        String tool = ToolDevices.installed("coap-client") ? "coap-client" : "coap-client-openssl";
        assumeTrue(ToolDevices.installed(tool), "needs coap-client (package libcoap3-bin)");
        JsonNode one = claim("Sensor 1");
        JsonNode two = claim("Sensor 2");
        String mine = one.path("device").asText();
        String other = two.path("device").asText();
        String secret = tools.draw(one);
        tools.draw(two);
        awaitBook();

        assertThat(tools.post(tool, mine, secret, mine).out()).doesNotContainPattern("(?m)^[45]\\.[0-9][0-9]");
        assertThat(tools.post(tool, mine, secret, other).out()).contains("4.0");
        Awaitility.await("what it said arrives at the fleet")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(
                                rest.get("/events?site=garden&device=" + mine).path("items"))
                        .anyMatch(event -> event.path("type").asText().equals("DoorClosed")));
        assertThat(rest.get("/events?site=garden&device=" + other).path("items"))
                .noneMatch(event -> event.path("type").asText().equals("DoorClosed"));
    }

    @Test
    void a_small_device_with_a_certificate_is_itself_over_dtls_until_it_is_taken_back_and_a_wrong_key_is_told()
            throws Exception {
        String tool = ToolDevices.installed("coap-client") ? "coap-client" : "coap-client-openssl";
        assumeTrue(ToolDevices.installed(tool), "needs coap-client (package libcoap3-bin)");
        JsonNode one = claim("Sensor 3");
        JsonNode two = claim("Sensor 4");
        tools.enrol(one);
        awaitBook();
        String mine = one.path("device").asText();
        String other = two.path("device").asText();
        tools.draw(two);
        awaitBook();

        tools.show(tool, mine, mine);
        awaitEvent(mine, "DoorClosed");
        assertThat(tools.show(tool, mine, other).out()).contains("4.03");
        assertThat(tools.shake(mine).out()).contains("Verify return code").contains("Cipher is ECDHE-ECDSA");
        rest.post("/sites/garden/devices/" + mine + "/revocation", object().put("reason", "stolen"));
        awaitBook();
        assertThat(tools.shake(mine).out()).containsIgnoringCase("certificate revoked");
        awaitReason(mine, "REFUSED_AS_REVOKED");

        tools.post(tool, other, "not its key", other);
        awaitReason(other, "REFUSED_KEY");
        assertThat(rest.get("/events?site=garden&device=" + other).path("items"))
                .noneMatch(event -> event.path("type").asText().equals("DoorClosed"));
    }

    private static void awaitEvent(String device, String type) {
        Awaitility.await(type + " of " + device)
                .atMost(SOON)
                .untilAsserted(() -> assertThat(
                                rest.get("/events?site=garden&device=" + device).path("items"))
                        .anyMatch(event -> event.path("type").asText().equals(type)));
    }

    private static void awaitReason(String device, String code) {
        Awaitility.await(device + " is told as " + code)
                .atMost(SOON)
                .untilAsserted(() -> assertThat(rest.get("/sites/garden/devices/" + device + "/diagnosis")
                                .toString())
                        .contains(code));
    }

    @Test
    void the_gateway_comes_back_without_its_token_and_goes_when_its_identity_is_taken_back() throws Exception {
        OPTIONS.remove("gatehouse.gateway.fleet.claim");
        gateway.stop().await(30, TimeUnit.SECONDS);
        start();
        assertThat(rest.get("/gateways/gw-1/certificates").path("items")).isNotEmpty();

        rest.post("/gateways/gw-1/revocation", object().put("reason", "stolen"));
        Awaitility.await("its connection ends and no other begins").atMost(SOON).until(() -> !isLinked());

        gateway.stop().await(30, TimeUnit.SECONDS);
        Files.delete(folder.resolve("gateway/identity/gateway.crt"));
        OPTIONS.put(
                "gatehouse.gateway.fleet.claim",
                rest.post("/gateways/gw-1/enrolment", object()).path("token").asText());
        start();
    }
}
