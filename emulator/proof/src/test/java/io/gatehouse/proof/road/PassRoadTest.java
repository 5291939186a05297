package io.gatehouse.proof.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.pass.RemoteOpening;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the fleet signed opens at a gateway that has lost the fleet and never heard of it; what was taken back does not. */
class PassRoadTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private BookRoad road;

    @BeforeEach
    void a_site_with_a_gateway() throws Exception {
        road = new BookRoad(folder);
        road.fill(10);
        // any day of the week
        road.api.put("/sites/garden/access/schedules/always", always());
        road.start("gw-1");
    }

    @AfterEach
    void everything_stops() throws Exception {
        road.close();
    }

    @Test
    void a_phone_opens_while_the_fleet_is_gone_and_a_lost_phone_does_not() throws Exception {
        KeyPair good = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair lost = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        JsonNode grant = grant(good);
        JsonNode taken = grant(lost);
        road.api.post("/sites/garden/passes/" + taken.path("id").asText() + "/revocation", BookRoad.object());
        await().atMost(BookRoad.SOON).until(() -> revocationConfirmed() && road.isCurrent("gw-1"));
        long version = road.version("gw-1");
        String url = road.web("gw-1") + "/api/v1/openings";
        road.loseFleet();

        String opening = opening(grant, good, "nonce-000001");
        HttpResponse<String> first = post(url, opening);
        HttpResponse<String> again = post(url, opening);
        HttpResponse<String> forged = post(url, opening(grant, lost, "nonce-000002"));
        HttpResponse<String> revoked = post(url, opening(taken, lost, "nonce-000003"));

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(again.body()).contains("CREDENTIAL_MAX_USES");
        assertThat(forged.statusCode()).isEqualTo(400);
        assertThat(revoked.body()).contains("CREDENTIAL_DISABLED");
        assertThat(road.version("gw-1")).isEqualTo(version);
    }

    private boolean revocationConfirmed() {
        JsonNode newest =
                road.api.get("/sites/garden/revocations").path("items").path(0);
        return newest.path("confirmed").asInt() == 1;
    }

    private JsonNode grant(KeyPair phone) {
        ObjectNode wanted = BookRoad.object()
                .put("kind", "PHONE")
                .put("person", "p-0000001")
                .put(
                        "phoneKey",
                        Base64.getEncoder().encodeToString(phone.getPublic().getEncoded()));
        wanted.putArray("gates").add("in-1");
        return road.api.post("/sites/garden/passes", wanted).path("pass");
    }

    private static String opening(JsonNode grant, KeyPair phone, String nonce) {
        Instant now = Surroundings.ofSystem().clock().instant();
        return new RemoteOpening.Order("in-1", nonce, now, now.plusSeconds(50))
                .sign(Base64.getUrlDecoder().decode(grant.path("text").asText()), phone.getPrivate());
    }

    private HttpResponse<String> post(String url, String opening) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"opening\":\"" + opening + "\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static ObjectNode always() {
        ObjectNode schedule = BookRoad.object().put("name", "Always");
        ObjectNode weekly = schedule.putObject("weekly");
        for (String day : new String[] {"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"}) {
            weekly.putArray(day).add("00:00-24:00");
        }
        return schedule;
    }
}
