package io.gatehouse.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.TimeQuality;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private Instant wall = NOON;
    private long monotonic;
    private final ClockWatch watch = new ClockWatch(new Wall(), () -> monotonic);

    @Test
    void a_clock_that_runs_on_is_believed() {
        pass(Duration.ofHours(3));

        assertThat(watch.quality()).isEqualTo(TimeQuality.SYNCED);
    }

    @Test
    void a_clock_that_went_back_is_not_believed_until_it_has_passed_what_it_had_shown() {
        pass(Duration.ofHours(1));
        watch.quality();
        wall = wall.minus(Duration.ofHours(1));

        TimeQuality back = watch.quality();
        pass(Duration.ofMinutes(59));
        TimeQuality stillBefore = watch.quality();
        pass(Duration.ofMinutes(1));
        TimeQuality passed = watch.quality();

        assertThat(back).isEqualTo(TimeQuality.UNTRUSTED);
        assertThat(stillBefore).isEqualTo(TimeQuality.UNTRUSTED);
        assertThat(passed).isEqualTo(TimeQuality.DRIFTING);
    }

    @Test
    void a_clock_that_went_back_and_was_set_right_again_is_believed() {
        wall = wall.minus(Duration.ofDays(3));
        watch.quality();
        wall = wall.plus(Duration.ofDays(3));

        assertThat(watch.quality()).isEqualTo(TimeQuality.DRIFTING);
    }

    @Test
    void a_clock_that_is_set_back_by_less_than_a_minute_goes_on() {
        pass(Duration.ofHours(1));
        watch.quality();
        wall = wall.minusSeconds(30);

        assertThat(watch.quality()).isEqualTo(TimeQuality.SYNCED);
    }

    @Test
    void a_clock_that_jumped_forward_drifts() {
        wall = wall.plus(Duration.ofDays(5));

        assertThat(watch.quality()).isEqualTo(TimeQuality.DRIFTING);
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        monotonic += time.toMillis();
    }

    private final class Wall extends Clock {

        @Override
        public Instant instant() {
            return wall;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
