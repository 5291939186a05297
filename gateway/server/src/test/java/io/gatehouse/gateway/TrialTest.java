package io.gatehouse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrialTest {

    private final Trial trial = new Trial();

    @Test
    void proves_itself_when_the_line_is_up_a_moment_later_and_not_before() {
        trial.begin(7, 0);

        assertThat(look(100, true)).isEqualTo(Trial.Outcome.NONE);
        assertThat(look(950, false)).isEqualTo(Trial.Outcome.NONE);
        assertThat(look(2_000, true)).isEqualTo(Trial.Outcome.PROVED);
    }

    @Test
    void fails_when_the_line_does_not_come_back_in_time() {
        trial.begin(7, 0);

        assertThat(look(Trial.AT_MOST.toMillis() - 1, false)).isEqualTo(Trial.Outcome.NONE);
        assertThat(look(Trial.AT_MOST.toMillis(), false)).isEqualTo(Trial.Outcome.FAILED);
        assertThat(Trial.AT_MOST).isLessThan(Duration.ofSeconds(30));
        trial.end();
        assertThat(look(Trial.AT_MOST.toMillis(), false)).isEqualTo(Trial.Outcome.NONE);
    }

    private Trial.Outcome look(long millis, boolean lineIsUp) {
        return trial.look(millis * 1_000_000, lineIsUp);
    }
}
