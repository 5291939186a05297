package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.CARD;
import static io.gatehouse.gateway.GatewayStand.OTHER;
import static io.gatehouse.gateway.GatewayStand.READER;
import static io.gatehouse.gateway.GatewayStand.badge;
import static io.gatehouse.gateway.GatewayStand.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.identity.CertificateAuthority;
import io.gatehouse.identity.Identity;
import io.gatehouse.identity.Pem;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.elements.exception.ConnectorException;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices with certificates over DTLS: judged as over TLS, and told to the fleet when what they show does not fit. */
class CoapCertificatesTest {

    private static final SiteId SITE = new SiteId("garden");

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();
    private GatewayStand stand = new GatewayStand(Path.of(""));
    private CertificateAuthority authority;
    private KeyPair key;

    @BeforeAll
    static void register_settings() {
        CoapConfig.register();
        UdpConfig.register();
        DtlsConfig.register();
    }

    /** A gateway that has enrolled, and a book in which the second generation of each device's certificates counts. */
    @BeforeEach
    void begin() throws Exception {
        authority = CertificateAuthority.ensure(folder.resolve("ca"), Clock.systemUTC(), random);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256, random);
        key = generator.generateKeyPair();
        Path identity = Files.createDirectories(folder.resolve("gateway/identity"));
        Pem.writeKey(identity.resolve("gateway.key"), key.getPrivate());
        Pem.writeCertificates(
                identity.resolve("gateway.crt"), List.of(certify(Identity.Kind.GATEWAY, GatewayStand.ID.value(), 1)));
        Pem.writeCertificates(identity.resolve("ca.crt"), authority.chain());
        stand = new GatewayStand(folder.resolve("gateway"));
        stand.keep(second(GatewayStand.book(1)));
        stand.start();
    }

    @AfterEach
    void end() {
        stand.close();
    }

    private static SiteBook second(SiteBook book) {
        return from(book, 2);
    }

    /** Certificates count from this generation on. */
    private static SiteBook from(SiteBook book, int generation) {
        return new SiteBook(
                book.site(),
                book.gateway(),
                book.version(),
                book.compiledAt(),
                book.timeZone(),
                book.credentialKey(),
                book.devices().stream()
                        .map(one -> new SiteBook.Device(
                                one.id(), one.kind(), one.secret(), one.heartbeatSeconds(), generation))
                        .toList(),
                book.doors(),
                book.accessPoints(),
                book.schedules(),
                book.profiles(),
                book.people(),
                book.credentials(),
                book.checkpoints());
    }

    private X509Certificate certify(Identity.Kind kind, String name, int generation) {
        return authority.certify(new Identity(kind, SITE, name, generation), key.getPublic());
    }

    @Test
    void the_certificate_says_who_it_is_and_other_resources_are_forbidden() throws Exception {
        CoapEndpoint reader = with(List.of(certify(Identity.Kind.DEVICE, READER, 2)));
        try {
            CoapResponse own = post(reader, READER).orElseThrow();
            CoapResponse foreign = post(reader, OTHER).orElseThrow();

            assertThat(own.getCode()).isEqualTo(ResponseCode.CHANGED);
            assertThat(json(own.getPayload()).path("type").asText()).isEqualTo("UnlockDoor");
            assertThat(foreign.getCode()).isEqualTo(ResponseCode.FORBIDDEN);
        } finally {
            reader.destroy();
        }
        stand.stop();
        assertThat(stand.recorded("ForeignTopicTried")).hasSize(1);
    }

    @Test
    void what_was_taken_back_or_is_of_another_kind_site_or_authority_is_refused_and_told() throws Exception {
        CertificateAuthority stranger = CertificateAuthority.ensure(folder.resolve("other"), Clock.systemUTC(), random);
        refused(certify(Identity.Kind.DEVICE, READER, 1));
        refused(certify(Identity.Kind.GATEWAY, GatewayStand.ID.value(), 2));
        refused(authority.certify(new Identity(Identity.Kind.DEVICE, new SiteId("hill"), READER, 2), key.getPublic()));
        refused(stranger.certify(new Identity(Identity.Kind.DEVICE, SITE, OTHER, 2), key.getPublic()));

        stand.stop();
        assertThat(stand.recorded("CredentialPresented")).isEmpty();
        assertThat(stand.recorded("SignInRefused"))
                .extracting(event -> event.device() + " " + said(event, "code") + " " + said(event, "by"))
                .as("told once a minute; whose issuer the gateway does not name is not even shown by the client")
                .containsExactly(READER + " WRONG_PROOF CERTIFICATE");
    }

    @Test
    void a_session_ends_with_the_book_that_takes_the_device_back_and_with_the_one_that_retires_its_authority()
            throws Exception {
        CertificateAuthority next = CertificateAuthority.ensure(folder.resolve("next"), Clock.systemUTC(), random);
        SiteBook both = second(GatewayStand.book(2)).certifiedBy(texts(next, authority));
        SiteBook takenBack = from(GatewayStand.book(3), 3).certifiedBy(texts(next, authority));
        SiteBook retired = second(GatewayStand.book(4)).certifiedBy(texts(next));
        stand.close();
        try (ScriptedFleet fleet = new ScriptedFleet()) {
            stand.set("fleet.mqtt", fleet.mqtt()).set("fleet.http", fleet.web()).start();
            CoapEndpoint old = with(List.of(certify(Identity.Kind.DEVICE, READER, 2)));
            CoapEndpoint fresh =
                    with(List.of(next.certify(new Identity(Identity.Kind.DEVICE, SITE, OTHER, 3), key.getPublic())));
            try {
                assertThat(post(old, READER)).isPresent();
                assertThat(post(fresh, OTHER))
                        .as("nobody has told of this authority")
                        .isEmpty();
                inForce(fleet, both);
                assertThat(hasSession(old))
                        .as("the overlap ends nobody's session")
                        .isTrue();
                Awaitility.await("the book's authorities are kept and believed")
                        .atMost(GatewayStand.SOON)
                        .until(() -> post(fresh, OTHER).isPresent());

                inForce(fleet, takenBack);
                assertThat(post(old, READER)).as("its session is over").isEmpty();
                assertThat(post(fresh, OTHER)).as("the other one goes on").isPresent();

                inForce(fleet, retired);
                refused(certify(Identity.Kind.DEVICE, READER, 2));
                assertThat(post(fresh, OTHER)).as("the other one goes on").isPresent();
            } finally {
                old.destroy();
                fresh.destroy();
            }
        }
    }

    private void inForce(ScriptedFleet fleet, SiteBook book) {
        Awaitility.await("the line").atMost(GatewayStand.SOON).until(() -> fleet.hellos.get() > 0);
        fleet.offer(stand.signed(book), book.version());
        fleet.notice();
        Awaitility.await("site book " + book.version())
                .atMost(GatewayStand.SOON)
                .until(() -> stand.gateway().siteBookVersion() == book.version());
    }

    private static List<String> texts(CertificateAuthority... authorities) throws Exception {
        List<String> texts = new ArrayList<>();
        for (CertificateAuthority one : authorities) {
            texts.add(Base64.getEncoder().encodeToString(one.certificate().getEncoded()));
        }
        return texts;
    }

    private boolean hasSession(CoapEndpoint endpoint) {
        DTLSConnector connector = (DTLSConnector) endpoint.getConnector();
        return connector.getSessionByAddress(
                        new InetSocketAddress("127.0.0.1", stand.gateway().coapsPort()))
                != null;
    }

    private static String said(SiteEvent event, String field) {
        return Objects.requireNonNull(event.body()).path(field).asText();
    }

    private void refused(X509Certificate shown) throws Exception {
        CoapEndpoint endpoint = with(List.of(shown));
        try {
            assertThat(post(endpoint, READER)).isEmpty();
        } finally {
            endpoint.destroy();
        }
    }

    @Test
    void a_device_that_tries_with_a_wrong_key_is_told_of_once_a_minute() {
        CoapEndpoint wrong = endpoint(DtlsConnectorConfig.builder(settings())
                .setAdvancedPskStore(
                        new AdvancedSinglePskStore(READER, "not its key".getBytes(StandardCharsets.UTF_8))));
        CoapEndpoint nobody = endpoint(DtlsConnectorConfig.builder(settings())
                .setAdvancedPskStore(new AdvancedSinglePskStore("nobody", "x".getBytes(StandardCharsets.UTF_8))));
        try {
            new CoapClient(uri(READER)).setEndpoint(wrong).setTimeout(1_000L).advanced(request());
            new CoapClient(uri(READER)).setEndpoint(nobody).setTimeout(1_000L).advanced(request());
        } catch (ConnectorException | IOException refused) {
            assertThat(refused).isNotNull();
        }
        try {
            Awaitility.await("the gateway has seen it")
                    .atMost(GatewayStand.SOON)
                    .until(() -> strangers() > 0);
        } finally {
            wrong.destroy();
            nobody.destroy();
        }

        stand.stop();
        List<SiteEvent> told = stand.recorded("SignInRefused");
        assertThat(told).hasSize(1);
        assertThat(told.get(0).device()).hasToString(READER);
        assertThat(said(told.get(0), "code")).isEqualTo("WRONG_PROOF");
    }

    private static Request request() {
        return Request.newPost();
    }

    private double strangers() {
        String metrics = Web.ask(stand.gateway().webPort(), "/metrics").body();
        return metrics.lines()
                .filter(line -> line.startsWith("gatehouse_gateway_strangers"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private String uri(String device) {
        return "coaps://127.0.0.1:" + stand.gateway().coapsPort() + "/gh/v1/" + device + "/event";
    }

    /** Nothing when the handshake was refused. */
    private Optional<CoapResponse> post(CoapEndpoint endpoint, String device) throws Exception {
        CoapClient client = new CoapClient(uri(device)).setEndpoint(endpoint).setTimeout(15_000L);
        try {
            return Optional.ofNullable(
                    client.post(badge(1, CARD).getBytes(StandardCharsets.UTF_8), MediaTypeRegistry.APPLICATION_JSON));
        } catch (ConnectorException | IOException refused) {
            return Optional.empty();
        }
    }

    private static Configuration settings() {
        return Configuration.createStandardWithoutFile()
                .set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.CLIENT_ONLY)
                .set(DtlsConfig.DTLS_MAX_RETRANSMISSIONS, 1)
                .set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT, 500, TimeUnit.MILLISECONDS);
    }

    private CoapEndpoint with(List<X509Certificate> chain) throws Exception {
        List<X509Certificate> gateways = Pem.certificates(folder.resolve("gateway/tls/self-made.crt"));
        return endpoint(DtlsConnectorConfig.builder(settings())
                .setCertificateIdentityProvider(new SingleCertificateProvider(
                        key.getPrivate(), chain.toArray(X509Certificate[]::new), CertificateType.X_509))
                .setAdvancedCertificateVerifier(StaticNewAdvancedCertificateVerifier.builder()
                        .setTrustedCertificates(gateways.toArray(X509Certificate[]::new))
                        .build()));
    }

    private static CoapEndpoint endpoint(DtlsConnectorConfig.Builder how) {
        return CoapEndpoint.builder()
                .setConfiguration(settings())
                .setConnector(new DTLSConnector(how.build()))
                .build();
    }
}
