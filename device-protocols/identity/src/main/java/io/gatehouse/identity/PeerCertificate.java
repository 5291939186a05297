package io.gatehouse.identity;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What a certificate that somebody has shown says. Whether to believe it is another question.
 *
 * @param authority who has issued it, as {@link AuthorityId} writes it, or empty
 */
public record PeerCertificate(Identity identity, String authority) {

    /** Nothing when the subject is no identity. */
    public static Optional<PeerCertificate> of(X509Certificate certificate) {
        return Identity.of(certificate)
                .map(identity -> new PeerCertificate(
                        identity, AuthorityId.issuing(certificate).orElse("")));
    }
}
