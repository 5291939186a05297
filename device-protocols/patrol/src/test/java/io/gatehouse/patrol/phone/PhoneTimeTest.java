package io.gatehouse.patrol.phone;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.patrol.CheckpointScan.Doubt;
import org.junit.jupiter.api.Test;

/** A phone is off line, its clock is set, its page sleeps or is opened anew: when was it? */
class PhoneTimeTest {

    private static final long NOW = 1_795_478_460_000L;
    private static final long HOUR = 3_600_000;

    @Test
    void a_clock_that_is_hours_off_does_not_matter_while_the_page_is_the_same() {
        PhoneMoment then = new PhoneMoment(NOW - 5 * HOUR, 1_000, "a");
        PhoneMoment sent = new PhoneMoment(NOW - 4 * HOUR, 1_000 + HOUR, "a");

        PhoneTime time = PhoneTime.of(then, sent, NOW);

        assertThat(time.at()).isEqualTo(NOW - HOUR);
        assertThat(time.doubtMillis()).isZero();
        assertThat(time.doubts()).isEmpty();
    }

    @Test
    void a_clock_that_was_set_in_between_is_noticed_and_the_page_believed() {
        PhoneTime time = PhoneTime.of(
                new PhoneMoment(NOW - 9 * HOUR, 1_000, "a"), new PhoneMoment(NOW + HOUR, 1_000 + HOUR, "a"), NOW);

        assertThat(time.at()).isEqualTo(NOW - HOUR);
        assertThat(time.doubts()).containsExactly(Doubt.CLOCK_JUMPED);
    }

    @Test
    void a_page_that_slept_is_told_by_a_clock_that_is_right() {
        PhoneTime time =
                PhoneTime.of(new PhoneMoment(NOW - 2 * HOUR, 1_000, "a"), new PhoneMoment(NOW, 61_000, "a"), NOW);

        assertThat(time.at()).isEqualTo(NOW - 2 * HOUR);
        assertThat(time.doubts()).isEmpty();
    }

    @Test
    void over_another_opening_of_the_page_the_clock_counts_with_its_offset_as_doubt() {
        PhoneTime time = PhoneTime.of(
                new PhoneMoment(NOW - HOUR + 600_000, 7, "a"), new PhoneMoment(NOW + 600_000, 9, "b"), NOW);

        assertThat(time.at()).isEqualTo(NOW - HOUR);
        assertThat(time.doubtMillis()).isEqualTo(600_000);
    }

    @Test
    void what_would_be_later_than_it_was_told_was_now_with_its_doubt() {
        PhoneTime time = PhoneTime.of(new PhoneMoment(NOW + HOUR, 7, "a"), new PhoneMoment(NOW, 9, "b"), NOW);

        assertThat(time.at()).isEqualTo(NOW);
        assertThat(time.doubtMillis()).isEqualTo(HOUR);
        assertThat(time.doubts()).containsExactly(Doubt.CLOCK_JUMPED);
    }
}
