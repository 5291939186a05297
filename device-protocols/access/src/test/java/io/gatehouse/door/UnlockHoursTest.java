package io.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.DoorRules.FirstPerson;
import io.gatehouse.protocol.sitebook.DoorRules.FirstPersonWay;
import io.gatehouse.protocol.sitebook.DoorRules.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnlockHoursTest {

    @Test
    void a_door_without_a_schedule_never_stands_open() {
        assertThat(UnlockHours.inForce(DoorRules.PLAIN, true, true)).isFalse();
    }

    @Test
    void a_door_with_one_stands_open_while_it_runs() {
        assertThat(UnlockHours.inForce(with(null), true, false)).isTrue();
        assertThat(UnlockHours.inForce(with(null), false, true)).isFalse();
    }

    @Test
    void the_schedule_waits_for_the_first_person_where_it_is_told_to() {
        assertThat(UnlockHours.inForce(with(FirstPersonWay.UNLOCK_SCHEDULE), true, false))
                .isFalse();
        assertThat(UnlockHours.inForce(with(FirstPersonWay.UNLOCK_SCHEDULE), true, true))
                .isTrue();
        assertThat(UnlockHours.inForce(with(FirstPersonWay.ACCESS_RULE), true, false))
                .isTrue();
    }

    private static DoorRules with(@Nullable FirstPersonWay way) {
        FirstPerson first = way == null ? null : new FirstPerson(way, List.of("staff"), List.of(), 10);
        return new DoorRules(Kind.DOOR, true, true, "open-hours", first, 5_000, 0, 5, List.of(), List.of());
    }
}
