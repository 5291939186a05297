package io.gatehouse.fleet.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.bulk.LabelFaces;
import io.gatehouse.fleet.bulk.LabelSheet;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.identity.Identity;
import io.gatehouse.identity.ShortCode;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.sitebook.DeviceKind;
import io.gatehouse.protocol.sitebook.SignedSiteBook;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A label is claimed once, a token is spent once, and what was taken back proves nothing. */
class EnrolmentTest {

    private static final int RACERS = 50;

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final SiteId site = TestCore.siteOf(gateway);
    private final Enrolments enrolments = core.enrolments();
    private final Labels labels = core.labels();

    private static PublicKey key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair().getPublic();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> List<T> race(Callable<T> one) throws Exception {
        ExecutorService runners = Executors.newFixedThreadPool(RACERS, task -> new Thread(task, "racer"));
        try {
            return runners.invokeAll(Stream.generate(() -> one).limit(RACERS).toList()).stream()
                    .map(EnrolmentTest::done)
                    .toList();
        } finally {
            runners.shutdown();
        }
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Claimed.Done claimed(String name) {
        ShortCode code =
                labels.make(1, DeviceKind.READER, site, "office").get(0).code();
        return (Claimed.Done) labels.claim(code, wish(name), "li");
    }

    private Claiming wish(String name) {
        return new Claiming(site, null, name, "Tower 1", "2F", "East door");
    }

    private SiteBook.Device inBook(DeviceId device) {
        core.siteBooks().compile(gateway);
        SiteBook book = SignedSiteBook.read(core.siteBooks().signed(gateway).orElseThrow())
                .then(signed -> signed.open(core.keys().verifying()))
                .fold(found -> found, refusal -> {
                    throw new AssertionError(refusal);
                });
        return book.devices().stream()
                .filter(one -> one.id().equals(device))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void of_fifty_who_come_with_one_token_one_is_certified() throws Exception {
        Claimed.Done claim = claimed("Reader 1");

        List<Enrolled> outcomes = race(() -> enrolments.enrol(claim.token().text(), key()));

        assertThat(outcomes).filteredOn(Enrolled.Certified.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Enrolled.Refused.class::isInstance)
                .hasSize(RACERS - 1)
                .allMatch(new Enrolled.Refused(Enrolled.Reason.USED)::equals);
        assertThat(core.certificates().of(Holder.of(site, claim.device()))).hasSize(1);
    }

    @Test
    void a_box_of_another_kind_than_the_place_is_told_so() {
        Claimed.Done reader = claimed("Reader 1");
        labels.release(reader.label().code(), "li");
        ShortCode camera =
                labels.make(1, DeviceKind.CAMERA, site, "office").get(0).code();

        Claimed outcome =
                labels.claim(camera, new Claiming(site, reader.device().value(), null, null, null, null), "li");

        assertThat(outcome).isEqualTo(new Claimed.WrongKind(reader.device(), DeviceKind.READER));
    }

    @Test
    void of_fifty_who_claim_one_label_one_gets_it_and_the_others_hear_who_did() throws Exception {
        ShortCode code =
                labels.make(1, DeviceKind.READER, null, "office").get(0).code();

        List<Claimed> outcomes = race(() -> labels.claim(code, wish("Reader 1"), "li"));

        assertThat(outcomes).filteredOn(Claimed.Done.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Claimed.Already.class::isInstance)
                .hasSize(RACERS - 1)
                .allMatch(already -> whoClaimed(already).equals("li"));
    }

    private static String whoClaimed(Claimed outcome) {
        Label.Claim claim =
                outcome instanceof Claimed.Already already ? already.label().claim() : null;
        return claim == null ? "" : claim.by();
    }

    @Test
    void a_certificate_speaks_for_the_claim_and_the_site_book_says_from_when_it_counts() {
        Claimed.Done claim = claimed("Reader 1");
        assertThat(inBook(claim.device()).certificatesFrom()).isNull();

        Enrolled.Certified first =
                (Enrolled.Certified) enrolments.enrol(claim.token().text(), key());

        assertThat(first.first()).isTrue();
        assertThat(first.identity())
                .isEqualTo(
                        new Identity(Identity.Kind.DEVICE, site, claim.device().value(), 1));
        assertThat(inBook(claim.device()).certificatesFrom()).isEqualTo(1);
        assertThat(enrolments.admits(first.identity())).isTrue();
        assertThat(enrolments.renew(first.identity(), key()))
                .isInstanceOfSatisfying(Enrolled.Certified.class, again -> {
                    assertThat(again.first()).isFalse();
                    assertThat(again.identity()).isEqualTo(first.identity());
                });
    }

    @Test
    void what_was_taken_back_proves_nothing_and_the_place_can_be_given_out_again() {
        Claimed.Done claim = claimed("Reader 1");
        Holder holder = Holder.of(site, claim.device());
        Enrolled.Certified old =
                (Enrolled.Certified) enrolments.enrol(claim.token().text(), key());
        String secret = inBook(claim.device()).secret();
        String waiting = enrolments.offer(holder, "li").orElseThrow().text();

        assertThat(enrolments.revoke(holder)).isTrue();

        assertThat(enrolments.admits(old.identity())).isFalse();
        assertThat(enrolments.renew(old.identity(), key())).isEqualTo(new Enrolled.Refused(Enrolled.Reason.REVOKED));
        assertThat(enrolments.enrol(waiting, key())).isEqualTo(new Enrolled.Refused(Enrolled.Reason.UNKNOWN));
        assertThat(inBook(claim.device()).certificatesFrom()).isEqualTo(2);
        assertThat(inBook(claim.device()).secret()).isNotEqualTo(secret);
        assertThat(enrolments.enrol(enrolments.offer(holder, "li").orElseThrow().text(), key()))
                .isInstanceOfSatisfying(
                        Enrolled.Certified.class,
                        fresh -> assertThat(fresh.identity().generation()).isEqualTo(2));
    }

    @Test
    void a_token_ends_after_fifteen_minutes_and_is_good_for_one_thing() {
        Claimed.Done claim = claimed("Reader 1");
        Clock later = Clock.offset(Clock.systemUTC(), Enrolments.TOKEN_VALID.plus(Duration.ofSeconds(1)));
        Surroundings around = Surroundings.ofSystem();
        Enrolments then = new Enrolments(
                core.jdbi(), core.keys(), core.authorities(), new Surroundings(later, around.ids(), around.random()));
        String gatewaysToken =
                enrolments.offer(Holder.of(site, gateway), "li").orElseThrow().text();

        assertThat(then.enrol(claim.token().text(), key())).isEqualTo(new Enrolled.Refused(Enrolled.Reason.EXPIRED));
        assertThat(enrolments.drawSecret(gatewaysToken)).isEqualTo(new Enrolled.Refused(Enrolled.Reason.NOT_A_DEVICE));
        assertThat(enrolments.drawSecret(claim.token().text()))
                .isInstanceOfSatisfying(
                        Enrolled.Secret.class,
                        drawn -> assertThat(drawn.secret())
                                .isEqualTo(inBook(claim.device()).secret()));
        assertThat(enrolments.drawSecret(claim.token().text())).isEqualTo(new Enrolled.Refused(Enrolled.Reason.USED));
        assertThat(enrolments.enrol(gatewaysToken, key())).isInstanceOf(Enrolled.Certified.class);
    }

    @Test
    void a_label_of_another_site_a_taken_name_and_a_taken_place_are_said_plainly() {
        SiteId other = TestCore.siteOf(TestCore.newGateway());
        ShortCode theirs =
                labels.make(1, DeviceKind.READER, other, "office").get(0).code();
        Claimed.Done first = claimed("Reader 1");
        ShortCode next =
                labels.make(1, DeviceKind.READER, site, "office").get(0).code();

        assertThat(labels.claim(theirs, wish("Reader 2"), "li")).isEqualTo(new Claimed.WrongSite(other));
        assertThat(labels.claim(next, wish("READER 1"), "li")).isEqualTo(new Claimed.NameTaken("READER 1"));
        assertThat(labels.claim(next, new Claiming(site, first.device().value(), null, null, null, null), "li"))
                .isEqualTo(new Claimed.Occupied(first.device()));
        assertThat(labels.claim(ShortCode.make(Surroundings.ofSystem().random()), wish("x"), "li"))
                .isEqualTo(new Claimed.Unknown());
        assertThat(labels.move(theirs, site)).isTrue();
        assertThat(labels.claim(theirs, wish("Reader 2"), "li")).isInstanceOf(Claimed.Done.class);
    }

    @Test
    void a_released_label_can_be_claimed_again_and_its_place_stays() {
        Claimed.Done first = claimed("Reader 1");
        enrolments.enrol(first.token().text(), key());

        assertThat(labels.release(first.label().code(), "office")).isPresent();

        assertThat(labels.release(first.label().code(), "office")).isEmpty();
        assertThat(inBook(first.device()).certificatesFrom()).isEqualTo(2);
        Label ofPlace = labels.of(site, first.device(), "office").orElseThrow();
        assertThat(ofPlace.code()).isNotEqualTo(first.label().code());
        assertThat(labels.claim(ofPlace.code(), new Claiming(site, null, null, null, null, null), "li"))
                .isInstanceOfSatisfying(
                        Claimed.Done.class, again -> assertThat(again.device()).isEqualTo(first.device()));
    }

    @Test
    void a_stranger_waits_and_is_let_in_or_kept_out() {
        LogId log = TestCore.newLog();
        knock(log, 1, "box-9");
        knock(log, 2, "box-9");
        knock(log, 3, "not a name");
        Quarantine quarantine = core.quarantine();

        assertThat(quarantine.at(site)).singleElement().satisfies(one -> {
            assertThat(one.path("device").asText()).isEqualTo("box-9");
            assertThat(one.path("times").asInt()).isEqualTo(2);
            assertThat(one.path("state").asText()).isEqualTo("WAITING");
        });
        assertThat(quarantine.refuse(site, new DeviceId("box-9"), "li")).isTrue();
        assertThat(quarantine.refuse(site, new DeviceId("box-9"), "li")).isFalse();
        knock(log, 4, "box-9");
        assertThat(quarantine.at(site).get(0).path("state").asText()).isEqualTo("REFUSED");

        ClaimToken token = quarantine
                .approve(site, new DeviceId("box-9"), DeviceKind.READER, "Reader 9", "li")
                .orElseThrow();
        knock(log, 5, "box-9");

        assertThat(quarantine.at(site)).isEmpty();
        assertThat(enrolments.enrol(token.text(), key())).isInstanceOf(Enrolled.Certified.class);
        assertThat(quarantine.approve(site, new DeviceId("box-8"), DeviceKind.READER, "Reader 8", "li"))
                .isEmpty();
    }

    @Test
    void why_a_stranger_was_not_let_in_stays_with_it_until_it_is() {
        knock(TestCore.newLog(), 1, "box-7");
        Quarantine quarantine = core.quarantine();
        DeviceId stranger = new DeviceId("box-7");

        quarantine.keepOut(site, stranger, Quarantine.Veto.VETOED, "not on the list of what was bought");

        assertThat(quarantine.find(site, stranger)).hasValueSatisfying(one -> {
            assertThat(one.path("state").asText()).isEqualTo("WAITING");
            assertThat(one.path("veto").asText()).isEqualTo("VETOED");
            assertThat(one.path("vetoReason").asText()).isEqualTo("not on the list of what was bought");
        });
        assertThat(core.commission().work().of(site.value(), Reach.all(), 10).at("/items/0/blocks/0/code"))
                .hasToString("\"VETOED\"");
        assertThat(quarantine.approve(site, stranger, DeviceKind.READER, "Reader 7", "li"))
                .isPresent();
        assertThat(core.commission().work().of(site.value(), Reach.all(), 10).at("/items/0/kind"))
                .as("whoever is let in is to be put into service")
                .hasToString("\"TO_COMMISSION\"");
    }

    @Test
    void of_fifty_who_adopt_a_gateway_by_one_label_one_gets_it_and_its_token_certifies_a_gateway() throws Exception {
        GatewayLabels ofGateways = labels.ofGateways();
        GatewayLabel label = ofGateways.make(1, site, "office").get(0);

        List<Adopted> outcomes = race(() -> ofGateways.adopt(label.code(), null, "East gate", "li"));

        assertThat(outcomes).filteredOn(Adopted.Already.class::isInstance).hasSize(RACERS - 1);
        Adopted.Done done = outcomes.stream()
                .filter(Adopted.Done.class::isInstance)
                .map(Adopted.Done.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(core.gateways().siteOf(done.gateway())).contains(site);
        assertThat(enrolments.enrol(done.token().text(), key()))
                .isInstanceOfSatisfying(
                        Enrolled.Certified.class,
                        certified -> assertThat(certified.identity().kind()).isEqualTo(Identity.Kind.GATEWAY));
        assertThat(ofGateways.free(site, Reach.all(), 10)).isEmpty();
    }

    @Test
    void a_gateways_own_label_adopts_that_one_and_another_label_cannot_take_its_id() {
        GatewayLabels ofGateways = labels.ofGateways();
        GatewayLabel own = ofGateways.of(gateway, "office").orElseThrow();
        GatewayLabel other = ofGateways.make(1, site, "office").get(0);

        assertThat(ofGateways.of(gateway, "office")).contains(own);
        assertThat(ofGateways.of(new GatewayId("nobody"), "office")).isEmpty();
        assertThat(ofGateways.adopt(other.code(), gateway, "Mine", "li")).isEqualTo(new Adopted.IdTaken(gateway));
        assertThat(ofGateways.adopt(own.code(), null, "Ignored", "li"))
                .isInstanceOfSatisfying(
                        Adopted.Done.class, done -> assertThat(done.gateway()).isEqualTo(gateway));
        assertThat(new LabelFaces(core.jdbi()).of(List.of(own.code(), other.code()), Reach.all(), kind -> kind))
                .extracting(LabelSheet.Face::place)
                .containsOnly(core.sites().find(site).orElseThrow().path("name").asText());
        assertThat(new LabelFaces(core.jdbi()).of(List.of(other.code()), Reach.all(), kind -> kind))
                .extracting(LabelSheet.Face::name)
                .containsExactly("GATEWAY");
    }

    private void knock(LogId log, long seq, String name) {
        SiteEvent event = SiteEvent.ofGateway(
                EventClass.EVIDENCE,
                GatewayEvents.SIGN_IN_REFUSED,
                null,
                new SiteEvent.Stamp(0, TimeQuality.SYNCED),
                Json.object().put("identity", name).put("code", "UNKNOWN_DEVICE"));
        core.intake().accept(new UplinkBatch(gateway, Lane.EVIDENCE, log, seq, 1, seq, true, List.of(event.toBytes())));
    }
}
