package io.gatehouse.identity;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which fleet is believed: one that its own authority certifies, or one with a certificate that this platform trusts. The
 * host's name is checked in both cases by the platform. A clock that is too early is no reason to refuse: a gateway
 * without a battery starts in 1970, and learns the time over the network.
 */
public final class ServerTrust extends X509ExtendedTrustManager {

    private final UnaryOperator<List<X509Certificate>> authorities;
    private final Clock clock;

    private ServerTrust(UnaryOperator<List<X509Certificate>> authorities, Clock clock) {
        this.authorities = authorities;
        this.clock = clock;
    }

    /** By authorities that are known. */
    public static ServerTrust of(List<X509Certificate> authorities, Clock clock) {
        List<X509Certificate> known = List.copyOf(authorities);
        return new ServerTrust(shown -> known, clock);
    }

    /** By an authority of which only the fingerprint is known; the server shows the authority beside its own certificate. */
    public static ServerTrust byFingerprint(String fingerprint, Clock clock) {
        return new ServerTrust(
                shown -> shown.stream()
                        .filter(one -> CertificateAuthority.isKnownBy(one, fingerprint))
                        .toList(),
                clock);
    }

    private interface Judging {
        void judge(X509ExtendedTrustManager judge) throws CertificateException;
    }

    private void check(X509Certificate[] shown, Judging judging) throws CertificateException {
        List<X509Certificate> believed = authorities.apply(List.of(shown));
        if (!believed.isEmpty()) {
            try {
                judging.judge(judge(parameters(believed, shown[0])));
                return;
            } catch (CertificateException notOurs) {
                if (believed.stream()
                        .anyMatch(one -> shown[0].getIssuerX500Principal().equals(one.getSubjectX500Principal()))) {
                    throw notOurs;
                }
            }
        }
        judging.judge(judge(null));
    }

    private ManagerFactoryParameters parameters(List<X509Certificate> believed, X509Certificate leaf)
            throws CertificateException {
        try {
            Set<TrustAnchor> anchors =
                    believed.stream().map(one -> new TrustAnchor(one, null)).collect(Collectors.toSet());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
            parameters.setRevocationEnabled(false);
            Instant begins = leaf.getNotBefore().toInstant();
            Instant now = clock.instant();
            parameters.setDate(Date.from(now.isBefore(begins) ? begins : now));
            return new CertPathTrustManagerParameters(parameters);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
    }

    /** @param parameters nothing for what the platform trusts */
    private static X509ExtendedTrustManager judge(@Nullable ManagerFactoryParameters parameters)
            throws CertificateException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            if (parameters == null) {
                factory.init((KeyStore) null);
            } else {
                factory.init(parameters);
            }
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager judge) {
                    return judge;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e);
        }
        throw new CertificateException("this platform judges no certificates");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String authType) throws CertificateException {
        check(shown, judge -> judge.checkServerTrusted(shown, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String authType, Socket socket)
            throws CertificateException {
        check(shown, judge -> judge.checkServerTrusted(shown, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String authType, SSLEngine engine)
            throws CertificateException {
        check(shown, judge -> judge.checkServerTrusted(shown, authType, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String authType) throws CertificateException {
        throw new CertificateException("clients are not judged here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(shown, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(shown, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
