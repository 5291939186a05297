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
    void full_means_closed_for_what_is_new() {
        Spent spent = new Spent(1);
        spent.spend(new Use("twice", NINE, 2));

        assertThat(spent.spend(once)).isFalse();
        assertThat(spent.spend(new Use("twice", NINE, 2))).isTrue();
        assertThat(spent.spend(new Use("twice", NINE, 2))).isFalse();
    }
}
