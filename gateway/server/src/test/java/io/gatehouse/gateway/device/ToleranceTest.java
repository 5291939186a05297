package io.gatehouse.gateway.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToleranceTest {

    private static final int BURST = 1_000;

    private final Tolerance tolerance = new Tolerance();

    @Test
    void a_burst_of_nonsense_is_borne() {
        refuse(BURST, 0);

        assertThat(tolerance.pauseMillis(0)).isZero();
    }

    @Test
    void what_is_beyond_it_is_read_more_slowly() {
        refuse(BURST + 1, 0);

        assertThat(tolerance.pauseMillis(0)).isEqualTo(5);
    }

    @Test
    void whoever_is_good_for_a_while_is_forgiven() {
        refuse(5 * BURST, 0);

        assertThat(tolerance.pauseMillis(1_000)).isZero();
        refuse(199, 1_000);
        assertThat(tolerance.pauseMillis(1_000)).isZero();
        refuse(2, 1_000);
        assertThat(tolerance.pauseMillis(1_000)).isPositive();
    }

    @Test
    void a_clock_that_jumps_back_forgives_nothing_and_goes_on() {
        refuse(BURST + 1, 10_000);

        assertThat(tolerance.pauseMillis(0)).isPositive();
        assertThat(tolerance.pauseMillis(1_000)).isZero();
    }

    private void refuse(int count, long at) {
        for (int i = 0; i < count; i++) {
            tolerance.refused(at);
        }
    }
}
