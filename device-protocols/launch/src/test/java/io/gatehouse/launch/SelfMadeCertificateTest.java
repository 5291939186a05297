package io.gatehouse.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfMadeCertificateTest {

    private static final List<String> NAMES = List.of("gate.example", "127.0.0.1", "::1");

    @TempDir
    Path folder;

    private final SecureRandom random = Surroundings.ofSystem().random();

    @Test
    void it_covers_the_names_and_only_the_owner_reads_the_key() throws Exception {
        SelfMadeCertificate made = ensure(NAMES, "2027-05-01T00:00:00Z");

        assertThat(made.key().getParent()).isEqualTo(folder);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.key())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(made.key())).startsWith("-----BEGIN PRIVATE KEY-----");
        X509Certificate read = read(made);
        read.verify(read.getPublicKey());
        read.checkValidity(Date.from(Instant.parse("2037-04-01T00:00:00Z")));
        assertThat(read.getSubjectAlternativeNames())
                .extracting(each -> String.valueOf(each.get(1)))
                .contains("gate.example", "127.0.0.1");
        assertThat(read.getSubjectAlternativeNames()).hasSize(3);
    }

    @Test
    void it_is_kept_from_start_to_start() throws IOException {
        SelfMadeCertificate first = ensure(NAMES, "2027-05-01T00:00:00Z");
        byte[] before = Files.readAllBytes(first.certificate());

        SelfMadeCertificate second = ensure(NAMES, "2028-05-01T00:00:00Z");

        assertThat(second.certificate()).hasBinaryContent(before);
    }

    @Test
    void another_name_or_the_end_of_its_time_makes_a_new_one() throws IOException {
        byte[] first = Files.readAllBytes(ensure(NAMES, "2027-05-01T00:00:00Z").certificate());

        byte[] renamed = Files.readAllBytes(
                ensure(List.of("other.example"), "2027-05-01T00:00:00Z").certificate());
        byte[] renewed = Files.readAllBytes(
                ensure(List.of("other.example"), "2037-06-01T00:00:00Z").certificate());

        assertThat(renamed).isNotEqualTo(first);
        assertThat(renewed).isNotEqualTo(renamed);
    }

    @Test
    void a_clock_in_1970_makes_a_certificate_that_is_valid_when_the_clock_is_right() throws Exception {
        X509Certificate made = read(ensure(NAMES, "1970-01-01T00:00:10Z"));

        made.checkValidity(Date.from(Instant.parse("2030-01-01T00:00:00Z")));
    }

    private SelfMadeCertificate ensure(List<String> names, String now) {
        return SelfMadeCertificate.ensure(folder, names, Clock.fixed(Instant.parse(now), ZoneOffset.UTC), random);
    }

    private static X509Certificate read(SelfMadeCertificate made) throws Exception {
        try (var in = Files.newInputStream(made.certificate())) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
