package io.gatehouse.fleet.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.telemetry.Counter.Oddity;
import io.gatehouse.fleet.telemetry.Counter.Step;
import io.gatehouse.fleet.telemetry.SeriesStore.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CounterTest {

    private static final double MOST_PER_SECOND = 5;
    private static final long MINUTE = 60_000;

    @Test
    void what_rises_is_counted() {
        assertThat(increases(100, 110, 110, 150)).containsExactly(10.0, 0.0, 40.0);
        assertThat(oddities(100, 110, 110, 150)).isEmpty();
    }

    @Test
    void a_reset_counts_what_came_since_and_is_said() {
        assertThat(increases(10_000, 10_010, 4, 9)).containsExactly(10.0, 4.0, 5.0);
        assertThat(oddities(10_000, 10_010, 4, 9)).containsExactly(Oddity.COUNTER_RESET);
    }

    @Test
    void one_that_steps_back_counts_nothing_twice() {
        assertThat(increases(1_000, 998, 1_001)).containsExactly(0.0, 1.0);
        assertThat(oddities(1_000, 998, 1_001)).containsExactly(Oddity.COUNTER_BACKWARDS);
    }

    @Test
    void one_that_insists_on_less_is_believed_the_third_time() {
        assertThat(increases(1_000, 600, 601, 602, 610)).containsExactly(0.0, 0.0, 0.0, 8.0);
    }

    @Test
    void one_that_jumps_counts_nothing_of_the_jump() {
        assertThat(increases(1_000, 5_000_000, 5_000_003)).containsExactly(0.0, 3.0);
        assertThat(oddities(1_000, 5_000_000, 5_000_003)).containsExactly(Oddity.COUNTER_JUMPED);
    }

    @Test
    void a_device_that_counts_backwards_all_the_time_gives_no_negative_and_one_kind_of_finding() {
        double[] down = IntStream.range(0, 200).mapToDouble(n -> 100_000 - n).toArray();

        assertThat(increases(down)).allSatisfy(one -> assertThat(one).isZero());
        assertThat(oddities(down)).containsOnly(Oddity.COUNTER_BACKWARDS);
    }

    @Test
    void whatever_it_shows_no_rate_is_negative() {
        SplittableRandom random = new SplittableRandom(7);
        double[] any = IntStream.range(0, 2_000)
                .mapToDouble(n -> switch (random.nextInt(4)) {
                    case 0 -> random.nextDouble() * 1e9;
                    case 1 -> -random.nextDouble() * 1e3;
                    case 2 -> 0;
                    default -> n;
                })
                .toArray();

        assertThat(increases(any))
                .allSatisfy(one -> assertThat(one).isNotNegative().isFinite());
    }

    @Test
    void rates_are_of_the_hour_whatever_gap_lies_between_two_buckets() {
        List<Bucket> buckets = List.of(bucket(0, 100), bucket(30, 110), bucket(150, 130));

        assertThat(Counter.rates(Metric.named("passages"), buckets))
                .extracting(Counter.Rate::perHour)
                .containsExactly(null, 20.0, 10.0);
    }

    private static Bucket bucket(int minute, double last) {
        return new Bucket(minute * MINUTE, last, last, last, last, 1);
    }

    private static List<Step> steps(double... values) {
        Counter counter = new Counter(MOST_PER_SECOND);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            Step step = counter.next(i * MINUTE, values[i]);
            if (step != null) {
                steps.add(step);
            }
        }
        return steps;
    }

    private static List<Double> increases(double... values) {
        return steps(values).stream().map(Step::increase).toList();
    }

    private static List<Oddity> oddities(double... values) {
        return steps(values).stream()
                .filter(step -> step.oddity() != null)
                .map(Step::oddity)
                .toList();
    }
}
