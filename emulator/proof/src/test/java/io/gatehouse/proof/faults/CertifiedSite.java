package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.demo.FleetApi;
import io.gatehouse.fleet.Fleet;
import io.gatehouse.fleet.FleetSettings;
import io.gatehouse.identity.CertificateAuthority;
import io.gatehouse.identity.CertificateBag;
import io.gatehouse.identity.ClientSide;
import io.gatehouse.identity.HeldKey;
import io.gatehouse.identity.Identity;
import io.gatehouse.identity.Pem;
import io.gatehouse.identity.ServerTrust;
import io.gatehouse.identity.SigningRequest;
import io.gatehouse.launch.Settings;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.proof.road.ForkedGateway;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A fleet and a gateway that trust each other by certificates alone, and devices with certificates. Both clocks can be set:
 * the fleet's inside, and that of the gateway's whole process, by libfaketime.
 */
final class CertifiedSite implements AutoCloseable {

    static final String ID = "f13";
    private static final String GATEWAY = "gw-f13";
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path folder;
    private final int web = ForkedGateway.freeTcpPort();
    private final int mqtt = ForkedGateway.freeTcpPort();
    private final Map<String, String> options = new HashMap<>();
    private Duration ahead = Duration.ZERO;
    private @Nullable Fleet fleet;
    private final int tls = ForkedGateway.freeTcpPort();
    private final @Nullable Path fakeTime;
    private @Nullable ForkedGateway gateway;
    private FleetApi rest = FleetApi.with("", "");
    private String token = "";
    private long seq;

    /** A device, its key and its certificate. */
    record Holder(String device, KeyPair pair, X509Certificate certificate) {

        HeldKey held() {
            return new HeldKey(pair.getPrivate(), List.of(certificate));
        }
    }

    /** @param fakeTime the library that moves the gateway's clock, or nothing when nobody does */
    CertifiedSite(Path folder, @Nullable Path fakeTime) {
        this.folder = folder;
        this.fakeTime = fakeTime;
    }

    CertifiedSite open() throws Exception {
        startFleet();
        rest.put("/sites/" + ID, object().put("name", "Garden").put("timeZone", "UTC"));
        rest.put("/gateways/" + GATEWAY, object().put("site", ID).put("name", "Gate house"));
        options.putAll(Map.of(
                "gatehouse.gateway.data",
                folder.resolve("gateway").toString(),
                "gatehouse.gateway.id",
                GATEWAY,
                "gatehouse.gateway.fleet.key",
                started(fleet).publicKeyText(),
                "gatehouse.gateway.fleet.http",
                "https://localhost:" + web,
                "gatehouse.gateway.fleet.mqtt",
                "ssl://localhost:" + mqtt,
                "gatehouse.gateway.fleet.longest-pause",
                "500ms",
                "gatehouse.gateway.fleet.claim",
                rest.post("/gateways/" + GATEWAY + "/enrolment", object())
                        .path("token")
                        .asText()));
        options.put("gatehouse.gateway.mqtt.tls-port", Integer.toString(tls));
        gateway = new ForkedGateway(folder, options).startingFast();
        startGateway();
        return this;
    }

    /** Fleet and gateway live so much later from their next start on. */
    void setClocksAhead(Duration by) {
        ahead = by;
    }

    private Surroundings surroundings() {
        Surroundings system = Surroundings.ofSystem();
        return new Surroundings(Clock.offset(system.clock(), ahead), system.ids(), system.random());
    }

    void startFleet() throws Exception {
        Map<String, String> settings = Map.of(
                "gatehouse.fleet.data", folder.resolve("fleet").toString(),
                "gatehouse.fleet.http.port", "0",
                "gatehouse.fleet.https.port", Integer.toString(web),
                "gatehouse.fleet.mqtt.tls-port", Integer.toString(mqtt),
                "gatehouse.fleet.mqtt.port", "0");
        Fleet one = Fleet.start(Settings.load(FleetSettings.class, null, Map.of(), settings), surroundings())
                .await(180, TimeUnit.SECONDS);
        fleet = one;
        if (token.isEmpty()) {
            token = FleetApi.tokenOf(one, "f13");
        }
        rest = FleetApi.with(one.url(), token);
    }

    void stopFleet() throws Exception {
        started(fleet).stop().await(60, TimeUnit.SECONDS);
        fleet = null;
    }

    void startGateway() throws Exception {
        if (fakeTime != null) {
            moveClock(fakeTime);
        }
        started(gateway).start();
        // its page may answer before its other listeners do
        Awaitility.await("the gateway listens for TLS").atMost(SOON).until(this::listens);
    }

    private void moveClock(Path library) {
        started(gateway)
                .withEnvironment(Map.of(
                        "LD_PRELOAD",
                        library.toString(),
                        "FAKETIME",
                        "+" + ahead.toDays() + "d",
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1",
                        "FAKETIME_FORCE_MONOTONIC_FIX",
                        "0"));
    }

    private boolean listens() {
        try (Socket socket = new Socket("localhost", tls)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    void stopGateway() throws Exception {
        started(gateway).stop();
    }

    /** When the gateway's own certificate ends. */
    X509Certificate gatewayCertificate() throws IOException {
        return Pem.certificates(folder.resolve("gateway/identity/gateway.crt")).get(0);
    }

    /** Claims a label and enrols over EST, as a device does. */
    Holder enrol(String name) throws Exception {
        String code = rest.post("/labels", object().put("count", 1).put("kind", "READER"))
                .path("items")
                .path(0)
                .path("code")
                .asText();
        JsonNode claim =
                rest.post("/labels/" + code + "/claim", object().put("site", ID).put("name", name));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        String device = claim.path("device").asText();
        String basic = "claim:" + claim.path("token").asText();
        return new Holder(device, pair, asked("simpleenroll", pair, null, basic));
    }

    /** The next certificate for the same key. */
    Holder renew(Holder holder) throws Exception {
        return new Holder(holder.device(), holder.pair(), asked("simplereenroll", holder.pair(), holder.held(), ""));
    }

    private X509Certificate asked(String operation, KeyPair pair, @Nullable HeldKey shown, String basic)
            throws Exception {
        ServerTrust trust = ServerTrust.of(
                started(fleet).core().authorities().trusted(), surroundings().clock());
        HttpClient client = HttpClient.newBuilder()
                .sslContext(new ClientSide(shown, trust).context())
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + web + "/.well-known/est/" + operation))
                .header("Content-Type", "application/pkcs10")
                .POST(HttpRequest.BodyPublishers.ofString(
                        Base64.getMimeEncoder().encodeToString(SigningRequest.of(pair, "me"))));
        if (!basic.isEmpty()) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(operation + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return CertificateBag.read(Base64.getMimeDecoder().decode(answer.body()))
                .get(0);
    }

    CertificateAuthority authority() {
        return started(fleet).core().authority();
    }

    /** The fleet's REST, as its admin. */
    FleetApi rest() {
        return rest;
    }

    /** Whether the listener for browsers and devices shows a certificate of the authority that certifies now. */
    boolean listenerShowsTheNewOne() throws Exception {
        ServerTrust trust = ServerTrust.of(authority().chain(), Clock.systemUTC());
        HttpClient client = HttpClient.newBuilder()
                .sslContext(new ClientSide(null, trust).context())
                .build();
        try {
            HttpRequest asking = HttpRequest.newBuilder(URI.create("https://localhost:" + web + "/trust/fingerprint"))
                    .build();
            return client.send(asking, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .equals(authority().fingerprint());
        } catch (IOException notBelieved) {
            return false;
        }
    }

    /** Whether the gateway has a line to the fleet. */
    boolean gatewayIsThere() {
        return started(gateway)
                .status()
                .filter(status -> status.path("link").path("connected").asBoolean())
                .isPresent();
    }

    /** A new claim token in the gateway's settings, from its next start on. */
    void claimGatewayAnew() {
        started(gateway)
                .set(
                        "gatehouse.gateway.fleet.claim",
                        rest.post("/gateways/" + GATEWAY + "/enrolment", object())
                                .path("token")
                                .asText());
    }

    /** A connection of the device that stays open. */
    Thief stays(Holder holder) throws IOException {
        ServerTrust trust =
                ServerTrust.of(Pem.certificates(folder.resolve("gateway/tls/self-made.crt")), Clock.systemUTC());
        return Thief.byCertificate(
                new ClientSide(holder.held(), trust)
                        .context()
                        .getSocketFactory()
                        .createSocket("localhost", tls),
                holder.device());
    }

    /** Somebody with the device's name and a certificate that this authority gave out. */
    static Holder holder(CertificateAuthority by, String site, Holder like, int generation) {
        Identity identity = new Identity(Identity.Kind.DEVICE, new SiteId(site), like.device(), generation);
        return new Holder(
                like.device(), like.pair(), by.certify(identity, like.pair().getPublic()));
    }

    void revoke(Holder holder) {
        rest.post("/sites/" + ID + "/devices/" + holder.device() + "/revocation", object().put("reason", "stolen"));
    }

    /** Waits until the gateway has what was decided until now. */
    void awaitBook() {
        long version = started(fleet)
                .core()
                .siteBooks()
                .notice(new GatewayId(GATEWAY))
                .orElseThrow()
                .version();
        Awaitility.await("site book " + version)
                .atMost(SOON)
                .until(() -> started(gateway)
                        .status()
                        .filter(status ->
                                status.path("siteBook").path("version").asLong() >= version)
                        .isPresent());
    }

    /** Whether the device is let in over MQTT with TLS and what it says is kept. */
    boolean comesIn(Holder holder) {
        try {
            try (Thief device = stays(holder)) {
                return device.publishIsTaken(
                        "gh/v1/" + holder.device() + "/event",
                        "{\"type\":\"DoorOpened\",\"bootId\":\"b\",\"seq\":" + ++seq + "}");
            }
        } catch (IOException refused) {
            return false;
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("it does not run");
        }
        return part;
    }

    @Override
    public void close() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (fleet != null) {
            stopFleet();
        }
    }
}
