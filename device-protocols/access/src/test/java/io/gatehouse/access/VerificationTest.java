package io.gatehouse.access;

import static io.gatehouse.access.ConformanceTest.assertReason;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VerificationTest {

    private final Estate estate = new Estate();

    @Test
    void an_operator_lets_somebody_in_and_everything_is_asked_again() {
        estate.at("in", r -> Rules.approval(r, PointRules.Approval.OPERATOR));
        estate.open();

        AccessDecision asked = estate.shows("ann", "in");
        assertThat(asked.outcome()).isEqualTo(Outcome.PENDING);
        assertThat(asked.details()).containsEntry("who", "OPERATOR").containsEntry("seconds", "60");
        estate.later(Duration.ofSeconds(20));
        AccessDecision let =
                Estate.words(estate.desk.answered(in(), true, estate.millis()).orElseThrow());
        assertThat(let.outcome()).isEqualTo(Outcome.GRANTED_EXTERNAL);
        assertThat(estate.desk.answered(in(), true, estate.millis())).as("once").isEmpty();
    }

    @Test
    void a_refusal_and_a_silence_deny() {
        estate.at("in", r -> Rules.approval(r, PointRules.Approval.HOST));
        estate.open();

        estate.shows("ann", "in");
        assertReason(
                Estate.words(estate.desk.answered(in(), false, estate.millis()).orElseThrow()),
                ReasonCode.VERIFICATION_FAILED);
        estate.later(Duration.ofSeconds(3));
        estate.shows("ann", "in");
        assertThat(estate.desk.tick(estate.millis() + 59_999)).isEmpty();
        assertReason(Estate.words(estate.desk.tick(estate.millis() + 60_000).get(0)), ReasonCode.VERIFICATION_TIMEOUT);
    }

    @Test
    void what_was_revoked_meanwhile_stays_shut() {
        estate.at("in", r -> Rules.approval(r, PointRules.Approval.OPERATOR));
        estate.open();
        estate.shows("ann", "in");
        estate.card("ann", CredentialState.LOST, null, null, CredentialRules.PLAIN);
        estate.open();

        assertReason(
                Estate.words(estate.desk.answered(in(), true, estate.millis()).orElseThrow()),
                ReasonCode.CREDENTIAL_LOST);
    }

    @Test
    void a_delay_opens_when_it_is_over() {
        estate.at("in", r -> Rules.mode(r, PointRules.Mode.AUTHORIZATION_DELAYED, 30));
        estate.open();

        AccessDecision waits = estate.shows("ann", "in");
        assertThat(waits.reason()).isEqualTo(ReasonCode.AUTHORIZATION_DELAYED);
        assertThat(waits.details()).containsEntry("until", "2026-11-25T02:00:30Z");
        estate.later(Duration.ofSeconds(30));
        assertThat(Estate.words(estate.desk.tick(estate.millis()).get(0)).outcome())
                .isEqualTo(Outcome.GRANTED);
    }

    @Test
    void in_a_disaster_every_active_credential_passes_and_none_where_all_are_denied() {
        estate.right = "nothing";
        estate.at("in", r -> Rules.mode(r, PointRules.Mode.GRANT_ACTIVE, 0));
        estate.at("lab-in", r -> Rules.mode(r, PointRules.Mode.DENY_ALL, 0));
        estate.open();

        assertThat(estate.shows("ann", "in").outcome()).isEqualTo(Outcome.GRANTED);
        assertReason(estate.shows("nobody", "in"), ReasonCode.CREDENTIAL_UNKNOWN);
        assertReason(estate.shows("ann", "lab-in"), ReasonCode.LOCKDOWN);
    }

    @Test
    void at_an_assembly_point_people_are_counted_as_safe() {
        estate.at("lab-in", Rules::muster);
        estate.open();
        assertThat(estate.shows("ann", "lab-in").outcome()).isEqualTo(Outcome.GRANTED);
        estate.desk.order(new SiteOrder.Muster(true), estate.millis());

        assertThat(estate.shows("bob", "lab-in").outcome()).isEqualTo(Outcome.MUSTERED);
        assertThat(estate.desk.whereIs("bob")).contains("lab");
    }

    private int in() {
        return estate.site().book().pointNumber("in");
    }
}
