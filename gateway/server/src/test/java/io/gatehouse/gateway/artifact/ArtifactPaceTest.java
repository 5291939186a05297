package io.gatehouse.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArtifactPaceTest {

    private static final int FIRMWARE = 2_000_000;

    @Test
    void on_a_thin_line_no_part_holds_it_for_longer_than_an_event_may_wait() {
        Line thin = new Line(125_000, 300);

        thin.carry(new ArtifactPace(0));

        assertThat(thin.longestHeld).isLessThanOrEqualTo(300);
        assertThat(thin.heldShare()).isBetween(0.1, 0.55);
    }

    @Test
    void on_a_good_line_the_parts_grow_to_their_largest() {
        Line good = new Line(100_000_000, 2);
        ArtifactPace pace = new ArtifactPace(0);

        good.carry(pace);

        assertThat(pace.size()).isEqualTo(ArtifactPace.LARGEST);
    }

    @Test
    void a_line_that_others_fill_is_asked_for_less_and_less() {
        ArtifactPace pace = new ArtifactPace(0);
        pace.took(ArtifactPace.FIRST, 20);

        for (int i = 0; i < 10; i++) {
            assertThat(pace.took(pace.size(), 900)).isGreaterThanOrEqualTo(800);
        }

        assertThat(pace.size()).isEqualTo(ArtifactPace.SMALLEST);
    }

    @Test
    void a_rate_that_is_set_is_kept_however_good_the_line() {
        Line good = new Line(100_000_000, 2);

        good.carry(new ArtifactPace(50_000));

        assertThat(FIRMWARE * 1_000.0 / good.millis).isBetween(40_000.0, 52_000.0);
    }

    /** A line as it is seen by who asks over it. */
    private static final class Line {

        private final long bytesPerSecond;
        private final long roundTripMillis;
        private long millis;
        private long held;
        private long longestHeld;

        Line(long bytesPerSecond, long roundTripMillis) {
            this.bytesPerSecond = bytesPerSecond;
            this.roundTripMillis = roundTripMillis;
        }

        void carry(ArtifactPace pace) {
            for (int left = FIRMWARE; left > 0; ) {
                int part = Math.min(left, pace.size());
                long holds = part * 1_000L / bytesPerSecond;
                long took = roundTripMillis + holds;
                left -= part;
                held += holds;
                longestHeld = Math.max(longestHeld, holds);
                millis += took + pace.took(part, took);
            }
        }

        double heldShare() {
            return held / (double) millis;
        }
    }
}
