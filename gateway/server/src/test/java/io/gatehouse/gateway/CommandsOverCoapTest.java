package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.READER;
import static io.gatehouse.gateway.GatewayStand.SOON;
import static io.gatehouse.gateway.GatewayStand.json;
import static io.gatehouse.gateway.GatewayStand.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.artifact.Acceptance;
import io.gatehouse.protocol.artifact.Manifest;
import io.gatehouse.protocol.artifact.SignedManifest;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapHandler;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is ordered of a device that speaks CoAP, and the firmware that it fetches. */
class CommandsOverCoapTest {

    private static final int BLOCK_256 = 4;

    @TempDir
    Path folder;

    private final ScriptedFleet fleet = new ScriptedFleet();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final byte[] firmware = new byte[20_500];
    private GatewayStand stand = new GatewayStand(Path.of(""));
    private CoapEndpoint endpoint = new CoapEndpoint.Builder().build();

    @BeforeAll
    static void register_settings() {
        CoapConfig.register();
        UdpConfig.register();
    }

    @BeforeEach
    void begin() throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < firmware.length; i++) {
            firmware[i] = (byte) random.nextInt(256);
        }
        stand = new GatewayStand(folder).set("fleet.mqtt", fleet.mqtt()).set("fleet.http", fleet.web());
        stand.withBook().start();
        endpoint = CoapEndpoint.builder()
                .setConfiguration(
                        Configuration.createStandardWithoutFile().set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 1 << 20))
                .build();
        endpoint.start();
        await().atMost(SOON).until(() -> fleet.hellos.get() > 0);
    }

    @AfterEach
    void end() {
        endpoint.destroy();
        stand.close();
        fleet.close();
    }

    @Test
    void of_several_commands_in_one_moment_each_reaches_a_device_that_observes() {
        observe();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            order("c-" + i, CommandType.IDENTIFY, 60_000, Map.of());
            all.add("c-" + i);
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(told).containsExactlyInAnyOrderElementsOf(all));
        assertThat(fleet.states("c-5")).contains("SENT");
    }

    @Test
    void firmware_comes_in_blocks_any_block_at_any_time_and_what_lies_beyond_its_end_is_refused() throws Exception {
        String sha256 = Acceptance.sha256(firmware);
        Files.createDirectories(folder.resolve("artifacts"));
        Files.write(folder.resolve("artifacts").resolve(sha256), firmware);
        observe();
        update("u-1", sha256, 60_000);
        await().atMost(SOON).until(() -> told.contains("u-1"));

        CoapResponse whole = get(Request.newGet());
        CoapResponse block = get(blockOf(9));

        assertThat(whole.getPayload()).isEqualTo(firmware);
        assertThat(block.getCode()).isEqualTo(ResponseCode.CONTENT);
        assertThat(block.getPayload()).isEqualTo(Arrays.copyOfRange(firmware, 9 * 256, 10 * 256));
        assertThat(block.getOptions().getBlock2().isM()).isTrue();
        assertThat(get(blockOf(80)).getPayload()).hasSize(firmware.length - 80 * 256);
        assertThat(get(blockOf(81)).getCode()).isEqualTo(ResponseCode.BAD_OPTION);
        assertThat(block.getOptions().getETags().get(0))
                .isEqualTo(whole.getOptions().getETags().get(0));
    }

    @Test
    void what_does_not_come_to_the_gateway_in_time_is_told_as_that_and_not_as_a_device_that_was_away() {
        fleet.fetchesToFail = 1_000;
        observe();

        update("u-1", Acceptance.sha256(firmware), 2_500);

        await().atMost(SOON).until(() -> fleet.states("u-1").contains("FAILED"));
        assertThat(fleet.received("CommandReported"))
                .filteredOn(event -> event.body() != null
                        && event.body().path("state").asText().equals("FAILED"))
                .singleElement()
                .satisfies(event -> assertThat(String.valueOf(event.body())).contains("\"code\":\"NOT_FETCHED\""));
        assertThat(told).isEmpty();
    }

    private void update(String id, String sha256, long lives) {
        Manifest manifest = new Manifest("reader", "2.5.0", sha256, firmware.length, "2.0.0");
        byte[] signed =
                SignedManifest.sign(manifest, stand.fleetKeys().getPrivate()).write();
        order(
                id,
                CommandType.UPDATE_FIRMWARE,
                lives,
                Map.of(
                        "sha256",
                        new TextNode(sha256),
                        "manifest",
                        new TextNode(Base64.getEncoder().encodeToString(signed))));
    }

    private void order(String id, CommandType type, long lives, Map<String, JsonNode> data) {
        long now = Surroundings.ofSystem().clock().millis();
        fleet.order(new CommandOrder(id, id, new DeviceId(READER), type, now, now + lives, "li", null, data));
    }

    /** Looks at its commands from now on, as a device does. */
    private void observe() {
        new CoapClient(at("cmd")).setEndpoint(endpoint).observe(new CoapHandler() {
            @Override
            public void onLoad(CoapResponse response) {
                if (response.getPayloadSize() > 0) {
                    told.add(json(response.getPayload()).path("commandId").asText());
                }
            }

            @Override
            public void onError() {
                // seen by what is missing
            }
        });
    }

    private String at(String resource) {
        return "coap://127.0.0.1:" + stand.gateway().coapPort() + "/gh/v1/" + READER + "/" + resource + "?key="
                + secret(READER);
    }

    private static Request blockOf(int number) {
        Request request = Request.newGet();
        request.getOptions().setBlock2(BLOCK_256, false, number);
        return request;
    }

    private CoapResponse get(Request request) throws Exception {
        CoapClient client = new CoapClient(at("firmware")).setEndpoint(endpoint).setTimeout(15_000L);
        request.setURI(client.getURI());
        CoapResponse response = client.advanced(request);
        assertThat(response).isNotNull();
        return response;
    }
}
