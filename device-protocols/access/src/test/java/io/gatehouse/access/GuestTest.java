package io.gatehouse.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.access.book.Guest;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.device.PresentedCredential;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** People who bring their right themselves are judged by the same rules as those whom the book knows. */
class GuestTest {

    private static final String REF =
            CredentialRef.of(new byte[] {1}, new PresentedCredential("QR_CODE", "RAW", 0, "a pass"));

    private final Estate estate = new Estate();

    @Test
    void a_visitor_whom_no_book_knows_passes_the_gates_of_the_pass_in_its_window() {
        estate.open();

        assertThat(shows("in", visitor(CredentialState.ENABLED, null)).outcome())
                .isEqualTo(Outcome.GRANTED);
        assertThat(shows("in", visitor(CredentialState.ENABLED, null)).person()).isEqualTo("pass:1");
        assertThat(shows("lab-in", visitor(CredentialState.ENABLED, null)).reason())
                .isEqualTo(ReasonCode.NO_ACCESS_RIGHT);
        estate.later(Duration.ofHours(3));
        assertThat(shows("in", visitor(CredentialState.ENABLED, null)).reason()).isEqualTo(ReasonCode.VISIT_OVERSTAYED);
    }

    @Test
    void a_pass_that_was_used_lets_nobody_in_and_still_lets_them_out() {
        estate.open();

        assertThat(shows("in", visitor(CredentialState.ENABLED, 0)).reason())
                .isEqualTo(ReasonCode.VISIT_ENTRIES_EXHAUSTED);
        assertThat(shows("out", visitor(CredentialState.ENABLED, 0)).outcome()).isEqualTo(Outcome.GRANTED);
    }

    @Test
    void whose_pass_is_over_is_nowhere_any_more_but_for_a_roll_call() {
        estate.open();
        shows("in", visitor(CredentialState.ENABLED, null));
        estate.shows("ann", "in");
        assertThat(estate.desk.peopleIn("lobby")).isEqualTo(2);

        estate.desk.order(new SiteOrder.Muster(true), estate.millis());
        estate.desk.gone(List.of("pass:1"));
        assertThat(estate.desk.whereIs("pass:1")).contains("lobby");
        estate.desk.order(new SiteOrder.Muster(false), estate.millis());
        estate.desk.gone(List.of("pass:1", "pass:2"));

        assertThat(estate.desk.whereIs("pass:1")).isEmpty();
        assertThat(estate.desk.whereIs("ann")).contains("lobby");
        assertThat(estate.desk.peopleIn("lobby")).isEqualTo(1);
        assertThat(shows("out", visitor(CredentialState.ENABLED, null)).outcome())
                .isEqualTo(Outcome.GRANTED);
    }

    @Test
    void a_pass_that_was_revoked_opens_nothing() {
        estate.open();

        assertThat(shows("in", visitor(CredentialState.DISABLED, null)).reason())
                .isEqualTo(ReasonCode.CREDENTIAL_DISABLED);
    }

    @Test
    void what_goes_for_visitors_goes_for_those_with_a_pass() {
        estate.packs.add(
                new SiteRules.RulePack("VISITOR", List.of("lab"), null, null, false, PointRules.Approval.NONE, false));
        estate.open();

        assertThat(shows("in", visitor(CredentialState.ENABLED, null)).reason())
                .isEqualTo(ReasonCode.PERSON_TYPE_RESTRICTED);
    }

    @Test
    void a_pass_needs_a_clock_that_is_trusted() {
        estate.open();
        Read unsure = read("in").timeTrusted(false);

        assertThat(Estate.words(estate.desk.present(unsure, visitor(CredentialState.ENABLED, null)))
                        .reason())
                .isEqualTo(ReasonCode.TIME_UNTRUSTED);
    }

    @Test
    void a_host_is_asked_and_the_answer_opens_to_the_same_visitor() {
        estate.packs.add(
                new SiteRules.RulePack("VISITOR", List.of(), null, null, false, PointRules.Approval.HOST, false));
        estate.open();
        assertThat(shows("in", visitor(CredentialState.ENABLED, null)).reason())
                .isEqualTo(ReasonCode.VERIFICATION_REQUIRED);

        AccessDesk.Ruling answered = estate.desk
                .answered(estate.site().book().pointNumber("in"), true, estate.millis())
                .orElseThrow();

        assertThat(Estate.words(answered).outcome()).isEqualTo(Outcome.GRANTED_EXTERNAL);
        assertThat(Estate.words(answered).person()).isEqualTo("pass:1");
    }

    @Test
    void a_phone_opens_with_the_rights_of_its_owner_and_with_no_others() {
        estate.people.remove("bob");
        estate.open();

        assertThat(shows("in", phone("ann")).person()).isEqualTo("ann");
        assertThat(shows("lab-in", phone("ann")).outcome()).isEqualTo(Outcome.GRANTED);
        assertThat(shows("in", phone("bob")).reason()).isEqualTo(ReasonCode.CREDENTIAL_UNASSIGNED);
    }

    @Test
    void a_plate_that_is_seen_where_no_door_is_is_observed_and_asks_for_nothing() {
        estate.open();
        Read seen = Read.of(-1, Estate.ref("ann"), estate.millis());

        assertThat(Estate.words(estate.desk.present(seen.by(Factor.LICENSE_PLATE)))
                        .outcome())
                .isEqualTo(Outcome.OBSERVED);
        assertThat(Estate.words(estate.desk.present(seen)).reason()).isEqualTo(ReasonCode.ACCESS_POINT_UNKNOWN);
    }

    @Test
    void without_the_other_gateway_of_an_area_a_strict_site_says_that_nobody_knows() {
        SiteRules.Policies usual = SiteRules.Policies.DEFAULT;
        estate.policies = new SiteRules.Policies(
                usual.maxFailures(),
                usual.lockoutSeconds(),
                usual.duplicateMillis(),
                usual.factorSeconds(),
                usual.verifySeconds(),
                false,
                true,
                false,
                null);
        estate.passback(PointRules.PassbackKind.AREA, true, 0);
        estate.open();
        estate.desk.order(new SiteOrder.Peer(true), estate.millis());

        assertThat(estate.shows("ann", "in").reason()).isEqualTo(ReasonCode.PASSBACK_STATE_UNKNOWN);
    }

    private Guest visitor(CredentialState state, @Nullable Integer entries) {
        long now = Estate.WEDNESDAY_TEN.toEpochMilli();
        return new Guest.Visitor(
                REF,
                "pass:1",
                state,
                List.of("in", "out"),
                new SiteRules.Visit("pass:1", true, null, entries, now - 1, now + 7_200_000));
    }

    private static Guest phone(String person) {
        return new Guest.Resident(REF, person, CredentialState.ENABLED);
    }

    private Read read(String point) {
        return Read.of(estate.site().book().pointNumber(point), REF, estate.millis())
                .by(Factor.QR_CODE);
    }

    private AccessDecision shows(String point, Guest guest) {
        estate.later(Duration.ofSeconds(3));
        return Estate.words(estate.desk.present(read(point), guest));
    }
}
