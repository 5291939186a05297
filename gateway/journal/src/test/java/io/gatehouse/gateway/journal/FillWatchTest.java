package io.gatehouse.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FillWatchTest {

    private final FillWatch watch = new FillWatch();

    @Test
    void each_level_is_told_once_on_the_way_up_and_room_once_on_the_way_down() {
        List<FillWatch.Change> told = new ArrayList<>();
        IntStream.rangeClosed(0, 100).forEach(percent -> told.addAll(look(percent)));
        IntStream.iterate(100, percent -> percent >= 0, percent -> percent - 1)
                .forEach(percent -> told.addAll(look(percent)));

        assertThat(told)
                .containsExactly(
                        new FillWatch.Change("EVIDENCE", 70, 70),
                        new FillWatch.Change("EVIDENCE", 85, 85),
                        new FillWatch.Change("EVIDENCE", 95, 95),
                        new FillWatch.Change("EVIDENCE", 64, 0));
    }

    @Test
    void what_wavers_about_a_level_is_told_once() {
        List<FillWatch.Change> told = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            told.addAll(look(i % 2 == 0 ? 71 : 67));
        }

        assertThat(told).hasSize(1);
    }

    @Test
    void after_a_fall_a_level_is_told_again() {
        look(96);
        assertThat(look(80)).isEmpty();

        assertThat(look(95)).containsExactly(new FillWatch.Change("EVIDENCE", 95, 95));
    }

    @Test
    void what_has_no_limit_never_fills() {
        assertThat(new Fill("DISK", 1L << 50, Long.MAX_VALUE).percent()).isZero();
        assertThat(new Fill("DISK", 0, 0).percent()).isEqualTo(100);
        assertThat(new Fill("DISK", 699, 1_000).percent()).isEqualTo(69);
    }

    private List<FillWatch.Change> look(int percent) {
        return watch.look(List.of(new Fill("EVIDENCE", percent, 100)));
    }
}
