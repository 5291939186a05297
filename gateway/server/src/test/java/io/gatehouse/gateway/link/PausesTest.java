package io.gatehouse.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PausesTest {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int GATEWAYS = 2_000;

    @Test
    void pauses_grow_to_the_longest_and_start_anew_after_a_healthy_minute() {
        Pauses pauses = new Pauses(LONGEST, new Random(1));

        List<Long> all = IntStream.range(0, 20)
                .mapToObj(n -> pauses.nextMillis(Duration.ofSeconds(59)))
                .toList();
        long healthy = pauses.nextMillis(Duration.ofSeconds(60));

        assertThat(all.get(0)).isBetween(1L, 1_000L);
        assertThat(all.subList(1, 20)).isSorted();
        assertThat(all.get(5)).isBetween(3_000L, 8_000L);
        assertThat(all.get(19)).isBetween(60_000L, 60_001L);
        assertThat(healthy).isBetween(1L, 1_000L);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 700, 5_000, 30_000, 300_000})
    void gateways_that_lost_the_fleet_at_once_do_not_come_back_at_once(long downMillis) {
        List<Long> backAfter = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < GATEWAYS; i++) {
            backAfter.add(backAfter(new Pauses(LONGEST, random), downMillis));
        }
        long span = backAfter.stream().mapToLong(Long::longValue).max().orElseThrow();
        // up to a second away all are back within a second: that is the mean rate then
        long[] tenths = new long[10];
        backAfter.forEach(at -> tenths[(int) Math.min(9, at * 10 / (span + 1))]++);

        double mean = GATEWAYS / 10.0;
        double peak = IntStream.range(0, 10).mapToLong(i -> tenths[i]).max().orElseThrow();
        System.out.printf(
                java.util.Locale.ROOT,
                "herd: fleet away %d ms, %d gateways back over %d ms, peak %.2f x the mean rate, bar 2%n",
                downMillis,
                GATEWAYS,
                span,
                peak / mean);
        assertThat(peak / mean).isLessThanOrEqualTo(2);
    }

    /** Milliseconds after the fleet's return until the gateway's next try. */
    private static long backAfter(Pauses pauses, long downMillis) {
        long at = pauses.nextMillis(LONGEST);
        while (at < downMillis) {
            at += pauses.nextMillis(Duration.ZERO);
        }
        return at - downMillis;
    }
}
