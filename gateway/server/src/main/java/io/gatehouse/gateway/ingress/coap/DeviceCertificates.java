package io.gatehouse.gateway.ingress.coap;

import io.gatehouse.gateway.device.Devices.Shown;
import io.gatehouse.gateway.device.KnownDevices;
import io.gatehouse.identity.ClientTrust;
import io.gatehouse.identity.Identity;
import io.gatehouse.identity.PeerCertificate;
import io.gatehouse.protocol.DeviceId;
import java.net.InetSocketAddress;
import java.security.cert.CertPath;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.eclipse.californium.scandium.dtls.AlertMessage;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertLevel;
import org.eclipse.californium.scandium.dtls.CertificateMessage;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.CertificateVerificationResult;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeException;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.x509.NewAdvancedCertificateVerifier;
import org.eclipse.californium.scandium.util.ServerNames;

/**
 * Devices' certificates over DTLS, judged as over TLS: by the authority, then by whether the identity still counts. On
 * Californium's threads.
 */
final class DeviceCertificates implements NewAdvancedCertificateVerifier {

    private final ClientTrust trust;
    private final KnownDevices devices;
    private final BiConsumer<DeviceId, Shown> wrong;

    /** @param wrong is told of whom a certificate speaks that is not believed; any thread */
    DeviceCertificates(ClientTrust trust, KnownDevices devices, BiConsumer<DeviceId, Shown> wrong) {
        this.trust = trust;
        this.devices = devices;
        this.wrong = wrong;
    }

    @Override
    public List<CertificateType> getSupportedCertificateTypes() {
        return List.of(CertificateType.X_509);
    }

    @Override
    public CertificateVerificationResult verifyCertificate(
            ConnectionId cid,
            ServerNames serverName,
            InetSocketAddress remotePeer,
            boolean clientUsage,
            boolean verifySubject,
            boolean truncateCertificatePath,
            CertificateMessage message) {
        CertPath shown = message.getCertificateChain();
        if (shown == null || shown.getCertificates().isEmpty()) {
            return refused(cid, AlertDescription.NO_CERTIFICATE_RESERVED, "no certificate");
        }
        X509Certificate[] chain = shown.getCertificates().stream()
                .map(X509Certificate.class::cast)
                .toArray(X509Certificate[]::new);
        Optional<PeerCertificate> peer = PeerCertificate.of(chain[0]);
        Optional<Identity> identity = peer.map(PeerCertificate::identity);
        try {
            trust.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
        } catch (CertificateException e) {
            identity.ifPresent(this::told);
            return refused(cid, AlertDescription.BAD_CERTIFICATE, String.valueOf(e.getMessage()));
        }
        if (peer.filter(devices::admits).isEmpty()) {
            identity.ifPresent(this::told);
            return refused(cid, AlertDescription.CERTIFICATE_REVOKED, "the identity does not count here any more");
        }
        return new CertificateVerificationResult(cid, shown, Peer.of(peer.get()));
    }

    private void told(Identity identity) {
        wrong.accept(new DeviceId(identity.name()), Shown.CERTIFICATE);
    }

    private static CertificateVerificationResult refused(ConnectionId cid, AlertDescription why, String message) {
        return new CertificateVerificationResult(
                cid, new HandshakeException(message, new AlertMessage(AlertLevel.FATAL, why)), null);
    }

    @Override
    public List<X500Principal> getAcceptedIssuers() {
        return Stream.of(trust.getAcceptedIssuers())
                .map(X509Certificate::getSubjectX500Principal)
                .toList();
    }

    @Override
    public void setResultHandler(HandshakeResultHandler resultHandler) {
        // judged at once: there is nothing to hand over later
    }
}
