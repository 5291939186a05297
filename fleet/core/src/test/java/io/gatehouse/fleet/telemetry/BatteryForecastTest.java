package io.gatehouse.fleet.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.telemetry.BatteryForecast.State;
import io.gatehouse.fleet.telemetry.SeriesStore.Bucket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatteryForecastTest {

    private static final long DAY = Duration.ofDays(1).toMillis();

    @Test
    void a_battery_that_falls_evenly_ends_when_its_line_does() {
        BatteryForecast forecast = BatteryForecast.of(days(60, n -> 100 - n * 0.5));

        assertThat(forecast.state()).isEqualTo(State.FALLING);
        assertThat(forecast.days()).isBetween(120L, 123L);
        assertThat(forecast.earliest()).isEqualTo(forecast.days());
        assertThat(forecast.latest()).isEqualTo(forecast.days());
    }

    @Test
    void noise_makes_the_span_wider_and_moves_the_middle_little() {
        SplittableRandom random = new SplittableRandom(11);

        BatteryForecast forecast = BatteryForecast.of(days(60, n -> 100 - n * 0.5 + random.nextDouble(-3, 3)));

        assertThat(forecast.days()).isBetween(95L, 150L);
        assertThat(forecast.earliest()).isLessThan(forecast.days());
        assertThat(forecast.latest() == null || forecast.latest() > daysOf(forecast))
                .isTrue();
    }

    @Test
    void a_cold_week_does_not_make_it_end_sooner() {
        BatteryForecast even = BatteryForecast.of(days(90, n -> 100 - n * 0.2));
        BatteryForecast cold = BatteryForecast.of(days(90, n -> 100 - n * 0.2 - (n >= 40 && n < 47 ? 12 : 0)));

        assertThat(cold.days()).isBetween(daysOf(even) - 20, daysOf(even) + 20);
    }

    @Test
    void one_that_was_changed_is_judged_by_the_new_battery_only() {
        assertThat(BatteryForecast.of(days(62, n -> n < 60 ? 60 - n * 0.8 : 100))
                        .state())
                .isEqualTo(State.TOO_EARLY);
        assertThat(BatteryForecast.of(days(90, n -> n < 60 ? 60 - n * 0.8 : 100 - (n - 60)))
                        .days())
                .isBetween(59L, 64L);
    }

    @Test
    void what_cannot_be_said_is_not_said() {
        assertThat(BatteryForecast.of(List.of()).state()).isEqualTo(State.TOO_EARLY);
        assertThat(BatteryForecast.of(days(4, n -> 90 - n)).state()).isEqualTo(State.TOO_EARLY);
        BatteryForecast flat = BatteryForecast.of(days(60, n -> 100));
        assertThat(flat.state()).isEqualTo(State.STEADY);
        assertThat(flat.days()).isNull();
        assertThat(BatteryForecast.of(days(60, n -> 50 - n)).state()).isEqualTo(State.LOW);
    }

    private static List<Bucket> days(int count, IntToDoubleFunction level) {
        return IntStream.range(0, count)
                .mapToObj(n -> {
                    double value = level.applyAsDouble(n);
                    return new Bucket(n * DAY, value, value, value, value, 24);
                })
                .toList();
    }

    private static long daysOf(BatteryForecast forecast) {
        return Objects.requireNonNull(forecast.days(), "days");
    }
}
