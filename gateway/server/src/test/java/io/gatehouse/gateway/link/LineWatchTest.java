package io.gatehouse.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineWatchTest {

    private final LineWatch watch = new LineWatch();

    @Test
    void a_fleet_that_answered_heartbeats_and_falls_silent_is_given_up_after_three() {
        watch.begin(0);
        watch.heard(at(1), true);

        assertThat(watch.isDead(at(16))).isFalse();
        assertThat(watch.isDead(at(17))).isTrue();
    }

    @Test
    void a_line_on_which_nothing_was_ever_heard_is_given_up_too() {
        watch.begin(0);

        assertThat(watch.isDead(at(14))).isFalse();
        assertThat(watch.isDead(at(16))).isTrue();
    }

    @Test
    void an_older_fleet_that_answers_no_heartbeat_may_be_silent_when_it_has_nothing_to_say() {
        watch.begin(0);
        watch.heard(at(1), false);
        watch.answered();

        assertThat(watch.isDead(at(3_600))).isFalse();
    }

    @Test
    void a_line_that_carries_heartbeats_and_no_batch_is_given_up_within_45_seconds() {
        watch.begin(0);
        watch.asked(at(10));
        for (int second = 11; second < 51; second += 5) {
            watch.asked(at(second));
            watch.heard(at(second), true);
            assertThat(watch.isDead(at(second))).isFalse();
        }
        watch.heard(at(51), true);

        assertThat(watch.isDead(at(51))).isTrue();
        watch.answered();
        assertThat(watch.isDead(at(51))).isFalse();
    }

    private static long at(int second) {
        return Duration.ofSeconds(second).toNanos();
    }
}
