package io.gatehouse.fleet.web.sign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignInLimitsTest {

    private final MovableClock clock = new MovableClock();
    private final SignInLimits limits = new SignInLimits(clock);

    @Test
    void the_sixth_wrong_password_for_an_account_has_to_wait() {
        IntStream.range(0, 5)
                .forEach(n -> assertThat(limits.take("admin", "10.0.0.1")).isEmpty());

        OptionalLong wait = limits.take("Admin", "10.0.0.1");

        assertThat(wait).isPresent();
        assertThat(wait.getAsLong()).isBetween(1L, 13L);
        clock.now = clock.now.plus(Duration.ofSeconds(13));
        assertThat(limits.take("admin", "10.0.0.1")).isEmpty();
    }

    @Test
    void a_stranger_elsewhere_does_not_lock_the_owner_out() {
        IntStream.range(0, 10).forEach(n -> limits.take("admin", "10.0.0.66"));

        assertThat(limits.take("admin", "10.0.0.1")).isEmpty();
    }

    @Test
    void one_address_cannot_try_every_account() {
        IntStream.range(0, 30).forEach(n -> limits.take("user-" + n, "10.0.0.1"));

        assertThat(limits.take("user-99", "10.0.0.1")).isPresent();
    }

    @Test
    void right_passwords_do_not_count() {
        IntStream.range(0, 50).forEach(n -> {
            assertThat(limits.take("admin", "10.0.0.1")).isEmpty();
            limits.giveBack("admin", "10.0.0.1");
        });

        assertThat(limits.take("admin", "10.0.0.1")).isEmpty();
    }

    private static final class MovableClock extends Clock {
        private Instant now = Instant.parse("2026-11-24T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
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
