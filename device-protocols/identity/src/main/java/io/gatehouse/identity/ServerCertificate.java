package io.gatehouse.identity;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The certificate of the fleet's own listeners, issued by its own authority and kept in files. Renewed when a third of its
 * time is left, when a name is missing in it, or when the authority is another one.
 */
public final class ServerCertificate {

    private static final int ALTERNATIVE_NAME = 1;

    private final Supplier<CertificateAuthority> authority;
    private final Path certificate;
    private final Path key;
    private final List<String> names;
    private final Clock clock;
    private final SecureRandom random;

    /** @param names host names and addresses by which clients know the server, at least one */
    public ServerCertificate(
            CertificateAuthority authority, Path folder, List<String> names, Clock clock, SecureRandom random) {
        this(() -> authority, folder, names, clock, random);
    }

    /**
     * Of whichever authority certifies it now.
     *
     * @param authority asked each time; must not block
     */
    public ServerCertificate(
            Supplier<CertificateAuthority> authority,
            Path folder,
            List<String> names,
            Clock clock,
            SecureRandom random) {
        this.authority = authority;
        this.certificate = folder.resolve("server.crt");
        this.key = folder.resolve("server.key");
        this.names = List.copyOf(names);
        this.clock = clock;
        this.random = random;
    }

    /**
     * The key and its certificate, made when there are none.
     *
     * @throws IOException when the files cannot be read or written
     */
    public HeldKey open() throws IOException {
        if (!serves()) {
            make();
        }
        return new HeldKey(Pem.key(key), Pem.certificates(certificate));
    }

    /** Renews what is shown when it is time for it, and says whether it did. */
    public boolean renew(HeldKey shown) throws IOException {
        if (serves()) {
            return false;
        }
        make();
        shown.replace(Pem.key(key), Pem.certificates(certificate));
        return true;
    }

    private boolean serves() throws IOException {
        if (!Files.exists(certificate) || !Files.exists(key)) {
            return false;
        }
        X509Certificate found = Pem.certificates(certificate).get(0);
        try {
            found.verify(authority.get().certificate().getPublicKey());
            return names(found)
                            .containsAll(names.stream()
                                    .map(ServerCertificate::written)
                                    .toList())
                    && !isDue(found, clock.instant());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private void make() throws IOException {
        try {
            KeyPair pair = KeyPairs.make(random);
            CertificateAuthority by = authority.get();
            X509Certificate issued = by.certifyServer(names, pair.getPublic());
            List<X509Certificate> chain = new ArrayList<>(List.of(issued));
            chain.addAll(by.chain());
            // a key without its certificate is made anew; the other way round it would be shown and not work
            Files.deleteIfExists(certificate);
            Pem.writeKey(key, pair.getPrivate());
            Pem.writeCertificates(certificate, chain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform makes EC keys", e);
        }
    }

    /** Whether less than a third of the certificate's time is left. */
    public static boolean isDue(X509Certificate certificate, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        Duration whole = Duration.between(certificate.getNotBefore().toInstant(), end);
        return now.isAfter(end.minus(whole.dividedBy(3)));
    }

    private static Set<String> names(X509Certificate found) throws GeneralSecurityException {
        Collection<List<?>> alternatives = found.getSubjectAlternativeNames();
        Set<String> names = new HashSet<>();
        if (alternatives != null) {
            alternatives.forEach(each -> names.add(String.valueOf(each.get(ALTERNATIVE_NAME))));
        }
        return names;
    }

    /** As a certificate is read back: addresses in their long form. */
    private static String written(String name) {
        try {
            boolean address = name.contains(":") || name.matches("[0-9.]+");
            return address ? InetAddress.getByName(name).getHostAddress() : name;
        } catch (UnknownHostException e) {
            return name;
        }
    }
}
