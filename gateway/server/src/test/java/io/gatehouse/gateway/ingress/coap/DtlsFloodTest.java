package io.gatehouse.gateway.ingress.coap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.gateway.device.KnownDevices;
import io.gatehouse.identity.ClientTrust;
import io.gatehouse.identity.PeerCertificate;
import io.gatehouse.identity.Pem;
import io.gatehouse.launch.SelfMadeCertificate;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.util.Filter;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hellos without end from those who never finish a handshake (S6; RFC 6347, 4.2.1): nothing of them is kept, no more bytes
 * leave than came, and a device gets its handshake meanwhile.
 */
class DtlsFloodTest {

    private static final DeviceId DEVICE = new DeviceId("reader-1");
    private static final String SECRET = "secret of reader-1";

    @TempDir
    Path folder;

    private CoapServer server = new CoapServer(CoapIngress.settings());
    private DTLSConnector connector = new DTLSConnector(DtlsConnectorConfig.builder(CoapIngress.settings())
            .setAdvancedPskStore(new AdvancedSinglePskStore("x", new byte[] {1}))
            .build());
    private final AtomicInteger wrong = new AtomicInteger();

    private static final class Book implements KnownDevices {
        @Override
        public Optional<SiteBook.Device> find(DeviceId id) {
            return id.equals(DEVICE)
                    ? Optional.of(new SiteBook.Device(id, DeviceKind.READER, SECRET, 30))
                    : Optional.empty();
        }

        @Override
        public boolean admits(DeviceId id, byte @Nullable [] secret) {
            return id.equals(DEVICE) && Arrays.equals(SECRET.getBytes(StandardCharsets.UTF_8), secret);
        }

        @Override
        public boolean admits(PeerCertificate shown) {
            return false;
        }
    }

    @BeforeEach
    void open() throws Exception {
        SelfMadeCertificate made =
                SelfMadeCertificate.ensure(folder, List.of("127.0.0.1"), Clock.systemUTC(), new SecureRandom());
        DtlsDoor door = new DtlsDoor(
                new Book(),
                new ClientTrust(List::of, Clock.systemUTC()),
                () -> new DtlsDoor.Held(Pem.key(made.key()), Pem.certificates(made.certificate())),
                (device, by) -> wrong.incrementAndGet());
        connector = door.connector(CoapIngress.settings(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.addEndpoint(CoapEndpoint.builder()
                .setConfiguration(CoapIngress.settings())
                .setConnector(connector)
                .build());
        CoapResource here = new CoapResource("here") {
            @Override
            public void handleGET(CoapExchange exchange) {
                exchange.respond(ResponseCode.CONTENT);
            }
        };
        server.add((Resource) here);
        server.start();
    }

    @AfterEach
    void close() {
        server.destroy();
    }

    @Test
    void five_thousand_hellos_leave_nothing_behind_and_a_device_comes_in_meanwhile() throws Exception {
        flood(5_000);
    }

    @Test
    @Tag("soak")
    void fifty_thousand_hellos_leave_nothing_behind_and_a_device_comes_in_meanwhile() throws Exception {
        flood(50_000);
    }

    private void flood(int hellos) throws Exception {
        try (HelloFlood flood = new HelloFlood(connector.getAddress().getPort(), 26)) {
            flood.send(hellos / 2);
            long begun = System.nanoTime();
            assertThat(deviceComesIn()).isEqualTo(ResponseCode.CONTENT);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            flood.send(hellos / 2);
            flood.hear();

            System.out.println("dtls flood: " + hellos + " hellos, " + flood.answers() + " answers, "
                    + flood.gain() + " bytes out for one in, a device in " + took.toMillis() + " ms, " + connections()
                    + " connections");
            assertThat(flood.gain()).isLessThanOrEqualTo(1.0);
            assertThat(flood.longest()).as("nothing but a cookie is answered").isLessThan(100);
            assertThat(took).isLessThan(Duration.ofSeconds(15));
            assertThat(connections()).isLessThanOrEqualTo(1);
            assertThat(wrong).hasValue(0);
        }
    }

    private int connections() throws Exception {
        AtomicInteger count = new AtomicInteger();
        Filter<Connection> each = one -> {
            count.incrementAndGet();
            return false;
        };
        connector.startForEach(each).get(20, TimeUnit.SECONDS);
        return count.get();
    }

    private ResponseCode deviceComesIn() throws Exception {
        Configuration settings = Configuration.createStandardWithoutFile();
        CoapEndpoint endpoint = CoapEndpoint.builder()
                .setConfiguration(settings)
                .setConnector(new DTLSConnector(DtlsConnectorConfig.builder(settings)
                        .setAdvancedPskStore(
                                new AdvancedSinglePskStore(DEVICE.value(), SECRET.getBytes(StandardCharsets.UTF_8)))
                        .build()))
                .build();
        try {
            CoapResponse answer = new CoapClient(
                            "coaps://127.0.0.1:" + connector.getAddress().getPort() + "/here")
                    .setEndpoint(endpoint)
                    .setTimeout(15_000L)
                    .get();
            assertThat(answer).as("an answer").isNotNull();
            return answer.getCode();
        } finally {
            endpoint.destroy();
        }
    }
}
