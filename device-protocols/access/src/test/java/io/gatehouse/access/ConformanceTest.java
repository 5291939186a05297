package io.gatehouse.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.access.state.DoorMemory;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The conformance set of the domain reference (Appendix 1), first half: who, with what, when. */
class ConformanceTest {

    private final Estate estate = new Estate();

    @Test
    void _01_grant_normal() {
        estate.open();

        AccessDecision decision = estate.shows("ann", "in");

        assertThat(decision.outcome()).isEqualTo(Outcome.GRANTED);
        assertThat(decision.person()).isEqualTo("ann");
        assertThat(decision.door()).isEqualTo("main");
        assertThat(decision.accessPoint()).isEqualTo("in");
        assertThat(decision.siteBookVersion()).isEqualTo(7);
        assertThat(decision.credentialRef()).isEqualTo(Estate.ref("ann"));
        assertThat(decision.trace()).hasSizeGreaterThan(20).allMatch(AccessDecision.Check::passed);
    }

    @Test
    void _02_unknown_card() {
        estate.open();

        AccessDecision decision = estate.shows("nobody", "in");

        assertReason(decision, ReasonCode.CREDENTIAL_UNKNOWN);
        assertThat(decision.person()).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"PARITY_ERROR", "BAD_FORMAT", "FACILITY_CODE_MISMATCH", "SIGNATURE_INVALID"})
    void _03_04_what_is_wrong_with_the_bits_is_the_reason(ReasonCode fault) {
        estate.open();

        assertReason(estate.present(estate.read("ann", "in").fault(fault)), fault);
        assertReason(estate.present(estate.read("ann", "in").fault(fault)), fault);
    }

    @Test
    void _05_expired_at_the_exact_end_instant() {
        estate.card("ann", CredentialState.ENABLED, null, estate.millis() + 1, CredentialRules.PLAIN);
        estate.open();

        assertThat(estate.shows("ann", "in").outcome()).isEqualTo(Outcome.GRANTED);
        estate.now = estate.now.plusMillis(1);
        assertReason(estate.shows("ann", "lab-in"), ReasonCode.CREDENTIAL_EXPIRED);
    }

    @Test
    void _06_not_yet_active() {
        estate.card("ann", CredentialState.ENABLED, estate.millis() + 1, null, CredentialRules.PLAIN);
        estate.open();

        AccessDecision decision = estate.shows("ann", "in");

        assertReason(decision, ReasonCode.CREDENTIAL_NOT_YET_ACTIVE);
        assertThat(decision.details()).containsEntry("validFrom", "2026-11-25T02:00:00.001Z");
    }

    @Test
    void _07_disabled_lost_stolen_damaged_and_replaced() {
        estate.card("ann", CredentialState.LOST, null, null, CredentialRules.PLAIN);
        estate.card("bob", CredentialState.STOLEN, null, null, CredentialRules.PLAIN);
        estate.card("cho", CredentialState.DISABLED, null, null, reason("DAMAGED"));
        estate.person("dan", "STAFF", PersonRules.PLAIN);
        estate.credentials.put(
                "temporary",
                new SiteBook.Credential(
                        Estate.ref("temporary"),
                        "dan",
                        CredentialState.ENABLED,
                        null,
                        estate.millis() + 60_000,
                        List.of("all"),
                        new CredentialRules(
                                null, null, null, null, null, Set.of(), null, null, Estate.ref("dan"), null)));
        estate.open();

        assertReason(estate.shows("ann", "in"), ReasonCode.CREDENTIAL_LOST);
        assertReason(estate.shows("bob", "in"), ReasonCode.CREDENTIAL_STOLEN);
        assertReason(estate.shows("cho", "in"), ReasonCode.CREDENTIAL_DAMAGED);
        assertReason(estate.shows("dan", "in"), ReasonCode.CREDENTIAL_REPLACED);
        assertThat(estate.shows("temporary", "in").outcome()).isEqualTo(Outcome.GRANTED);
        estate.later(Duration.ofMinutes(1));
        assertThat(estate.shows("dan", "in").outcome())
                .as("the temporary one is over")
                .isEqualTo(Outcome.GRANTED);
    }

    @Test
    void _08_five_wrong_PINs_lock_the_credential_for_five_minutes() {
        cardAndPin();
        estate.open();
        for (int left = 4; left >= 0; left--) {
            AccessDecision wrong = estate.present(estate.read("ann", "in").pin(Proof.WRONG));
            assertReason(wrong, ReasonCode.PIN_INVALID);
            assertThat(wrong.details()).containsEntry("left", Integer.toString(left));
            estate.later(Duration.ofSeconds(3));
        }

        AccessDecision locked = estate.present(estate.read("ann", "in").pin(Proof.MATCH));
        assertReason(locked, ReasonCode.CREDENTIAL_LOCKED_OUT);
        assertThat(locked.details()).containsKey("until");
        assertThat(estate.present(estate.read("bob", "in").pin(Proof.MATCH)).outcome())
                .as("others are not bound")
                .isEqualTo(Outcome.GRANTED);
        estate.later(Duration.ofMinutes(5));
        assertThat(estate.present(estate.read("ann", "in").pin(Proof.MATCH)).outcome())
                .isEqualTo(Outcome.GRANTED);
    }

    @Test
    void _08_five_codes_that_nobody_knows_lock_the_reader_and_an_order_releases_it() {
        estate.open();
        for (int i = 0; i < 5; i++) {
            assertReason(estate.present(estate.read("guess" + i, "in").by(Factor.PIN)), ReasonCode.CREDENTIAL_UNKNOWN);
        }

        assertReason(estate.shows("ann", "in"), ReasonCode.READER_LOCKED_OUT);
        assertThat(estate.shows("bob", "lab-in").outcome()).isEqualTo(Outcome.GRANTED);
        estate.desk.order(new SiteOrder.ReleaseReader("in"), estate.millis());
        estate.later(Duration.ofSeconds(3));
        assertThat(estate.shows("ann", "in").outcome()).isEqualTo(Outcome.GRANTED);
    }

    @Test
    void _09_a_duress_PIN_opens_the_same_way_and_calls_for_help() {
        cardAndPin();
        estate.open();

        AccessDecision help = estate.present(estate.read("ann", "in").pin(Proof.DURESS));
        AccessDecision plain = estate.present(estate.read("bob", "in").pin(Proof.MATCH));

        assertThat(help.outcome()).isEqualTo(Outcome.GRANTED_DURESS);
        assertThat(help.outcome().opens()).isTrue();
        assertThat(help.details()).isEqualTo(plain.details());
        assertThat(help.trace()).isEqualTo(plain.trace());
    }

    @Test
    void _10_card_and_PIN_at_night_by_schedule() {
        estate.right = "always";
        night();
        estate.at("in", rules -> Rules.authentication(rules, "by-night"));
        estate.open();

        assertThat(estate.shows("ann", "in").outcome()).as("by day").isEqualTo(Outcome.GRANTED);
        estate.now = Instant.parse("2026-11-25T15:00:00Z");
        AccessDecision asked = estate.shows("ann", "in");
        assertThat(asked.outcome()).as("at 23:00").isEqualTo(Outcome.PENDING);
        assertThat(asked.reason()).isEqualTo(ReasonCode.FACTOR_REQUIRED);
        assertThat(asked.details()).containsEntry("factors", "PIN").containsEntry("seconds", "10");
        estate.later(Duration.ofMillis(9_999));
        AccessDecision given =
                estate.present(estate.read("ann", "in").by(Factor.PIN).pin(Proof.MATCH));
        assertThat(given.outcome()).isEqualTo(Outcome.GRANTED);
    }

    @Test
    void _10_a_PIN_that_comes_too_late_for_its_card_is_told_so() {
        cardAndPin();
        estate.open();

        assertThat(estate.shows("ann", "in").outcome()).isEqualTo(Outcome.PENDING);
        estate.later(Duration.ofSeconds(10));
        Read late = estate.read("ann", "in").by(Factor.PIN).pin(Proof.MATCH);
        assertReason(estate.present(late), ReasonCode.FACTOR_TIMEOUT);
    }

    @Test
    void _11_a_special_day_overrides_the_weekday() {
        estate.specialDays.add(new SiteRules.SpecialDays("holiday", "Holiday", List.of("2026-11-25"), null));
        estate.specialDays.add(new SiteRules.SpecialDays("working", "Working weekend", List.of("2026-11-28"), "WED"));
        estate.open();

        AccessDecision holiday = estate.shows("ann", "in");
        assertReason(holiday, ReasonCode.HOLIDAY_RESTRICTED);
        assertThat(holiday.details()).containsEntry("schedule", "Office hours").containsEntry("day", "2026-11-25");
        estate.now = Instant.parse("2026-11-28T02:00:00Z");
        assertThat(estate.shows("ann", "in").outcome())
                .as("a Saturday that is worked")
                .isEqualTo(Outcome.GRANTED);
        estate.later(Duration.ofDays(1));
        assertReason(estate.shows("ann", "in"), ReasonCode.OUT_OF_SCHEDULE);
    }

    /** Berlin, 2026: the clock skips 02:00 to 03:00 on 29 March and shows it twice on 25 October. */
    @Test
    void _12_the_day_with_a_gap_and_the_day_with_an_overlap() {
        estate.zone = "Europe/Berlin";
        estate.right = "small hours";
        List<String> span = List.of("01:30-03:30");
        estate.schedules.add(new SiteBook.Schedule("small hours", "Small hours", Map.of("SUN", span)));
        estate.open();

        assertThat(openAt("2026-03-29T00:29:00Z")).as("01:29").isFalse();
        assertThat(openAt("2026-03-29T00:30:00Z")).as("01:30").isTrue();
        assertThat(openAt("2026-03-29T01:00:00Z")).as("03:00, after the gap").isTrue();
        assertThat(openAt("2026-03-29T01:30:00Z")).as("03:30").isFalse();
        assertThat(openAt("2026-10-25T00:30:00Z")).as("02:30, summer time").isTrue();
        assertThat(openAt("2026-10-25T01:30:00Z"))
                .as("02:30 again, winter time")
                .isTrue();
        assertThat(openAt("2026-10-25T02:29:00Z")).as("03:29").isTrue();
        assertThat(openAt("2026-10-25T02:30:00Z")).as("03:30").isFalse();
    }

    private boolean openAt(String instant) {
        estate.now = Instant.parse(instant);
        return AccessEngine.decide(estate.site(), estate.desk.state(), estate.read("ann", "in"))
                .outcome()
                .opens();
    }

    @Test
    void _13_a_deny_rule_beats_a_right() {
        estate.person("ann", "STAFF", Estate.in("barred"));
        estate.denials.add(new SiteRules.DenyRule("d1", "No contractors", List.of("barred"), List.of("in"), null));
        estate.open();

        AccessDecision decision = estate.shows("ann", "in");

        assertReason(decision, ReasonCode.DENY_RULE);
        assertThat(decision.details()).containsEntry("rule", "No contractors");
        assertThat(estate.shows("bob", "in").outcome()).isEqualTo(Outcome.GRANTED);
        assertThat(estate.shows("ann", "lab-in").outcome()).isEqualTo(Outcome.GRANTED);
    }

    @Test
    void _14_a_permit_has_zone_hours_and_headcount() {
        estate.schedules.add(new SiteBook.Schedule("mornings", "Mornings", Map.of("WED", List.of("08:00-11:00"))));
        estate.permits.add(permit("zone", List.of("lab"), "mornings", null));
        estate.permits.add(permit("work", List.of("lobby"), "mornings", 1));
        estate.card("ann", Estate.of("zone", null));
        estate.card("bob", Estate.of("work", null));
        estate.card("cho", Estate.of("work", null));
        estate.open();

        assertReason(estate.shows("ann", "in"), ReasonCode.PERMIT_ZONE);
        assertThat(estate.shows("bob", "in").outcome()).isEqualTo(Outcome.GRANTED);
        assertReason(estate.shows("cho", "in"), ReasonCode.PERMIT_HEADCOUNT);
        assertThat(estate.shows("bob", "out").outcome()).isEqualTo(Outcome.GRANTED);
        estate.later(Duration.ofSeconds(3));
        assertThat(estate.shows("cho", "in").outcome()).isEqualTo(Outcome.GRANTED);
        estate.later(Duration.ofHours(1));
        assertReason(estate.shows("bob", "in"), ReasonCode.PERMIT_HOURS);
    }

    private static SiteRules.Permit permit(
            String id, List<String> areas, String schedule, @Nullable Integer headcount) {
        return new SiteRules.Permit(id, true, List.of(), areas, schedule, headcount, null, null);
    }

    @Test
    void _15_a_visitor_checks_in_leaves_in_time_and_has_so_many_entries() {
        long end = estate.millis() + Duration.ofHours(2).toMillis();
        estate.visits.add(new SiteRules.Visit("not-in", false, null, null, 0, end));
        estate.visits.add(new SiteRules.Visit("once", true, null, 1, 0, end));
        estate.card("ann", Estate.of(null, "not-in"));
        estate.card("bob", Estate.of(null, "once"));
        estate.card("cho", Estate.of(null, "forged"));
        estate.open();

        assertReason(estate.shows("ann", "in"), ReasonCode.VISIT_NOT_CHECKED_IN);
        assertReason(estate.shows("cho", "in"), ReasonCode.VISIT_NOT_CHECKED_IN);
        assertThat(estate.shows("bob", "in").outcome()).isEqualTo(Outcome.GRANTED);
        assertThat(estate.shows("bob", "out").outcome()).isEqualTo(Outcome.GRANTED);
        estate.later(Duration.ofSeconds(3));
        assertReason(estate.shows("bob", "in"), ReasonCode.VISIT_ENTRIES_EXHAUSTED);
        estate.later(Duration.ofHours(2));
        assertReason(estate.shows("bob", "in"), ReasonCode.VISIT_OVERSTAYED);
        assertThat(estate.shows("bob", "out").outcome()).as("nobody is kept in").isEqualTo(Outcome.GRANTED);
    }

    @Test
    void _28_a_device_whose_clock_is_ten_minutes_ahead_is_judged_by_a_clock_that_is_trusted() {
        estate.card("ann", CredentialState.ENABLED, null, estate.millis() + 60_000, CredentialRules.PLAIN);
        estate.open();

        assertThat(estate.shows("ann", "in").outcome()).isEqualTo(Outcome.GRANTED);
        AccessDecision doubtful =
                estate.present(estate.read("ann", "lab-in").late().timeTrusted(false));
        assertReason(doubtful, ReasonCode.TIME_UNTRUSTED);
        assertThat(doubtful.details()).containsEntry("timeUncertain", "true");
        AccessDecision unlimited = estate.present(estate.read("bob", "in").timeTrusted(false));
        assertThat(unlimited.outcome()).isEqualTo(Outcome.GRANTED);
    }

    @Test
    void _29_what_began_under_a_book_ends_under_it_unless_the_new_one_revokes_it() {
        cardAndPin();
        estate.open();
        assertThat(estate.shows("ann", "in").outcome()).isEqualTo(Outcome.PENDING);
        assertThat(estate.shows("bob", "lab-in").outcome()).isEqualTo(Outcome.PENDING);

        estate.right = "nothing";
        estate.card("bob", CredentialState.STOLEN, null, null, CredentialRules.PLAIN);
        estate.open();
        AccessDecision ends =
                estate.present(estate.read("ann", "in").by(Factor.PIN).pin(Proof.MATCH));
        AccessDecision revoked =
                estate.present(estate.read("bob", "lab-in").by(Factor.PIN).pin(Proof.MATCH));

        assertThat(ends.outcome()).isEqualTo(Outcome.GRANTED);
        assertThat(ends.siteBookVersion()).isEqualTo(7);
        assertReason(revoked, ReasonCode.CREDENTIAL_STOLEN);
        estate.later(Duration.ofSeconds(3));
        AccessDecision next = estate.present(estate.read("ann", "in").pin(Proof.MATCH));
        assertThat(next.siteBookVersion()).isEqualTo(8);
        assertReason(next, ReasonCode.NO_ACCESS_RIGHT);
    }

    private void cardAndPin() {
        SiteRules.SecurityLevel both = new SiteRules.SecurityLevel(1, List.of(Set.of(Factor.CARD, Factor.PIN)));
        estate.authentications.add(new SiteRules.AuthenticationProfile("both", "Card and PIN", both, List.of()));
        estate.at("in", rules -> Rules.authentication(rules, "both"));
        estate.at("lab-in", rules -> Rules.authentication(rules, "both"));
    }

    private void night() {
        Map<String, List<String>> hours = Map.of("WED", List.of("00:00-06:00", "22:00-24:00"));
        estate.schedules.add(new SiteBook.Schedule("night", "Night", hours));
        SiteRules.SecurityLevel card = new SiteRules.SecurityLevel(1, List.of(Set.of(Factor.CARD)));
        SiteRules.SecurityLevel both = new SiteRules.SecurityLevel(2, List.of(Set.of(Factor.CARD, Factor.PIN)));
        estate.authentications.add(new SiteRules.AuthenticationProfile(
                "by-night", "PIN at night", card, List.of(new SiteRules.AuthenticationPolicy("night", both))));
    }

    private static CredentialRules reason(String reason) {
        return new CredentialRules(null, null, null, null, null, Set.of(), null, null, null, reason);
    }

    static void granted(Estate estate, String person, String point) {
        AccessDecision decision = estate.shows(person, point);
        assertThat(decision.outcome()).as(decision.toString()).isEqualTo(Outcome.GRANTED);
    }

    static void assertReason(AccessDecision decision, ReasonCode reason) {
        assertThat(decision.reason()).as(decision.toString()).isEqualTo(reason);
        assertThat(decision.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(decision.trace().stream()
                        .filter(check -> !check.passed())
                        .findFirst()
                        .map(AccessDecision.Check::reason))
                .contains(reason);
    }

    static void closed(Estate estate, String door) {
        estate.desk.doorClosed(estate.door(door));
        assertThat(estate.site().seats().door(estate.door(door)).contact()).isEqualTo(DoorMemory.Contact.CLOSED);
    }
}
