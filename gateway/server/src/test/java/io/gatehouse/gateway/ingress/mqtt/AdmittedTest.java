package io.gatehouse.gateway.ingress.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.broker.ConnectAttempt;
import io.gatehouse.gateway.device.KnownDevices;
import io.gatehouse.identity.CertificateAuthority;
import io.gatehouse.identity.Identity;
import io.gatehouse.identity.PeerCertificate;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever shows a certificate is who it names, at this site, as long as it counts, and nobody else. */
class AdmittedTest {

    private static final SiteId SITE = new SiteId("garden");
    private static final int DEVICES = 101;

    @TempDir
    Path folder;

    private final Map<DeviceId, SiteBook.Device> book = new HashMap<>();
    private final Admitted admitted = new Admitted(new Book());
    private final SecureRandom random = new SecureRandom(new byte[] {3});
    private CertificateAuthority authority;
    private PublicKey key;

    private final class Book implements KnownDevices {
        @Override
        public Optional<SiteBook.Device> find(DeviceId id) {
            return Optional.ofNullable(book.get(id));
        }

        @Override
        public boolean admits(DeviceId id, byte @Nullable [] secret) {
            return find(id).filter(one -> Arrays.equals(one.secret().getBytes(StandardCharsets.UTF_8), secret))
                    .isPresent();
        }

        @Override
        public boolean admits(PeerCertificate certificate) {
            Identity shown = certificate.identity();
            return shown.kind() == Identity.Kind.DEVICE
                    && shown.site().equals(SITE)
                    && find(new DeviceId(shown.name()))
                            .map(SiteBook.Device::certificatesFrom)
                            .filter(from -> shown.generation() >= from)
                            .isPresent();
        }
    }

    @BeforeEach
    void an_authority_and_a_book() throws Exception {
        authority = CertificateAuthority.ensure(folder, Clock.systemUTC(), random);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256, random);
        key = generator.generateKeyPair().getPublic();
        for (int i = 0; i < DEVICES; i++) {
            known("reader-" + i, 2);
        }
    }

    private void known(String name, @Nullable Integer from) {
        DeviceId id = new DeviceId(name);
        book.put(id, new SiteBook.Device(id, DeviceKind.READER, "secret of " + name, 30, from));
    }

    private X509Certificate certificate(Identity.Kind kind, String site, String name, int generation) {
        return authority.certify(new Identity(kind, new SiteId(site), name, generation), key);
    }

    private X509Certificate device(String name) {
        return certificate(Identity.Kind.DEVICE, "garden", name, 2);
    }

    private Optional<DeviceId> comes(
            @Nullable X509Certificate shown, String clientId, boolean named, @Nullable String user) {
        byte[] secret = user == null ? null : ("secret of " + user).getBytes(StandardCharsets.UTF_8);
        return admitted.admit(new ConnectAttempt(clientId, named, user, secret, 4, "somewhere", true, shown));
    }

    @Test
    void of_ten_thousand_who_come_under_another_name_than_their_certificates_none_is_let_in() {
        X509Certificate shown = device("reader-0");
        int tried = 0;
        for (int client = 0; client < DEVICES; client++) {
            for (int user = 0; user < DEVICES; user++) {
                if (client != 0 || user != 0) {
                    assertThat(comes(shown, "reader-" + client, true, "reader-" + user))
                            .isEmpty();
                    tried++;
                }
            }
        }

        assertThat(tried).isEqualTo(DEVICES * DEVICES - 1);
        assertThat(comes(shown, "reader-0", true, "reader-0")).contains(new DeviceId("reader-0"));
        assertThat(comes(shown, "given-by-the-broker", false, null)).contains(new DeviceId("reader-0"));
    }

    @Test
    void a_certificate_of_another_site_kind_or_generation_lets_nobody_in_even_with_the_right_secret() {
        known("new-1", null);

        assertThat(comes(certificate(Identity.Kind.DEVICE, "hill", "reader-1", 2), "reader-1", true, "reader-1"))
                .isEmpty();
        assertThat(comes(certificate(Identity.Kind.GATEWAY, "garden", "reader-1", 2), "reader-1", true, "reader-1"))
                .isEmpty();
        assertThat(comes(certificate(Identity.Kind.DEVICE, "garden", "reader-1", 1), "reader-1", true, "reader-1"))
                .isEmpty();
        assertThat(comes(certificate(Identity.Kind.DEVICE, "garden", "new-1", 1), "new-1", true, "new-1"))
                .isEmpty();
        assertThat(comes(device("nobody"), "nobody", true, null)).isEmpty();
        assertThat(comes(null, "reader-1", true, "reader-1")).contains(new DeviceId("reader-1"));
    }

    @Test
    void whoever_came_in_with_what_no_longer_counts_has_to_go() {
        comes(device("reader-1"), "reader-1", true, null);
        comes(certificate(Identity.Kind.DEVICE, "garden", "reader-1", 3), "reader-1", true, null);
        comes(null, "any", true, "reader-2");
        comes(device("reader-3"), "reader-3", true, null);
        assertThat(admitted.noLonger()).isEmpty();

        known("reader-1", 3);
        book.remove(new DeviceId("reader-2"));

        assertThat(admitted.noLonger()).containsExactlyInAnyOrder(new DeviceId("reader-1"), new DeviceId("reader-2"));
        assertThat(admitted.noLonger()).isEmpty();
    }
}
