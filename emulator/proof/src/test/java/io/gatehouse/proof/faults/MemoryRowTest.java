package io.gatehouse.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What wavers does not grow, and what grows slowly is seen among what wavers. */
class MemoryRowTest {

    private static final long MIB = 1 << 20;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void a_heap_that_grows_by_three_in_half_an_hour_grows_by_one_in_ten_minutes() {
        List<Long> heap = LongStream.rangeClosed(0, 30)
                .map(minute -> 30 * MIB + minute * MIB / 10 + (minute % 2 == 0 ? 2 * MIB : 0))
                .boxed()
                .toList();

        assertThat(MemoryRow.slope(heap, MINUTE)).isCloseTo(1, within(0.05));
    }

    @Test
    void a_heap_that_wavers_does_not_grow() {
        List<Long> heap = LongStream.rangeClosed(0, 30)
                .map(minute -> 30 * MIB + (minute % 3) * 5 * MIB)
                .boxed()
                .toList();

        assertThat(MemoryRow.slope(heap, MINUTE)).isCloseTo(0, within(0.2));
    }
}
