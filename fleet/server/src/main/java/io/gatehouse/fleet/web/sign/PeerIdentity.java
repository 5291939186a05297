package io.gatehouse.fleet.web.sign;

import io.gatehouse.identity.PeerCertificate;
import io.vertx.core.http.HttpServerRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Who a connection is, by the certificate whose key it has shown to hold. Whether it still counts is asked of the core. */
public final class PeerIdentity {

    private PeerIdentity() {}

    public static Optional<PeerCertificate> of(HttpServerRequest request) {
        SSLSession session = request.isSSL() ? request.connection().sslSession() : null;
        if (session == null) {
            return Optional.empty();
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate shown
                    ? PeerCertificate.of(shown)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
