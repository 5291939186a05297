package io.gatehouse.emulator.day;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.emulator.estate.Estate;
import io.gatehouse.emulator.estate.EstateFile;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DayScriptTest {

    private static final Estate ESTATE = EstateFile.demo();

    @Test
    void the_same_seed_gives_the_same_day_and_another_one_another() {
        assertThat(DayScript.write(ESTATE, 7)).isEqualTo(DayScript.write(ESTATE, 7));
        assertThat(DayScript.write(ESTATE, 7)).isNotEqualTo(DayScript.write(ESTATE, 8));
    }

    @Test
    void a_day_has_commuters_couriers_rounds_and_what_goes_wrong() {
        for (long seed = 1; seed <= 20; seed++) {
            List<Happening> day = DayScript.write(ESTATE, seed);

            Set<Class<?>> kinds = day.stream().map(Object::getClass).collect(Collectors.toSet());
            assertThat(kinds)
                    .as("seed " + seed)
                    .contains(
                            Happening.Badge.class,
                            Happening.Scan.class,
                            Happening.Held.class,
                            Happening.CameraFails.class,
                            Happening.BatteryFlat.class);
            assertThat(unknownCards(day)).as("couriers, seed " + seed).isPositive();
        }
    }

    @Test
    void everything_happens_at_a_device_of_the_estate_in_the_order_of_seconds() {
        Set<String> devices = ESTATE.devices().stream().map(Estate.Device::id).collect(Collectors.toSet());
        List<Happening> day = DayScript.write(ESTATE, 7);

        assertThat(day).extracting(Happening::second).isSorted();
        assertThat(day.stream()
                        .filter(Happening.Badge.class::isInstance)
                        .map(badge -> ((Happening.Badge) badge).reader()))
                .isSubsetOf(devices);
    }

    @Test
    void a_guard_touches_every_checkpoint_on_each_round() {
        long scans = DayScript.write(ESTATE, 7).stream()
                .filter(Happening.Scan.class::isInstance)
                .count();

        assertThat(scans).isEqualTo(12L * ESTATE.checkpoints().size());
    }

    private static long unknownCards(List<Happening> day) {
        Set<String> known = ESTATE.people().stream()
                .flatMap(person -> person.cards().stream())
                .collect(Collectors.toSet());
        return day.stream()
                .filter(Happening.Badge.class::isInstance)
                .filter(badge -> !known.contains(((Happening.Badge) badge).card()))
                .count();
    }
}
