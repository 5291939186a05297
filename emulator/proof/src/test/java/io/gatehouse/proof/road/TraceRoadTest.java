package io.gatehouse.proof.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.proof.road.SpanReceiver.Span;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A collector hears of one badge from both servers, as one trace that anybody can find by the event's log and number. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TraceRoadTest {

    private static final String CARD = "123456789";
    private static final Set<String> AT_THE_GATEWAY =
            Set.of("CredentialPresented", "decode", "decide", "journal", "unlock", "uplink");
    private static final Set<String> AT_THE_FLEET = Set.of("intake", "database", "live");

    private final HttpClient http = HttpClient.newHttpClient();

    private SpanReceiver collector;
    private BookRoad road;
    private String token;
    private String secret;

    @BeforeAll
    void both_servers_and_a_collector(@TempDir Path folder) throws Exception {
        collector = new SpanReceiver();
        road = new BookRoad(folder, Map.of("traces.endpoint", collector.url(), "traces.headers", "x-key=sesame"));
        secret = road.fill(1).path("devices").path(0).path("secret").asText();
        road.api.put("/sites/garden/access/schedules/always", PassRoadTest.always());
        road.api.post(
                "/sites/garden/credentials",
                BookRoad.object()
                        .put("type", "CARD")
                        .put("number", CARD)
                        .put("person", "p-0000001")
                        .set("profiles", BookRoad.object().arrayNode().add("all")));
        road.start("gw-1");
        token = FleetApi.makeToken(
                road.fleet.url(), road.fleet.adminPassword().orElseThrow(), "traces");
    }

    @AfterAll
    void everything_stops() throws Exception {
        road.close();
        collector.close();
    }

    @Test
    void a_badge_is_one_trace_from_the_reader_to_the_page() throws Exception {
        try (InputStream page = open("/api/v1/stream", "")) {
            badge();
            JsonNode event = recorded();
            String trace = trace(event);

            await().atMost(BookRoad.SOON)
                    .untilAsserted(() -> assertThat(collector.of(trace))
                            .extracting(Span::name)
                            .containsAll(AT_THE_GATEWAY)
                            .containsAll(AT_THE_FLEET));

            List<Span> spans = collector.of(trace);
            assertThat(names(spans, "gatehouse-gateway")).isEqualTo(AT_THE_GATEWAY);
            assertThat(names(spans, "gatehouse-fleet")).isEqualTo(AT_THE_FLEET);
            Span whole = named(spans, "CredentialPresented");
            assertThat(whole.parent()).isEmpty();
            assertThat(whole.facts())
                    .containsEntry("gatehouse.outcome", "GRANTED")
                    .containsEntry("gatehouse.device", "gate-1")
                    .containsEntry("gatehouse.seq", event.path("seq").asText());
            assertThat(named(spans, "database").parent())
                    .isEqualTo(named(spans, "intake").id());
            assertThat(spans)
                    .filteredOn(span -> !Set.of("CredentialPresented", "database")
                            .contains(span.name()))
                    .allSatisfy(span -> assertThat(span.parent()).isEqualTo(whole.id()));
            assertThat(named(spans, "unlock").times().start())
                    .as("what is not on the disk opens no door")
                    .isGreaterThanOrEqualTo(named(spans, "journal").times().end());
            assertThat(spans.toString()).doesNotContain(CARD, "p-0000001", "住户");
            assertThat(collector.tokens()).containsOnly("sesame");
            assertThat(page).isNotNull();
        }
    }

    @Test
    void a_call_belongs_to_the_trace_that_its_caller_names() throws Exception {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        try (InputStream answer = open("/api/v1/devices", "00-" + trace + "-00f067aa0ba902b7-01")) {
            assertThat(answer.readAllBytes()).isNotEmpty();
        }

        await().atMost(BookRoad.SOON).until(() -> !collector.of(trace).isEmpty());
        Span call = collector.of(trace).get(0);
        assertThat(call.name()).isEqualTo("GET listDevices");
        assertThat(call.parent()).isEqualTo("00f067aa0ba902b7");
        assertThat(call.facts()).containsEntry("http.response.status_code", "200");
    }

    private InputStream open(String path, String traceparent) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(road.fleet.url() + path))
                .header("authorization", "Bearer " + token);
        if (!traceparent.isEmpty()) {
            request.header("traceparent", traceparent);
        }
        return http.send(request.build(), BodyHandlers.ofInputStream()).body();
    }

    private void badge() {
        Mqtt5BlockingClient reader = MqttClient.builder()
                .useMqttVersion5()
                .identifier("gate-1")
                .serverHost("127.0.0.1")
                .serverPort(road.at("gw-1").mqtt().getPort())
                .buildBlocking();
        reader.connectWith()
                .simpleAuth()
                .username("gate-1")
                .password(secret.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        String event = "{\"bootId\":\"b1\",\"seq\":1,\"type\":\"CredentialPresented\","
                + "\"credential\":{\"type\":\"CARD\",\"number\":\"" + CARD + "\"}}";
        reader.publishWith()
                .topic("gh/v1/gate-1/event")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(event.getBytes(StandardCharsets.UTF_8))
                .send();
        reader.disconnect();
    }

    private JsonNode recorded() {
        return await().atMost(BookRoad.SOON)
                .until(() -> road.api.get("/events?site=garden&type=CredentialPresented")
                        .path("items")
                        .path(0), found -> found.has("seq"));
    }

    /** As the operator's handbook says it. */
    private static String trace(JsonNode event) throws Exception {
        String number = event.path("log").asText() + "/" + event.path("seq").asText();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(number.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest, 0, 16);
    }

    private static Set<String> names(List<Span> spans, String service) {
        return spans.stream()
                .filter(span -> span.service().equals(service))
                .map(Span::name)
                .collect(Collectors.toSet());
    }

    private static Span named(List<Span> spans, String name) {
        return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
    }
}
