package io.gatehouse.gateway.ingress.coap;

import io.gatehouse.gateway.device.Devices.Shown;
import io.gatehouse.gateway.device.KnownDevices;
import io.gatehouse.identity.ClientTrust;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.protocol.DeviceId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BiConsumer;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.SingleNodeConnectionIdGenerator;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;

/**
 * What devices are let in by over DTLS: their own pre-shared key, or a certificate of the fleet's authority. Both end in a
 * {@link Peer}.
 *
 * @param devices asked at each handshake, from Californium's threads
 * @param trust which certificates are believed
 * @param own what the gateway shows to devices with certificates; may block, for it is made beside everything else
 * @param wrong is told whose key or certificate did not fit; from any thread, must not block
 */
public record DtlsDoor(KnownDevices devices, ClientTrust trust, Certificate own, BiConsumer<DeviceId, Shown> wrong) {

    private static final int CONNECTION_ID_BYTES = 6;

    /** The gateway's own key and certificate. */
    @FunctionalInterface
    public interface Certificate {

        /** @throws IOException when it cannot be read */
        Held read() throws IOException;
    }

    /** @param chain the gateway's own certificate first */
    public record Held(PrivateKey key, List<X509Certificate> chain) {

        public Held {
            chain = List.copyOf(chain);
        }
    }

    /** @throws StartRefusal when the gateway's certificate cannot be shown by a server */
    DTLSConnector connector(Configuration settings, InetSocketAddress at) throws IOException {
        try {
            return connector(settings, at, own.read());
        } catch (IllegalStateException e) {
            // what the library finds about the certificate: how it may be used, or its kind of key
            throw new StartRefusal("gatehouse.gateway.tls.certificate", "it does not do for DTLS: " + e.getMessage());
        }
    }

    private DTLSConnector connector(Configuration settings, InetSocketAddress at, Held held) {
        WrongKeys wrongKeys = new WrongKeys(device -> wrong.accept(device, Shown.KEY));
        return new DTLSConnector(DtlsConnectorConfig.builder(settings)
                .setAddress(at)
                .setAdvancedPskStore(new DevicePsks(devices, wrongKeys))
                .setConnectionListener(wrongKeys)
                .setCertificateIdentityProvider(new SingleCertificateProvider(
                        held.key(), held.chain().toArray(X509Certificate[]::new), CertificateType.X_509))
                .setAdvancedCertificateVerifier(new DeviceCertificates(trust, devices, wrong))
                .setApplicationLevelInfoSupplier((principal, peer) -> Peer.info(peer))
                .setConnectionIdGenerator(new SingleNodeConnectionIdGenerator(CONNECTION_ID_BYTES))
                .build());
    }
}
