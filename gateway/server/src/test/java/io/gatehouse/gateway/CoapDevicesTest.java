package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.CARD;
import static io.gatehouse.gateway.GatewayStand.OTHER;
import static io.gatehouse.gateway.GatewayStand.READER;
import static io.gatehouse.gateway.GatewayStand.badge;
import static io.gatehouse.gateway.GatewayStand.json;
import static io.gatehouse.gateway.GatewayStand.secret;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.uplink.SiteEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoapDevicesTest {

    @TempDir
    Path folder;

    private GatewayStand stand = new GatewayStand(Path.of(""));

    @BeforeAll
    static void register_settings() {
        CoapConfig.register();
        UdpConfig.register();
        DtlsConfig.register();
    }

    @BeforeEach
    void begin() {
        stand = new GatewayStand(folder).withBook().start();
    }

    @AfterEach
    void end() {
        stand.close();
    }

    @Test
    void a_badge_is_answered_in_the_acknowledgement_and_kept_once() throws Exception {
        CoapResponse first = post(READER + "/event?key=" + secret(READER), badge(1, CARD));
        CoapResponse again = post(READER + "/event?key=" + secret(READER), badge(1, CARD));

        assertThat(first.getCode()).isEqualTo(ResponseCode.CHANGED);
        assertThat(json(first.getPayload()).path("type").asText()).isEqualTo("UnlockDoor");
        assertThat(again.getPayload())
                .as("the same answer for the same message")
                .isEqualTo(first.getPayload());
        stand.stop();
        assertThat(stand.recorded("CredentialPresented"))
                .extracting(SiteEvent::deviceSeq)
                .containsExactly(1L);
    }

    @Test
    void over_dtls_the_handshake_says_who_it_is_and_other_resources_are_forbidden() throws Exception {
        CoapEndpoint endpoint = dtls(READER, secret(READER));
        try {
            String root = "coaps://127.0.0.1:" + stand.gateway().coapsPort() + "/gh/v1/";

            CoapResponse own = post(endpoint, root + READER + "/event", badge(1, CARD));
            CoapResponse foreign = post(endpoint, root + OTHER + "/event", badge(1, CARD));

            assertThat(own.getCode()).isEqualTo(ResponseCode.CHANGED);
            assertThat(json(own.getPayload()).path("type").asText()).isEqualTo("UnlockDoor");
            assertThat(foreign.getCode()).isEqualTo(ResponseCode.FORBIDDEN);
        } finally {
            endpoint.destroy();
        }
        stand.stop();
        assertThat(stand.recorded("ForeignTopicTried")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reader-1/event?key=secret-of-reader-1 | not json | BAD_REQUEST",
                "reader-1/event?key=secret-of-reader-1 | {\"type\":\"DoorOpened\",\"bootId\":\"b\"} | BAD_REQUEST",
                "reader-1/event?key=wrong | {} | UNAUTHORIZED",
                "reader-1/event | {} | UNAUTHORIZED",
                "nobody/event?key=x | {} | UNAUTHORIZED",
                "reader-1/nonsense?key=secret-of-reader-1 | {} | NOT_FOUND",
                "reader-1/cmd?key=secret-of-reader-1 | {} | METHOD_NOT_ALLOWED"
            })
    void what_does_not_fit_is_answered_with_a_code_and_the_next_is_taken(String path, String payload, String code)
            throws Exception {
        CoapResponse refused = post(path, payload);

        assertThat(refused.getCode()).isEqualTo(ResponseCode.valueOf(code));
        assertThat(post(READER + "/event?key=" + secret(READER), badge(5, CARD)).getCode())
                .isEqualTo(ResponseCode.CHANGED);
    }

    @Test
    void a_payload_beyond_the_limit_is_too_large() throws Exception {
        CoapResponse refused = post(READER + "/event?key=" + secret(READER), "{\"x\":\"" + "y".repeat(70_000) + "\"}");

        assertThat(refused.getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
    }

    private CoapResponse post(String path, String payload) throws Exception {
        CoapClient client = new CoapClient("coap://127.0.0.1:" + stand.gateway().coapPort() + "/gh/v1/" + path);
        CoapEndpoint endpoint = CoapEndpoint.builder()
                .setConfiguration(Configuration.createStandardWithoutFile())
                .build();
        client.setEndpoint(endpoint);
        try {
            return answered(client, payload);
        } finally {
            endpoint.destroy();
        }
    }

    private static CoapResponse post(CoapEndpoint endpoint, String uri, String payload) throws Exception {
        return answered(new CoapClient(uri).setEndpoint(endpoint), payload);
    }

    private static CoapResponse answered(CoapClient client, String payload) throws Exception {
        client.setTimeout(15_000L);
        CoapResponse response =
                client.post(payload.getBytes(StandardCharsets.UTF_8), MediaTypeRegistry.APPLICATION_JSON);
        assertThat(response).as("an answer of " + client.getURI()).isNotNull();
        return response;
    }

    private static CoapEndpoint dtls(String identity, String key) {
        Configuration configuration = Configuration.createStandardWithoutFile();
        DTLSConnector connector = new DTLSConnector(DtlsConnectorConfig.builder(configuration)
                .setAdvancedPskStore(new AdvancedSinglePskStore(identity, key.getBytes(StandardCharsets.UTF_8)))
                .build());
        return CoapEndpoint.builder()
                .setConfiguration(configuration)
                .setConnector(connector)
                .build();
    }
}
