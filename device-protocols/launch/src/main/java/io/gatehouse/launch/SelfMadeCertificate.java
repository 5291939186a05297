package io.gatehouse.launch;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate that the server signs itself, for encrypted listeners of which the operator gave none: P-256, ten years,
 * kept in the data folder so that clients may pin it. Not for event loops: it writes files.
 *
 * @param certificate PEM, readable by all
 * @param key PEM (PKCS 8), mode 0600
 */
public record SelfMadeCertificate(Path certificate, Path key) {

    /** A site may start with a clock in 1970: validity never begins before this nor ends ten years after it. */
    private static final Instant LEAST_NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration VALID = Duration.ofDays(3650);
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    /**
     * Answers the certificate in the folder, and makes one when there is none, when it has ended, or when it does not
     * cover all the names.
     *
     * @param names host names and addresses that clients use, at least one
     */
    public static SelfMadeCertificate ensure(Path folder, List<String> names, Clock clock, SecureRandom random) {
        SelfMadeCertificate kept =
                new SelfMadeCertificate(folder.resolve("self-made.crt"), folder.resolve("self-made.key"));
        Instant now = clock.instant().isBefore(LEAST_NOW) ? LEAST_NOW : clock.instant();
        try {
            if (!kept.serves(names, now)) {
                Files.createDirectories(folder);
                kept.make(names, now, random);
            }
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("no certificate could be made", e);
        }
    }

    private boolean serves(List<String> names, Instant now) throws IOException, GeneralSecurityException {
        if (!Files.exists(certificate) || !Files.exists(key)) {
            return false;
        }
        try (var in = Files.newInputStream(certificate)) {
            X509Certificate found =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            Set<String> covered = new HashSet<>();
            found.getSubjectAlternativeNames().forEach(each -> covered.add(String.valueOf(each.get(1))));
            return names.stream().map(SelfMadeCertificate::written).allMatch(covered::contains)
                    && now.isBefore(found.getNotAfter().toInstant());
        }
    }

    private void make(List<String> names, Instant now, SecureRandom random)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, names.get(0)).build();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(120, random).setBit(120),
                Date.from(LEAST_NOW),
                Date.from(now.plus(VALID)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(
                        names.stream().map(SelfMadeCertificate::alternative).toArray(GeneralName[]::new)));
        String signed = pem(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                .setSecureRandom(random)
                .build(pair.getPrivate())));
        // without its certificate a key is made anew: no power cut leaves the new key beside the old certificate
        Files.deleteIfExists(certificate);
        WholeFile.replacePrivately(
                key, pem(new JcaPKCS8Generator(pair.getPrivate(), null)).getBytes(StandardCharsets.US_ASCII));
        WholeFile.replace(certificate, signed.getBytes(StandardCharsets.US_ASCII));
        Files.setPosixFilePermissions(certificate, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /** As a certificate is read back: addresses in their long form. */
    private static String written(String name) {
        try {
            return ADDRESS.matcher(name).matches() ? InetAddress.getByName(name).getHostAddress() : name;
        } catch (UnknownHostException e) {
            return name;
        }
    }

    private static GeneralName alternative(String name) {
        return new GeneralName(ADDRESS.matcher(name).matches() ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static String pem(Object content) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(content);
        }
        return text.toString();
    }
}
