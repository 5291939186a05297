package io.gatehouse.protocol.pass;

import static io.gatehouse.protocol.pass.PassStand.NINE;
import static io.gatehouse.protocol.pass.PassStand.SITE_KEY;
import static io.gatehouse.protocol.pass.PassStand.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.pass.OneTimeCode.Window;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OneTimeCodeTest {

    private final PassStand stand = new PassStand();
    private final String code =
            OneTimeCode.of("gate-1-in", 7, NINE, Window.USUAL).digits(SITE_KEY);

    @Test
    void has_ten_digits_and_opens_once() {
        assertThat(code).matches("07[0-9]{8}");
        assertThat(stand.opens(code, at(NINE))).isTrue();
        assertThat(stand.opens(code, at(NINE))).isFalse();
        assertThat(refusal(code, at(NINE))).isEqualTo(PassRefusal.USED);
    }

    @Test
    void is_good_for_its_window_and_a_little_before() {
        assertThat(refusal(code, at(NINE.minus(Duration.ofMinutes(10)).minusSeconds(1))))
                .isEqualTo(PassRefusal.SIGNATURE_INVALID);
        assertThat(refusal(code, at(NINE.plus(Duration.ofHours(1))))).isEqualTo(PassRefusal.SIGNATURE_INVALID);
        assertThat(refusal(code, new Asked(PassStand.GARDEN, "gate-1-in", NINE, false)))
                .isEqualTo(PassRefusal.TIME_UNTRUSTED);
        assertThat(stand.opens(code, at(NINE.plus(Duration.ofHours(1)).minusSeconds(1))))
                .isTrue();
    }

    @Test
    void opens_its_own_gate_only() {
        assertThat(refusal(code, new Asked(PassStand.GARDEN, "gate-2-in", NINE, true)))
                .isEqualTo(PassRefusal.SIGNATURE_INVALID);
    }

    @Test
    void several_codes_of_one_hour_are_different_and_each_opens() {
        String other = OneTimeCode.of("gate-1-in", 8, NINE, Window.USUAL).digits(SITE_KEY);

        assertThat(other.substring(2)).isNotEqualTo(code.substring(2));
        assertThat(stand.opens(code, at(NINE))).isTrue();
        assertThat(stand.opens(other, at(NINE))).isTrue();
    }

    @Test
    void anything_but_ten_digits_is_no_code() {
        assertThat(refusal(code.substring(1), at(NINE))).isEqualTo(PassRefusal.MALFORMED);
        assertThat(refusal(code + "0", at(NINE))).isEqualTo(PassRefusal.MALFORMED);
        assertThat(refusal("07abcdefgh", at(NINE))).isEqualTo(PassRefusal.MALFORMED);
    }

    private PassRefusal refusal(String digits, Asked asked) {
        return OneTimeCode.check(digits, asked, SITE_KEY, Window.USUAL, stand.spent)
                .fold(
                        good -> {
                            throw new AssertionError("is good: " + good);
                        },
                        refusal -> refusal);
    }
}
