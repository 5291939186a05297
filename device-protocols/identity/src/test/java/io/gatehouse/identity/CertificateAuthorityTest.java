package io.gatehouse.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.protocol.SiteId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {

    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
    private static final Identity GATE = new Identity(Identity.Kind.DEVICE, new SiteId("east-lake"), "gate-1", 3);

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom(new byte[] {1});

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    private CertificateAuthority authority(String name) throws IOException {
        return CertificateAuthority.ensure(folder.resolve(name), at(NOW), random);
    }

    private static void check(CertificateAuthority trusted, Instant when, X509Certificate shown)
            throws CertificateException {
        new ClientTrust(trusted::chain, at(when)).checkClientTrusted(new X509Certificate[] {shown}, "UNKNOWN");
    }

    @Test
    void two_first_starts_share_no_secret_and_the_key_is_its_owners_alone() throws Exception {
        CertificateAuthority one = authority("one");
        CertificateAuthority two = authority("two");

        assertThat(one.certificate().getPublicKey())
                .isNotEqualTo(two.certificate().getPublicKey());
        assertThat(one.certificate().getSubjectX500Principal())
                .isNotEqualTo(two.certificate().getSubjectX500Principal());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("one").resolve("ca.key"))))
                .isEqualTo("rw-------");
        assertThat(authority("one").fingerprint()).isEqualTo(one.fingerprint());
    }

    @Test
    void what_was_certified_reads_back_as_the_identity_and_a_request_has_no_say_in_it() throws Exception {
        CertificateAuthority authority = authority("ca");
        KeyPair pair = KeyPairs.make(random);
        SigningRequest request =
                SigningRequest.read(SigningRequest.of(pair, "somebody-else")).orElseThrow();

        X509Certificate issued = authority.certify(GATE, request.key());

        assertThat(Identity.of(issued)).contains(GATE);
        assertThat(issued.getPublicKey()).isEqualTo(pair.getPublic());
        check(authority, NOW, issued);
        assertThat(CertificateBag.read(CertificateBag.write(List.of(issued)))).containsExactly(issued);
    }

    @Test
    void only_the_authoritys_own_identities_are_believed_and_for_a_while_after_their_end() throws Exception {
        CertificateAuthority authority = authority("ca");
        KeyPair pair = KeyPairs.make(random);
        X509Certificate issued = authority.certify(GATE, pair.getPublic());
        X509Certificate server = authority.certifyServer(List.of("localhost"), pair.getPublic());
        Instant end = issued.getNotAfter().toInstant();

        check(authority, Instant.EPOCH, issued);
        check(authority, end.plus(ClientTrust.GRACE), issued);

        assertThatThrownBy(() -> check(authority, end.plus(ClientTrust.GRACE).plusSeconds(1), issued))
                .hasMessageContaining("too long ago");
        assertThatThrownBy(() -> check(authority("other"), NOW, issued)).hasMessageContaining("no authority");
        assertThatThrownBy(() -> check(authority, NOW, server)).hasMessageContaining("no certificate of a client");
        assertThatThrownBy(() -> check(authority, NOW, authority.certificate()))
                .hasMessageContaining("no certificate of a client");
    }

    @Test
    void a_weak_key_and_a_request_that_was_changed_are_refused() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024, random);
        byte[] good = SigningRequest.of(KeyPairs.make(random), "gate-1");

        assertThat(SigningRequest.read(SigningRequest.of(rsa.generateKeyPair(), "gate-1")))
                .isEmpty();
        for (int i = 0; i < good.length; i++) {
            byte[] changed = good.clone();
            changed[i] ^= 1;
            assertThat(SigningRequest.read(changed)).as("byte %d", i).isEmpty();
        }
        assertThat(SigningRequest.read(new byte[0])).isEmpty();
    }

    @Test
    void an_authority_of_ones_own_must_be_able_to_certify_and_fit_its_key() throws Exception {
        authority("one");
        authority("two");

        assertThatThrownBy(() -> CertificateAuthority.open(
                        folder.resolve("one/ca.crt"), folder.resolve("two/ca.key"), at(NOW), random))
                .hasMessageContaining("does not belong");
    }

    @Test
    void the_listeners_certificate_is_kept_and_renewed_while_a_third_of_its_time_is_left() throws Exception {
        CertificateAuthority authority = authority("ca");
        HeldKey first = server(authority, NOW, "localhost", "127.0.0.1").open();

        assertThat(server(authority, NOW, "localhost").open().certificate()).isEqualTo(first.certificate());
        Instant late = NOW.plus(Duration.ofDays(300));
        HeldKey shown = server(authority, NOW, "localhost").open();
        assertThat(server(CertificateAuthority.ensure(folder.resolve("ca"), at(late), random), late, "localhost")
                        .renew(shown))
                .isTrue();
        assertThat(shown.certificate().getNotAfter())
                .isAfter(first.certificate().getNotAfter());
        assertThat(server(authority, NOW, "localhost", "gate.example").open().certificate())
                .isNotEqualTo(first.certificate());
    }

    @Test
    void the_listeners_certificate_changes_over_with_the_authority_and_certificates_say_whose_they_are()
            throws Exception {
        CertificateAuthority old = authority("ca");
        CertificateAuthority next = CertificateAuthority.ensure(folder.resolve("ca"), "ca-next", at(NOW), random);
        AtomicReference<CertificateAuthority> serving = new AtomicReference<>(old);
        ServerCertificate server =
                new ServerCertificate(serving::get, folder.resolve("tls"), List.of("localhost"), at(NOW), random);
        HeldKey shown = server.open();
        X509Certificate issued = next.certify(GATE, KeyPairs.make(random).getPublic());

        assertThat(server.renew(shown)).isFalse();
        serving.set(next);
        assertThat(server.renew(shown)).isTrue();

        assertThat(AuthorityId.issuing(shown.certificate())).contains(AuthorityId.of(next.certificate()));
        assertThat(PeerCertificate.of(issued)).contains(new PeerCertificate(GATE, AuthorityId.of(next.certificate())));
        assertThat(AuthorityId.of(old.certificate())).isNotEqualTo(AuthorityId.of(next.certificate()));
        assertThat(AuthorityId.issuing(old.certificate())).as("it names nobody").isEmpty();
    }

    private ServerCertificate server(CertificateAuthority authority, Instant when, String... names) {
        return new ServerCertificate(authority, folder.resolve("tls"), List.of(names), at(when), random);
    }
}
