package io.gatehouse.fleet.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.link.GatewayQueues.Load;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CreditTest {

    private static final Load ALONE = new Load(0, 1, 1);

    private final AtomicLong nanos = new AtomicLong();
    private final Credit credit = new Credit(4, nanos::get);

    @Test
    void a_quick_database_grants_the_most_to_one_and_its_share_to_each_of_many() {
        batches(200, 500, 25);

        assertThat(credit.grant(ALONE)).isEqualTo(Credit.MOST);
        // 4 x 20,000 a second for two seconds, shared by a hundred
        assertThat(credit.grant(new Load(0, 100, 300))).isBetween(1_500, 1_700);
    }

    @Test
    void a_slow_database_is_asked_for_less_and_nobody_for_nothing() {
        batches(100, 500, 5_000);

        assertThat(credit.grant(ALONE)).isBetween(700, 900);
        assertThat(credit.grant(new Load(0.5, 20, 60))).isEqualTo(Credit.LEAST);
        assertThat(credit.retryMillis(new Load(0.5, 20, 60))).isEqualTo(20_000);
        batches(200, 500, 25);
        assertThat(credit.grant(ALONE)).isEqualTo(Credit.MOST);
    }

    @Test
    void the_fuller_the_room_the_less_is_granted_and_the_later_is_the_next_try() {
        batches(200, 500, 100);

        assertThat(credit.grant(new Load(0.9, 1, 10))).isBetween(399, 400);
        assertThat(credit.retryMillis(new Load(0.9, 1, 10))).isEqualTo(500);
        assertThat(credit.retryMillis(new Load(0.9, 20, 200))).isBetween(4_500, 5_500);
    }

    @Test
    void one_batch_at_a_time_tries_whether_the_database_is_back() {
        DatabaseWatch watch = new DatabaseWatch(nanos::get);
        assertThat(watch.mayTry()).isTrue();

        watch.failed();
        assertThat(watch.mayTry()).isFalse();
        nanos.addAndGet(1_100_000_000L);
        assertThat(watch.mayTry()).isTrue();
        assertThat(watch.mayTry()).isFalse();
        watch.answered();
        assertThat(watch.mayTry()).isTrue();
    }

    private void batches(int number, int records, int millis) {
        for (int i = 0; i < number; i++) {
            long start = credit.start();
            nanos.addAndGet(millis * 1_000_000L);
            credit.written(records, start);
        }
    }
}
