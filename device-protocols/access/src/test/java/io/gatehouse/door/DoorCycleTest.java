package io.gatehouse.door;

import static io.gatehouse.door.DoorFact.CONTACT_FAULT;
import static io.gatehouse.door.DoorFact.CONTACT_FAULT_ENDED;
import static io.gatehouse.door.DoorFact.DOOR_CLOSED;
import static io.gatehouse.door.DoorFact.DOOR_FORCED;
import static io.gatehouse.door.DoorFact.DOOR_FORCED_ENDED;
import static io.gatehouse.door.DoorFact.DOOR_HELD;
import static io.gatehouse.door.DoorFact.DOOR_HELD_ENDED;
import static io.gatehouse.door.DoorFact.DOOR_HELD_PREALARM;
import static io.gatehouse.door.DoorFact.DOOR_OPENED;
import static io.gatehouse.door.DoorFact.DOOR_TAMPER;
import static io.gatehouse.door.DoorFact.DOOR_TAMPER_ENDED;
import static io.gatehouse.door.DoorFact.EGRESS_OPEN;
import static io.gatehouse.door.DoorFact.ENTRY_NOT_TAKEN;
import static io.gatehouse.door.DoorFact.ENTRY_TAKEN;
import static io.gatehouse.door.DoorFact.FIRE_INPUT_FAULT;
import static io.gatehouse.door.DoorFact.FIRE_INPUT_FAULT_ENDED;
import static io.gatehouse.door.DoorFact.FIRE_RELEASE_ON;
import static io.gatehouse.door.DoorFact.LOCKED;
import static io.gatehouse.door.DoorFact.LOCK_FAULT;
import static io.gatehouse.door.DoorFact.LOCK_FAULT_ENDED;
import static io.gatehouse.door.DoorFact.LOCK_RELEASED;
import static io.gatehouse.door.DoorFact.POWER_LOST;
import static io.gatehouse.door.DoorFact.POWER_RESTORED;
import static io.gatehouse.door.DoorFact.RELEASE_REFUSED;
import static io.gatehouse.door.DoorFact.RELEASE_UNPOWERED;
import static io.gatehouse.door.DoorFact.REMAIN_CLOSED_BEGIN;
import static io.gatehouse.door.DoorFact.REMAIN_OPEN_BEGIN;
import static io.gatehouse.door.DoorFact.REMAIN_OPEN_END;
import static io.gatehouse.door.DoorFact.REX_PRESSED;
import static io.gatehouse.door.Order.EVACUATION;
import static io.gatehouse.door.Order.FIRE_RELEASE;
import static io.gatehouse.door.Order.LOCKDOWN;
import static io.gatehouse.door.Order.UNLOCK_SCHEDULE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.door.DoorInput.Condition;
import io.gatehouse.door.DoorTable.Phase;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DoorCycleTest {

    private final Played door = new Played(Played.FAIL_SAFE);
    private final Played secure = new Played(Played.FAIL_SECURE);

    @Test
    void a_grant_that_is_taken_releases_opens_locks_and_closes() {
        door.granted().after(2_000).opened();
        assertThat(door.told()).containsExactly(LOCK_RELEASED, DOOR_OPENED, ENTRY_TAKEN);

        door.after(1_000).after(500).closed();
        assertThat(door.told()).containsExactly(LOCKED, DOOR_CLOSED);
        assertThat(door.state()).isEqualTo(DoorState.AT_REST);
    }

    @Test
    void a_grant_that_nobody_takes_locks_again() {
        door.granted().after(4_999);
        assertThat(door.told()).containsExactly(LOCK_RELEASED);

        door.after(1).opened();
        assertThat(door.told()).containsExactly(ENTRY_NOT_TAKEN, LOCKED, DOOR_OPENED, DOOR_FORCED);
    }

    @Test
    void people_who_need_longer_get_longer() {
        door.then(new DoorInput.Release(true, false)).after(9_999).opened();

        assertThat(door.told()).containsExactly(LOCK_RELEASED, DOOR_OPENED, ENTRY_TAKEN);
    }

    @Test
    void an_open_door_warns_before_it_counts_as_held() {
        door.granted().opened().after(1_000);
        door.told();

        door.after(14_000);
        assertThat(door.told()).containsExactly(DOOR_HELD_PREALARM);
        door.after(5_000);
        assertThat(door.told()).containsExactly(DOOR_HELD);
        door.closed();
        assertThat(door.told()).containsExactly(DOOR_CLOSED, DOOR_HELD_ENDED);
    }

    @Test
    void a_further_grant_to_an_open_door_gives_it_time() {
        door.granted().opened().after(16_000);
        assertThat(door.told()).endsWith(DOOR_HELD_PREALARM);

        door.granted().after(14_999);

        assertThat(door.told()).isEmpty();
        assertThat(door.state().phase()).isEqualTo(Phase.OPEN);
    }

    @Test
    void a_caller_that_wakes_up_late_hears_everything_in_order() {
        door.granted().opened().after(3_600_000);

        assertThat(door.told())
                .containsExactly(LOCK_RELEASED, DOOR_OPENED, ENTRY_TAKEN, LOCKED, DOOR_HELD_PREALARM, DOOR_HELD);
    }

    @Test
    void a_door_that_opens_by_itself_is_forced_until_it_closes() {
        door.opened().granted().after(60_000).closed();

        assertThat(door.told()).containsExactly(DOOR_OPENED, DOOR_FORCED, DOOR_CLOSED, DOOR_FORCED_ENDED);
    }

    @Test
    void a_request_to_exit_is_no_entry_and_no_force() {
        door.exitAsked().opened().after(1_000).closed();

        assertThat(door.told())
                .containsExactly(REX_PRESSED, LOCK_RELEASED, DOOR_OPENED, EGRESS_OPEN, LOCKED, DOOR_CLOSED);
    }

    @Test
    void nothing_but_those_who_still_pass_enters_under_lockdown_and_everybody_gets_out() {
        door.ordered(LOCKDOWN, true).granted();
        assertThat(door.told()).containsExactly(REMAIN_CLOSED_BEGIN, RELEASE_REFUSED);

        door.then(new DoorInput.Release(false, true)).noticed(Condition.TAMPERED, true);
        assertThat(door.state().phase()).isEqualTo(Phase.GRANTED);
        door.after(5_000).told();

        door.exitAsked().opened();
        assertThat(door.told()).containsExactly(REX_PRESSED, LOCK_RELEASED, DOOR_OPENED, EGRESS_OPEN);
    }

    @Test
    void a_lockdown_takes_back_a_grant_that_is_not_used_yet_but_no_request_to_exit() {
        door.granted().ordered(LOCKDOWN, true);
        assertThat(door.told()).containsExactly(LOCK_RELEASED, REMAIN_CLOSED_BEGIN, ENTRY_NOT_TAKEN, LOCKED);

        secure.exitAsked().ordered(LOCKDOWN, true);
        assertThat(secure.state().lockFree()).isTrue();
    }

    @Test
    void fire_opens_during_a_lockdown_and_its_reset_restores_it() {
        door.ordered(UNLOCK_SCHEDULE, true).ordered(LOCKDOWN, true);
        assertThat(door.state().lockFree()).isFalse();

        door.ordered(FIRE_RELEASE, true);
        assertThat(door.state().lockFree()).isTrue();

        door.ordered(FIRE_RELEASE, false);
        assertThat(door.state().lockFree()).isFalse();
        door.ordered(LOCKDOWN, false);
        assertThat(door.state().lockFree()).as("the schedule is still in force").isTrue();
    }

    @Test
    void a_schedule_that_ends_while_the_door_stands_open_starts_its_time() {
        door.ordered(UNLOCK_SCHEDULE, true).opened().after(7_200_000);
        assertThat(door.told()).containsExactly(REMAIN_OPEN_BEGIN, LOCK_RELEASED, DOOR_OPENED);

        door.ordered(UNLOCK_SCHEDULE, false).after(20_000);

        assertThat(door.told()).containsExactly(REMAIN_OPEN_END, LOCKED, DOOR_HELD_PREALARM, DOOR_HELD);
    }

    @Test
    void without_power_a_fail_safe_door_stands_open_and_a_fail_secure_one_stays_shut() {
        door.noticed(Condition.UNPOWERED, true);
        secure.noticed(Condition.UNPOWERED, true).granted();

        assertThat(door.told()).containsExactly(POWER_LOST, LOCK_RELEASED);
        assertThat(secure.told()).containsExactly(POWER_LOST, RELEASE_UNPOWERED);
        assertThat(secure.exitAsked().opened().told()).contains(EGRESS_OPEN).doesNotContain(DOOR_FORCED);
    }

    @Test
    void fire_at_a_fail_secure_door_without_power_is_told_and_opens_when_power_is_back() {
        secure.noticed(Condition.UNPOWERED, true).ordered(FIRE_RELEASE, true);
        assertThat(secure.told()).containsExactly(POWER_LOST, FIRE_RELEASE_ON, RELEASE_UNPOWERED);

        secure.noticed(Condition.UNPOWERED, false);
        assertThat(secure.told()).containsExactly(POWER_RESTORED, LOCK_RELEASED);
    }

    @Test
    void faults_are_told_once_and_never_open() {
        for (Condition condition : EnumSet.of(
                Condition.TAMPERED,
                Condition.LOCK_FAULTY,
                Condition.CONTACT_FAULTY,
                Condition.FIRE_INPUT_UNSUPERVISED)) {
            door.noticed(condition, true).noticed(condition, true).noticed(condition, false);
        }

        assertThat(door.told())
                .containsExactly(
                        DOOR_TAMPER,
                        DOOR_TAMPER_ENDED,
                        LOCK_FAULT,
                        LOCK_FAULT_ENDED,
                        CONTACT_FAULT,
                        CONTACT_FAULT_ENDED,
                        FIRE_INPUT_FAULT,
                        FIRE_INPUT_FAULT_ENDED);
        assertThat(door.noticed(Condition.CONTACT_FAULTY, true).state().leaf()).isEqualTo(DoorState.Leaf.UNKNOWN);
    }

    @Test
    void the_higher_authority_has_the_say() {
        assertThat(Authority.of(Set.of(FIRE_RELEASE, EVACUATION, LOCKDOWN, UNLOCK_SCHEDULE), true))
                .isEqualTo(Authority.FIRE_RELEASE);
        assertThat(Authority.of(Set.of(EVACUATION, LOCKDOWN, UNLOCK_SCHEDULE), true))
                .isEqualTo(Authority.EVACUATION);
        assertThat(Authority.of(Set.of(LOCKDOWN, UNLOCK_SCHEDULE), true)).isEqualTo(Authority.LOCAL_EGRESS);
        assertThat(Authority.of(Set.of(LOCKDOWN, UNLOCK_SCHEDULE), false)).isEqualTo(Authority.LOCKDOWN);
        assertThat(Authority.of(Set.of(UNLOCK_SCHEDULE), false)).isEqualTo(Authority.SCHEDULE);
        assertThat(Authority.of(Set.of(), false)).isEqualTo(Authority.RULES);
    }

    @Test
    void no_two_rows_begin_alike() {
        Set<List<Object>> beginnings = new HashSet<>();

        DoorTable.ROWS.forEach(row -> assertThat(beginnings.add(List.of(row.from(), row.signal())))
                .as(row.toString())
                .isTrue());
    }

    @Test
    void whatever_comes_fire_opens_exits_open_and_a_locked_door_has_a_reason() {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Played any = new Played(random.nextBoolean() ? Played.FAIL_SAFE : Played.FAIL_SECURE);
            for (int i = 0; i < 200; i++) {
                any.then(anyInput(random)).after(random.nextInt(8_000));
                holds(any.state(), "seed " + seed + ", step " + i);
            }
        }
    }

    private static void holds(DoorState state, String where) {
        boolean powered = !state.conditions().contains(Condition.UNPOWERED);
        if (powered && (state.orders().contains(FIRE_RELEASE) || state.orders().contains(EVACUATION))) {
            assertThat(state.lockFree()).as("released, %s", where).isTrue();
        }
        if (powered && state.phase() == Phase.FREE) {
            assertThat(Authority.of(state.orders(), false).will())
                    .as("a reason to stand open, %s", where)
                    .isEqualTo(Authority.Will.STANDS_OPEN);
        }
        if (state.phase() == Phase.SHUT) {
            assertThat(state.lockFree()).as("locked, %s", where).isFalse();
            assertThat(state.leafOpen()).as("closed, %s", where).isFalse();
        }
        assertThat(state.dueAt()).as("something is due only later, %s", where).isPositive();
    }

    private static DoorInput anyInput(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> new DoorInput.Release(random.nextBoolean(), random.nextBoolean());
            case 1 -> new DoorInput.Exit();
            case 2, 3 -> new DoorInput.Contact(random.nextBoolean());
            case 4 -> new DoorInput.Ordered(any(Order.values(), random), random.nextBoolean());
            default -> new DoorInput.Noticed(any(Condition.values(), random), random.nextBoolean());
        };
    }

    private static <E> E any(E[] values, SplittableRandom random) {
        return values[random.nextInt(values.length)];
    }
}
