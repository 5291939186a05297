package io.gatehouse.protocol.pass;

import static io.gatehouse.protocol.pass.PassStand.NINE;
import static io.gatehouse.protocol.pass.PassStand.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.access.ReasonCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VisitorPassTest {

    private final PassStand stand = new PassStand();

    @Test
    void a_gateway_that_never_heard_of_the_visit_lets_it_in_and_knows_it_by_the_pass() {
        VisitorPass pass = PassStand.pass("visit-0001", 1);
        String code = pass.sign(stand.fleet.getPrivate());

        VisitorPass checked = check(code, at(NINE)).fold(Checked.Good::value, refusal -> {
            throw new AssertionError(refusal.toString());
        });

        assertThat(checked).isEqualTo(pass);
        assertThat(pass.asVisit().entries()).isEqualTo(1);
        assertThat(pass.asVisit().checkedIn()).isTrue();
        assertThat(code).hasSizeLessThan(256);
    }

    @Test
    void lets_in_as_often_as_it_says_and_not_once_more() {
        String code = PassStand.pass("visit-0002", 2).sign(stand.fleet.getPrivate());

        assertThat(stand.opens(code, at(NINE))).isTrue();
        assertThat(stand.opens(code, at(NINE))).isTrue();
        assertThat(stand.opens(code, at(NINE))).isFalse();
        assertThat(refusal(code, at(NINE))).isEqualTo(PassRefusal.USED);
    }

    @Test
    void its_window_ends_exactly_at_its_end() {
        String code = PassStand.pass("visit-0003", 1).sign(stand.fleet.getPrivate());

        assertThat(refusal(code, at(NINE.minusMillis(1)))).isEqualTo(PassRefusal.NOT_YET_VALID);
        assertThat(refusal(code, at(NINE.plus(Duration.ofHours(2))))).isEqualTo(PassRefusal.EXPIRED);
        assertThat(refusal(code, new Asked(PassStand.GARDEN, "gate-1-in", NINE, false)))
                .isEqualTo(PassRefusal.TIME_UNTRUSTED);
        assertThat(stand.opens(code, at(NINE.plus(Duration.ofHours(2)).minusMillis(1))))
                .isTrue();
    }

    @Test
    void is_for_its_site_and_its_gates() {
        String code = PassStand.pass("visit-0004", 1).sign(stand.fleet.getPrivate());

        assertThat(refusal(code, new Asked(new SiteId("tower"), "gate-1-in", NINE, true)))
                .isEqualTo(PassRefusal.WRONG_SITE);
        assertThat(refusal(code, new Asked(PassStand.GARDEN, "gate-3-in", NINE, true)))
                .isEqualTo(PassRefusal.WRONG_GATE);
    }

    @Test
    void nobody_else_can_make_or_change_one() {
        String code = PassStand.pass("visit-0005", 1).sign(stand.fleet.getPrivate());
        String others = PassStand.pass("visit-0005", 1).sign(PassStand.keys().getPrivate());
        char middle = code.charAt(40);
        String changed = code.substring(0, 40) + (middle == 'A' ? 'B' : 'A') + code.substring(41);

        assertThat(refusal(others, at(NINE))).isEqualTo(PassRefusal.SIGNATURE_INVALID);
        assertThat(refusal(changed, at(NINE))).isEqualTo(PassRefusal.SIGNATURE_INVALID);
        assertThat(refusal(code.substring(0, 60), at(NINE))).isEqualTo(PassRefusal.MALFORMED);
        assertThat(refusal("GHP1.", at(NINE))).isEqualTo(PassRefusal.MALFORMED);
        assertThat(refusal("https://example.com/", at(NINE))).isEqualTo(PassRefusal.MALFORMED);
    }

    @Test
    void a_signature_for_something_else_does_not_count() {
        byte[] grant = stand.grant();

        assertThat(refusal("GHP1." + Seal.text(grant), at(NINE))).isEqualTo(PassRefusal.SIGNATURE_INVALID);
    }

    @Test
    void every_refusal_has_a_reason_that_the_console_has_words_for() {
        for (PassRefusal refusal : PassRefusal.values()) {
            assertThat(ReasonCode.values()).contains(refusal.reason());
        }
    }

    private Checked<VisitorPass> check(String code, Asked asked) {
        return VisitorPass.check(code, asked, stand.fleet.getPublic(), stand.spent);
    }

    private PassRefusal refusal(String code, Asked asked) {
        return check(code, asked)
                .fold(
                        good -> {
                            throw new AssertionError("is good: " + good);
                        },
                        refusal -> refusal);
    }
}
