package io.gatehouse.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * The private authority of one fleet: certifies gateways, devices and the fleet's own listeners. Its key is made at the
 * first start and never leaves the data folder, unless the operator gives an authority of their own.
 */
public final class CertificateAuthority {

    /** How long devices and gateways are certified; they renew when a third of it is left. */
    public static final Duration IDENTITY_VALID = Duration.ofDays(365);
    /** Phones refuse server certificates that last longer than 825 days. */
    static final Duration SERVER_VALID = Duration.ofDays(397);

    private static final Duration AUTHORITY_VALID = Duration.ofDays(20 * 365);
    /** A site may start with a clock in 1970: nothing is certified before this. */
    private static final Instant LEAST_NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final Clock clock;
    private final SecureRandom random;

    private CertificateAuthority(List<X509Certificate> chain, PrivateKey key, Clock clock, SecureRandom random) {
        this.chain = chain;
        this.key = key;
        this.clock = clock;
        this.random = random;
    }

    /**
     * The authority in the folder ({@code ca.crt}, {@code ca.key}), made when there is none.
     *
     * @throws IOException when the files cannot be read or written, or do not belong together
     */
    public static CertificateAuthority ensure(Path folder, Clock clock, SecureRandom random) throws IOException {
        return ensure(folder, "ca", clock, random);
    }

    /**
     * Another authority in the folder ({@code NAME.crt}, {@code NAME.key}), made when there is none of that name.
     *
     * @throws IOException when the files cannot be read or written, or do not belong together
     */
    public static CertificateAuthority ensure(Path folder, String name, Clock clock, SecureRandom random)
            throws IOException {
        Path certificate = folder.resolve(name + ".crt");
        Path key = folder.resolve(name + ".key");
        if (!Files.exists(certificate)) {
            make(certificate, key, clock, random);
        }
        return open(certificate, key, clock, random);
    }

    /**
     * An authority that was given.
     *
     * @param certificate the issuing certificate, then those above it
     * @throws IOException when it may not certify, or the key is not its
     */
    public static CertificateAuthority open(Path certificate, Path key, Clock clock, SecureRandom random)
            throws IOException {
        List<X509Certificate> chain = Pem.certificates(certificate);
        PrivateKey found = Pem.key(key);
        try {
            if (chain.get(0).getBasicConstraints() < 0) {
                throw new IOException("the certificate in " + certificate + " may not certify others");
            }
            if (!KeyPairs.belong(found, chain.get(0).getPublicKey())) {
                throw new IOException("the key in " + key + " does not belong to the certificate in " + certificate);
            }
            return new CertificateAuthority(chain, found, clock, random);
        } catch (GeneralSecurityException e) {
            throw new IOException("the key in " + key + " does not belong to the certificate in " + certificate, e);
        }
    }

    private static void make(Path certificate, Path key, Clock clock, SecureRandom random) throws IOException {
        try {
            KeyPair pair = KeyPairs.make(random);
            byte[] mark = new byte[3];
            random.nextBytes(mark);
            // two fleets on one phone must not look alike
            X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.O, "Gatehouse")
                    .addRDN(BCStyle.CN, "Gatehouse CA " + HexFormat.of().formatHex(mark))
                    .build();
            Issuing issuing = new Issuing(name, pair.getPublic(), pair.getPrivate(), random);
            Instant until = later(clock.instant()).plus(AUTHORITY_VALID);
            Pem.writeKey(key, pair.getPrivate());
            // the certificate last: where it is, the key is
            Pem.writeCertificates(
                    certificate,
                    List.of(issuing.authority(new Issuing.Asked(name, pair.getPublic(), LEAST_NOW, until))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform makes EC keys", e);
        }
    }

    private static Instant later(Instant now) {
        return now.isBefore(LEAST_NOW) ? LEAST_NOW : now;
    }

    /** The certificate that issues. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The certificate that issues, then those above it that were given. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** SHA-256 of the issuing certificate in lower-case hex, by which a stranger knows it before trusting it. */
    public String fingerprint() {
        return fingerprint(certificate());
    }

    /** The same of any certificate. */
    public static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether the certificate has this fingerprint. */
    public static boolean isKnownBy(X509Certificate certificate, String fingerprint) {
        return fingerprint(certificate).equals(fingerprint);
    }

    /** Certifies that the key's holder is the identity. */
    public X509Certificate certify(Identity identity, PublicKey holder) {
        return issuing()
                .leaf(
                        asked(identity.subject(), holder, IDENTITY_VALID),
                        List.of(KeyPurposeId.id_kp_clientAuth),
                        List.of());
    }

    /** Certifies a listener under these host names and addresses. */
    X509Certificate certifyServer(List<String> names, PublicKey holder) {
        X500Name subject =
                new X500NameBuilder().addRDN(BCStyle.CN, names.get(0)).build();
        return issuing().leaf(asked(subject, holder, SERVER_VALID), List.of(KeyPurposeId.id_kp_serverAuth), names);
    }

    private Issuing issuing() {
        X500Name issuer =
                X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded());
        return new Issuing(issuer, certificate().getPublicKey(), key, random);
    }

    /** From a day before: the clock of whoever checks it may be slow. */
    private Issuing.Asked asked(X500Name subject, PublicKey holder, Duration valid) {
        Instant now = later(clock.instant());
        Instant until = now.plus(valid);
        Instant last = certificate().getNotAfter().toInstant();
        return new Issuing.Asked(subject, holder, now.minus(Duration.ofDays(1)), until.isAfter(last) ? last : until);
    }

    /** A certificate's number as it is kept and shown: hex without leading zeros. */
    public static String serial(X509Certificate certificate) {
        BigInteger number = certificate.getSerialNumber();
        return number.toString(16);
    }
}
