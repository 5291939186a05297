package io.gatehouse.proof.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The benchmarks themselves are no tests; what they make of their rounds is. */
class FigureTest {

    @Test
    void the_line_shows_medians_the_spread_of_the_ratio_and_the_verdict() {
        Figure figure = new Figure("journal-100", "events/s", "SQLite", new Figure.Bar.RatioAtLeast(2));

        figure.round(60_000, 20_000);
        figure.round(50_000, 40_000);
        figure.round(90_000, 20_000);

        assertThat(figure.line())
                .isEqualTo("journal-100: ours 60,000 events/s, SQLite 20,000 events/s, ratio 3.00 (1.25..4.50),"
                        + " bar >= 2.00x: holds");
    }

    @Test
    void the_ratio_is_that_of_the_rounds_and_not_of_the_medians() {
        Figure figure = new Figure("start", "s", "peer", new Figure.Bar.RatioAtMost(0.6));

        figure.round(1, 1);
        figure.round(2, 10);
        figure.round(3, 4);

        assertThat(figure.ratio()).isEqualTo(0.75);
        assertThat(figure.line()).endsWith("bar <= 0.60x: falls short");
    }

    @Test
    void a_bar_in_the_unit_does_not_look_at_the_peer() {
        Figure most = new Figure("badge", "ms", "Mosquitto", new Figure.Bar.AtMost(5));
        Figure least = new Figure("road", "events/s", "COPY", new Figure.Bar.AtLeast(25_000));

        most.round(5, 1);
        least.round(24_999, 1);

        assertThat(most.line()).endsWith("bar <= 5.00 ms: holds");
        assertThat(least.line()).endsWith("bar >= 25,000 events/s: falls short");
    }

    @Test
    void an_even_number_of_rounds_has_the_middle_of_the_two_middle_ones() {
        Figure figure = new Figure("x", "ms", "peer", new Figure.Bar.None());

        figure.round(1, 1);
        figure.round(4, 1);

        assertThat(figure.ours()).isEqualTo(2.5);
        assertThat(figure.line()).endsWith("no bar");
    }

    @Test
    void percentiles_are_those_of_all_recorded_times() {
        Latencies latencies = new Latencies();
        for (int millis = 1; millis <= 100; millis++) {
            latencies.add(millis * 1_000_000L);
        }

        assertThat(latencies.millis(0.50)).isEqualTo(50);
        assertThat(latencies.millis(0.99)).isEqualTo(99);
        assertThat(latencies.count()).isEqualTo(100);
    }

    @Test
    void the_processor_time_of_this_process_is_not_foreign() {
        Machine.Ticks before = new Machine.Ticks(1_000, 400, 100);
        Machine.Ticks after = new Machine.Ticks(1_200, 500, 180);

        assertThat(Machine.foreignShare(before, after)).isEqualTo(0.1);
    }
}
