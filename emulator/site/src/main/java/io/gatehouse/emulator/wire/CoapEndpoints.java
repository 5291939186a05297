package io.gatehouse.emulator.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;

/** Makes CoAP endpoints for devices; settings never come from or go to a file. */
public final class CoapEndpoints {

    static {
        CoapConfig.register();
        UdpConfig.register();
        DtlsConfig.register();
        SystemConfig.register();
    }

    private CoapEndpoints() {}

    /** For all plain devices of a process together. */
    public static CoapEndpoint plain() throws IOException {
        CoapEndpoint endpoint = CoapEndpoint.builder()
                .setConfiguration(settings())
                .setInetSocketAddress(new InetSocketAddress("127.0.0.1", 0))
                .build();
        endpoint.start();
        return endpoint;
    }

    static CoapEndpoint dtls(Login login) throws IOException {
        Configuration settings = settings();
        DTLSConnector connector = new DTLSConnector(DtlsConnectorConfig.builder(settings)
                .setAddress(new InetSocketAddress("127.0.0.1", 0))
                .setAdvancedPskStore(new AdvancedSinglePskStore(
                        login.device().value(), login.secret().getBytes(StandardCharsets.UTF_8)))
                .build());
        CoapEndpoint endpoint = CoapEndpoint.builder()
                .setConfiguration(settings)
                .setConnector(connector)
                .build();
        endpoint.start();
        return endpoint;
    }

    /** A lost gateway is noticed in seconds rather than minutes. */
    private static Configuration settings() {
        return Configuration.createStandardWithoutFile()
                .set(CoapConfig.ACK_TIMEOUT, 1, TimeUnit.SECONDS)
                .set(CoapConfig.MAX_RETRANSMIT, 2)
                .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 4 * 1024 * 1024)
                .set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1)
                .set(UdpConfig.UDP_RECEIVER_THREAD_COUNT, 1)
                .set(UdpConfig.UDP_SENDER_THREAD_COUNT, 1)
                .set(SystemConfig.HEALTH_STATUS_INTERVAL, 0, TimeUnit.SECONDS)
                .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
                .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1)
                .set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.CLIENT_ONLY);
    }
}
