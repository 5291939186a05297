package io.gatehouse.identity;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.X509TrustManager;

/**
 * Which certificates of clients are believed on a listener: those that one of the authorities itself has issued to an
 * identity. Whether that identity still counts is asked afterwards, of whoever knows its generation.
 *
 * <p>Clocks at a site are wrong, and lines are down for weeks: that a certificate begins later is no reason to refuse it,
 * and one that has ended is believed for a while longer, so that its holder can renew it.
 */
public final class ClientTrust implements X509TrustManager {

    /** How long after its end a certificate is believed. */
    public static final Duration GRACE = Duration.ofDays(90);

    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private final Supplier<List<X509Certificate>> authorities;
    private final Clock clock;
    private final Consumer<Identity> refused;

    /** @param authorities asked at each handshake; must not block */
    public ClientTrust(Supplier<List<X509Certificate>> authorities, Clock clock) {
        this(authorities, clock, nobody -> {});
    }

    /**
     * @param authorities asked at each handshake; must not block
     * @param refused told whom a certificate names that is not believed, which proves nothing; from any thread, must not
     *     block
     */
    public ClientTrust(Supplier<List<X509Certificate>> authorities, Clock clock, Consumer<Identity> refused) {
        this.authorities = authorities;
        this.clock = clock;
        this.refused = refused;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String authType) throws CertificateException {
        try {
            check(shown[0]);
        } catch (CertificateException e) {
            Identity.of(shown[0]).ifPresent(refused);
            throw e;
        }
    }

    private void check(X509Certificate leaf) throws CertificateException {
        if (clock.instant().isAfter(leaf.getNotAfter().toInstant().plus(GRACE))) {
            throw new CertificateException("the certificate ended at " + leaf.getNotAfter() + ", too long ago");
        }
        List<String> purposes = leaf.getExtendedKeyUsage();
        if (leaf.getBasicConstraints() >= 0 || purposes == null || !purposes.contains(CLIENT_AUTH)) {
            throw new CertificateException("this is no certificate of a client");
        }
        if (Identity.of(leaf).isEmpty()) {
            throw new CertificateException("the certificate's subject is no identity");
        }
        if (authorities.get().stream().noneMatch(authority -> isIssuedBy(authority, leaf))) {
            throw new CertificateException("no authority that is trusted here has issued this certificate");
        }
    }

    private static boolean isIssuedBy(X509Certificate authority, X509Certificate leaf) {
        if (!authority.getSubjectX500Principal().equals(leaf.getIssuerX500Principal())) {
            return false;
        }
        try {
            leaf.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String authType) throws CertificateException {
        throw new CertificateException("servers are not judged here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.get().toArray(X509Certificate[]::new);
    }
}
