package io.gatehouse.protocol.pass;

import static io.gatehouse.protocol.pass.PassStand.NINE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpentTest {

    private final Use once = new Use("a", NINE, 1);

    @Test
    void comes_through_a_restart() {
        Spent before = new Spent(10);
        before.spend(once);

        Spent after = new Spent(10, before.forgottenTo(), before.entries());

        assertThat(after.spend(once)).isFalse();
    }

    @Test
    void a_clock_that_goes_back_does_not_bring_a_use_back() {
        Spent spent = new Spent(10);
        spent.spend(once);
        spent.forget(NINE.plusSeconds(1));

        assertThat(spent.entries()).isEmpty();
        assertThat(spent.spend(once)).isFalse();
        assertThat(spent.spend(new Use("b", NINE.plusSeconds(2), 1))).isTrue();
    }

    @Test
    void what_is_forgotten_is_told_and_a_key_says_which_visitor_it_was() {
        Spent spent = new Spent(10);
        spent.spend(new Use("pass/v1", NINE, 2));
        spent.spend(new Use("nonce/p/x", NINE, 1));
        spent.spend(new Use("pass/later", NINE.plusSeconds(60), 1));

        assertThat(spent.forget(NINE)).extracting(Spent.Entry::key).containsExactlyInAnyOrder("pass/v1", "nonce/p/x");
        assertThat(spent.forget(NINE)).isEmpty();
        assertThat(Use.visitorOf("pass/v1")).contains("pass-v1");
        assertThat(Use.visitorOf("code/gate-1/77/3")).contains("code-77-3-gate-1");
        assertThat(Use.visitorOf("nonce/p/x")).isEmpty();
    }

    @Test
    void full_means_closed_for_what_is_new() {
        Spent spent = new Spent(1);
        spent.spend(new Use("twice", NINE, 2));

        assertThat(spent.spend(once)).isFalse();
        assertThat(spent.spend(new Use("twice", NINE, 2))).isTrue();
        assertThat(spent.spend(new Use("twice", NINE, 2))).isFalse();
    }
}
