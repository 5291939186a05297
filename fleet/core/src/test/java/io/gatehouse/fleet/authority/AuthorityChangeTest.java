package io.gatehouse.fleet.authority;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.authority.AuthorityChange.Outcome;
import io.gatehouse.fleet.core.AccountRooms;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.enrol.Claiming;
import io.gatehouse.fleet.enrol.Enrolled;
import io.gatehouse.fleet.enrol.Enrolments;
import io.gatehouse.fleet.enrol.Holder;
import io.gatehouse.fleet.store.DatabaseSettings;
import io.gatehouse.identity.AuthorityId;
import io.gatehouse.identity.CertificateAuthority;
import io.gatehouse.identity.Identity;
import io.gatehouse.identity.PeerCertificate;
import io.gatehouse.identity.ShortCode;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One authority takes the place of another, and nobody good is dropped. A core of its own: others' certificates stay. */
class AuthorityChangeTest {

    private static final SiteId SITE = new SiteId("garden");
    private static final GatewayId GATEWAY = new GatewayId("gw");
    private static final Holder OF_GATEWAY = Holder.of(SITE, GATEWAY);
    private static final Instant LATER = Instant.now().plus(Duration.ofDays(30));

    @TempDir
    Path folder;

    private FleetCore core() {
        return FleetCore.open(folder, DatabaseSettings.bundled(), Surroundings.ofSystem());
    }

    private static PublicKey key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair().getPublic();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static PeerCertificate enrolled(Enrolments enrolments, Holder holder) {
        String token = enrolments.offer(holder, "li").orElseThrow().text();
        return shown(enrolments.enrol(token, key()));
    }

    private static PeerCertificate shown(Enrolled outcome) {
        return PeerCertificate.of(((Enrolled.Certified) outcome).certificate()).orElseThrow();
    }

    private static Holder device(FleetCore core, String name) {
        ShortCode code =
                core.labels().make(1, DeviceKind.READER, SITE, "office").get(0).code();
        core.labels().claim(code, new Claiming(SITE, null, name, null, null, null), "li");
        String id = core.jdbi()
                .withHandle(handle -> handle.createQuery("select id from device where name = ?")
                        .bind(0, name)
                        .mapTo(String.class)
                        .one());
        return Holder.of(SITE, new DeviceId(id));
    }

    private static SiteBook book(FleetCore core) {
        core.siteBooks().compile(GATEWAY);
        return SignedSiteBook.read(core.siteBooks().signed(GATEWAY).orElseThrow())
                .then(signed -> signed.open(core.keys().verifying()))
                .fold(found -> found, refusal -> {
                    throw new AssertionError(refusal);
                });
    }

    /** The gateway says that it runs this one. */
    private static void runs(FleetCore core, long version) {
        core.jdbi()
                .useHandle(handle ->
                        handle.execute("update gateway set site_book_version = ? where id = ?", version, "gw"));
    }

    private static JsonNode report(FleetCore core) {
        return core.accounting().authorityReport(core.authorities()).show();
    }

    @Test
    void another_authority_takes_over_and_the_one_before_counts_until_it_is_retired() {
        Holder reader;
        String second;
        try (FleetCore core = core()) {
            core.sites().put(SITE, "Garden", "UTC");
            core.gateways().put(GATEWAY, SITE, "Gate house");
            Authorities authorities = core.authorities();
            AuthorityChange change = core.accounting().authorityChange(authorities);
            Enrolments enrolments = core.enrolments();
            reader = device(core, "Reader 1");
            String first = AuthorityId.of(authorities.issuing().certificate());
            PeerCertificate gatewayOld = enrolled(enrolments, OF_GATEWAY);
            PeerCertificate readerOld = enrolled(enrolments, reader);
            assertThat(book(core).authorities())
                    .as("as before there was anything to change")
                    .isNull();
            runs(core, book(core).version());
            assertThat(change.retire(true, "li")).isEqualTo(Outcome.NOTHING_OLD);

            assertThat(change.begin(LATER, "li")).isEqualTo(Outcome.DONE);
            assertThat(change.begin(LATER, "li")).isEqualTo(Outcome.UNDER_WAY);

            second = AuthorityId.of(authorities.issuing().certificate());
            assertThat(second).isNotEqualTo(first);
            assertThat(AuthorityId.of(authorities.serving().certificate()))
                    .as("whoever has not heard of the new one finds the fleet")
                    .isEqualTo(first);
            assertThat(enrolments.admits(gatewayOld)).isTrue();
            assertThat(change.staleBooks()).containsExactly(GATEWAY);
            assertThat(shown(enrolments.renew(gatewayOld, key())).authority()).isEqualTo(second);
            assertThat(shown(enrolments.renew(readerOld, key())).authority())
                    .as("its gateway has not heard of the new one")
                    .isEqualTo(first);

            SiteBook told = book(core);
            assertThat(told.authorities()).hasSize(2);
            assertThat(change.staleBooks()).isEmpty();
            runs(core, told.version());
            JsonNode half = report(core);
            assertThat(half.path("gatewaysThatKnow").asInt()).isEqualTo(1);
            assertThat(half.path("gatewaysBehind").asInt()).isZero();
            assertThat(half.path("devicesBehind").asInt()).isEqualTo(1);
            assertThat(half.path("behind").get(0).path("title").asText()).isEqualTo("Reader 1");

            assertThat(change.retire(false, "li")).isEqualTo(Outcome.SOME_BEHIND);
            assertThat(shown(enrolments.renew(readerOld, key())).authority()).isEqualTo(second);
            assertThat(change.retire(false, "li")).isEqualTo(Outcome.DONE);

            assertThat(enrolments.admits(readerOld)).isFalse();
            assertThat(enrolments.renew(readerOld, key())).isEqualTo(new Enrolled.Refused(Enrolled.Reason.RETIRED));
            assertThat(book(core).authorities()).hasSize(1);
            assertThat(authorities.serving()).isSameAs(authorities.issuing());
        }
        try (FleetCore again = core()) {
            assertThat(AuthorityId.of(again.authority().certificate()))
                    .as("kept over a restart")
                    .isEqualTo(second);
            assertThat(enrolled(again.enrolments(), reader).authority()).isEqualTo(second);
            byDate(again);
            bySettings(again);
        }
    }

    /** The date retires it, and that is recorded like what people do. */
    private void byDate(FleetCore core) {
        Authorities authorities = core.authorities();
        AuthorityChange now = core.accounting().authorityChange(authorities);
        now.begin(LATER, "li");
        Surroundings system = Surroundings.ofSystem();
        Surroundings then =
                new Surroundings(Clock.offset(system.clock(), Duration.ofDays(31)), system.ids(), system.random());
        PeerCertificate behind = PeerCertificate.of(
                        authorities.serving().certify(new Identity(Identity.Kind.GATEWAY, SITE, "gw", 1), key()))
                .orElseThrow();

        now.lookAtDates();
        assertThat(core.enrolments().admits(behind)).isTrue();
        new AccountRooms(core.jdbi(), core.keys(), core.accounts(), then)
                .authorityChange(authorities)
                .lookAtDates();

        assertThat(core.enrolments().admits(behind)).isFalse();
        assertThat(report(core).path("changing").asBoolean()).isFalse();
        core.accounting().auditSeal().run();
        List<String> who = core.jdbi()
                .withHandle(handle -> handle.createQuery("select who from audit where action = 'retireAuthority'")
                        .mapTo(String.class)
                        .list());
        assertThat(who).containsExactly("fleet");
    }

    /** Another one in the settings begins the same overlap; what was replaced does not come back by itself. */
    private void bySettings(FleetCore core) {
        Surroundings system = Surroundings.ofSystem();
        CertificateAuthority given;
        try {
            given = CertificateAuthority.ensure(folder.resolve("given"), system.clock(), system.random());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        String before = core.authority().fingerprint();

        Authorities started = Authorities.open(core.jdbi(), folder.resolve("keys"), Optional.of(given), system);

        assertThat(started.issuing().fingerprint()).isEqualTo(given.fingerprint());
        assertThat(started.serving().fingerprint()).isEqualTo(before);
        assertThat(new AuthorityChange(core.jdbi(), started, system).begin(LATER, "li"))
                .isEqualTo(Outcome.GIVEN);
        assertThat(List.of(started.believes(AuthorityId.of(given.certificate())), started.believes("00")))
                .containsExactly(true, false);
    }
}
