package io.gatehouse.protocol.pass;

import static io.gatehouse.protocol.pass.PassStand.NINE;
import static io.gatehouse.protocol.pass.PassStand.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.SiteId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RemoteOpeningTest {

    private final PassStand stand = new PassStand();

    @Test
    void opens_without_the_fleet_and_says_for_whom() {
        String text = signed(PassStand.order("nonce-0001", NINE));

        RemoteOpening opening = check(text, at(NINE)).fold(Checked.Good::value, r -> {
            throw new AssertionError(r.toString());
        });

        assertThat(opening.person()).isEqualTo("p-7");
        assertThat(opening.gate()).isEqualTo("gate-1-in");
        assertThat(text).hasSizeLessThan(512);
    }

    @Test
    void opens_once() {
        String text = signed(PassStand.order("nonce-0002", NINE));

        assertThat(stand.opens(text, at(NINE))).isTrue();
        assertThat(stand.opens(text, at(NINE.plusSeconds(1)))).isFalse();
        assertThat(refusal(text, at(NINE.plusSeconds(1)))).isEqualTo(PassRefusal.USED);
    }

    @Test
    void is_over_within_a_minute_even_if_the_phone_says_otherwise() {
        String soon = signed(PassStand.order("nonce-0003", NINE));
        String tooLong = signed(new RemoteOpening.Order("gate-1-in", "nonce-0004", NINE, NINE.plusSeconds(61)));

        assertThat(refusal(soon, at(NINE.plusSeconds(30)))).isEqualTo(PassRefusal.EXPIRED);
        assertThat(refusal(soon, at(NINE.minusSeconds(11)))).isEqualTo(PassRefusal.NOT_YET_VALID);
        assertThat(refusal(tooLong, at(NINE))).isEqualTo(PassRefusal.MALFORMED);
    }

    @Test
    void needs_the_fleets_word_for_this_phone_site_and_gate() {
        PassStand other = new PassStand();
        String ownGrant = PassStand.order("nonce-0005", NINE).sign(other.grant(), other.phone.getPrivate());
        String stolenGrant = PassStand.order("nonce-0006", NINE).sign(stand.grant(), other.phone.getPrivate());
        String text = signed(PassStand.order("nonce-0007", NINE));

        assertThat(refusal(ownGrant, at(NINE))).isEqualTo(PassRefusal.SIGNATURE_INVALID);
        assertThat(refusal(stolenGrant, at(NINE))).isEqualTo(PassRefusal.SIGNATURE_INVALID);
        assertThat(refusal(text, new Asked(PassStand.GARDEN, "gate-2-in", NINE, true)))
                .isEqualTo(PassRefusal.WRONG_GATE);
        assertThat(refusal(text, new Asked(new SiteId("tower"), "gate-1-in", NINE, true)))
                .isEqualTo(PassRefusal.WRONG_SITE);
        assertThat(refusal(text, new Asked(PassStand.GARDEN, "gate-1-in", NINE, false)))
                .isEqualTo(PassRefusal.TIME_UNTRUSTED);
    }

    @Test
    void an_order_counts_only_with_the_grant_that_it_was_signed_for() {
        byte[] older = stand.grant();
        PhoneGrant newer = new PhoneGrant(
                PassStand.GARDEN,
                "p-8",
                PassStand.grantFor(stand.phone).gates(),
                stand.phone.getPublic().getEncoded(),
                NINE.minus(Duration.ofDays(1)),
                NINE.plus(Duration.ofDays(1)));
        String text = PassStand.order("nonce-0008", NINE).sign(older, stand.phone.getPrivate());

        String swapped = "GHO1." + Seal.text(newer.sign(stand.fleet.getPrivate())) + "." + text.split("\\.", -1)[2];

        assertThat(refusal(swapped, at(NINE))).isEqualTo(PassRefusal.SIGNATURE_INVALID);
    }

    private String signed(RemoteOpening.Order order) {
        return order.sign(stand.grant(), stand.phone.getPrivate());
    }

    private Checked<RemoteOpening> check(String text, Asked asked) {
        return RemoteOpening.check(text, asked, stand.fleet.getPublic(), stand.spent);
    }

    private PassRefusal refusal(String text, Asked asked) {
        return check(text, asked)
                .fold(
                        good -> {
                            throw new AssertionError("is good: " + good);
                        },
                        refusal -> refusal);
    }
}
