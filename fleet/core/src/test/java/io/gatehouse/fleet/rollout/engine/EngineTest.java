package io.gatehouse.fleet.rollout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.rollout.engine.Plan.Approval;
import io.gatehouse.fleet.rollout.engine.Plan.Care;
import io.gatehouse.fleet.rollout.engine.Plan.Limits;
import io.gatehouse.fleet.rollout.engine.Plan.OnBreach;
import io.gatehouse.fleet.rollout.engine.Plan.Patience;
import io.gatehouse.fleet.rollout.engine.SimWorld.Manner;
import java.time.Duration;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EngineTest {

    private static final Duration STEP = Duration.ofSeconds(30);
    private static final Care CARE = new Care(Approval.NONE, OnBreach.ROLL_BACK, false, 500);

    private SimWorld world = new SimWorld(1);

    @Test
    void bad_firmware_on_5_percent_of_10_000_devices_that_fall_silent_stops_at_the_first_wave_and_is_taken_back() {
        for (long seed = 1; seed <= 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            world = new SimWorld(seed);
            for (int i = 0; i < 10_000; i++) {
                boolean bad = random.nextInt(100) < 5;
                world.add("site-" + i % 50, "d-" + i, bad ? Manner.FALLS_SILENT : Manner.WELL);
            }
            // the first wave is 1 %: five of its hundred are bad, whatever the seed
            int[] first = {0};
            world.devices.values().stream()
                    .limit(100)
                    .forEach(one -> one.manner = first[0]++ % 20 == 7 ? Manner.FALLS_SILENT : Manner.WELL);
            Rollout rollout = Rollout.begin(plan(CARE, null, "1 %", "10 %", "rest"), world.units(1, 10), world.now);

            int steps = run(rollout, 2_000);

            assertThat(rollout.phase()).as("seed " + seed).isEqualTo(Phase.ROLLED_BACK);
            assertThat(rollout.standing().reason()).isEqualTo(Engine.SILENCE);
            long touched = world.devices.values().stream()
                    .filter(one -> one.installs > 0)
                    .count();
            long lost = rollout.tally(0).getOrDefault(UnitState.SILENT, 0L);
            assertThat(touched).isLessThanOrEqualTo(100);
            assertThat(rollout.tally(0).getOrDefault(UnitState.RETURNED, 0L) + lost)
                    .isEqualTo(touched);
            assertThat(lost).isEqualTo(5);
            assertThat(rollout.tally(1)).containsOnlyKeys(UnitState.PENDING);
            System.out.printf(
                    Locale.ROOT,
                    "rollout of 10,000 devices, 5 %% bad, seed %d: %d touched, %d silent, %d taken back, after %d min%n",
                    seed,
                    touched,
                    lost,
                    touched - lost,
                    steps * STEP.toSeconds() / 60);
        }
    }

    @Test
    void good_firmware_reaches_everybody_wave_by_wave_and_those_that_were_away_when_they_are_back() {
        fill(200, Manner.WELL);
        UnitKey sleeper = world.add("east", "sleeper", Manner.ASLEEP);
        Rollout rollout = Rollout.begin(plan(CARE, null, "5 %", "rest"), world.units(5), world.now);

        run(rollout, 400);

        assertThat(rollout.phase()).isEqualTo(Phase.DONE);
        assertThat(state(rollout, sleeper)).isEqualTo(UnitState.PENDING);
        world.pass(Duration.ofDays(30));
        world.device(sleeper).manner = Manner.WELL;
        run(rollout, 200);
        assertThat(state(rollout, sleeper)).isEqualTo(UnitState.GOOD);
        assertThat(world.devices.values()).allMatch(one -> one.installs == 1 && one.runs.equals(SimWorld.NEW));
    }

    @Test
    void no_lane_is_touched_while_its_twin_is_out_also_on_the_way_back() {
        for (long seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            world = new SimWorld(seed);
            Manner[] manners = Manner.values();
            for (int gate = 0; gate < 60; gate++) {
                for (int lane = 0; lane <= 1 + gate % 3; lane++) {
                    Manner manner = random.nextInt(10) == 0 ? manners[random.nextInt(manners.length)] : Manner.WELL;
                    world.add("east", "lane-" + gate + "-" + lane, manner, "gate-" + gate);
                }
            }
            Plan plan = plan(CARE, null, "30 %", "rest");
            Rollout rollout = Rollout.begin(plan, world.units(30), world.now);
            for (int i = 0; i < 400; i++) {
                List<Action> actions = Engine.step(rollout, world, world.now);
                check(actions, out(rollout), seed);
                world.carryOut(actions);
                world.pass(STEP);
            }
        }
    }

    private void check(List<Action> actions, Set<UnitKey> out, long seed) {
        Set<UnitKey> now = new HashSet<>(out);
        actions.forEach(action -> now.remove(unitOf(action)));
        for (Action action : actions) {
            UnitKey unit = unitOf(action);
            if (unit != null && world.works(unit)) {
                world.entrances.forEach((gate, lanes) -> {
                    if (lanes.contains(unit)) {
                        assertThat(lanes.stream().filter(lane -> !lane.equals(unit)))
                                .as("seed " + seed + ": " + unit + " of " + gate)
                                .anyMatch(lane -> world.works(lane) && !now.contains(lane));
                    }
                });
                now.add(unit);
            }
        }
    }

    private static @Nullable UnitKey unitOf(Action action) {
        if (action instanceof Action.Install install) {
            return install.unit();
        }
        return action instanceof Action.Return back ? back.unit() : null;
    }

    private static Set<UnitKey> out(Rollout rollout) {
        Set<UnitKey> out = new HashSet<>();
        rollout.units().stream()
                .filter(unit -> unit.state() == UnitState.ORDERED || unit.state() == UnitState.RETURNING)
                .forEach(unit -> out.add(unit.key()));
        return out;
    }

    @Test
    void an_only_lane_is_left_out_unless_the_plan_says_otherwise() {
        UnitKey only = world.add("east", "gate-1", Manner.WELL, "gate");
        Rollout rollout = Rollout.begin(plan(CARE, null, "all"), world.units(), world.now);
        run(rollout, 100);
        assertThat(state(rollout, only)).isEqualTo(UnitState.LEFT_OUT);

        Care careless = new Care(Approval.NONE, OnBreach.ROLL_BACK, true, 10);
        Rollout second = Rollout.begin(plan(careless, null, "all"), world.units(), world.now);
        run(second, 100);
        assertThat(state(second, only)).isEqualTo(UnitState.GOOD);
    }

    @Test
    void nothing_is_touched_in_an_emergency_nor_out_of_hours() {
        fill(10, Manner.WELL);
        world.emergencies.add("east");
        Window night = new Window(LocalTime.of(22, 0), LocalTime.of(5, 0));
        Rollout rollout = Rollout.begin(plan(CARE, night, "all"), world.units(), world.now);
        run(rollout, 20);
        assertThat(rollout.tally(0)).containsOnlyKeys(UnitState.PENDING);

        world.emergencies.clear();
        world.now = world.now.plus(Duration.ofHours(6));
        run(rollout, 20);
        assertThat(rollout.tally(0)).containsOnlyKeys(UnitState.PENDING);
        world.now = world.now.plus(Duration.ofHours(16));
        run(rollout, 200);
        assertThat(rollout.phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void one_that_starts_for_ever_one_that_is_worse_and_one_that_refuses_have_failed_with_their_reason() {
        fill(97, Manner.WELL);
        UnitKey starts = world.add("east", "starts", Manner.STARTS_FOR_EVER);
        UnitKey worse = world.add("east", "worse", Manner.WORSE);
        UnitKey refuses = world.add("east", "refuses", Manner.REFUSES);
        Limits lenient = new Limits(90, 5, 5);
        Plan plan = new Plan(SimWorld.NEW, List.of("all"), lenient, Patience.USUAL, null, CARE);
        Rollout rollout = Rollout.begin(plan, world.units(), world.now);

        run(rollout, 300);

        assertThat(rollout.phase()).isEqualTo(Phase.DONE);
        assertThat(rollout.unit(starts).note()).isEqualTo(Watch.STARTS_AGAIN);
        assertThat(rollout.unit(worse).note()).isEqualTo(Watch.MORE_PROBLEMS);
        assertThat(rollout.unit(refuses).note()).isEqualTo("no room in the flash");

        world.device(refuses).manner = Manner.WELL;
        world.device(refuses).ordered = null;
        assertThat(Wish.RETRY_FAILED.done(rollout, "lee", "lee", world.now)).isEmpty();
        run(rollout, 300);
        assertThat(state(rollout, refuses)).isEqualTo(UnitState.GOOD);
        assertThat(world.device(refuses).installs).isEqualTo(2);
        assertThat(world.devices.values().stream().filter(one -> one.installs > 1))
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void what_did_not_come_over_a_busy_line_is_no_error_and_is_asked_for_again() {
        fill(60, Manner.WELL);
        for (int i = 0; i < 40; i++) {
            world.add("west", "d-" + i, Manner.FETCHES_LATER);
        }
        Rollout rollout = Rollout.begin(plan(CARE, null, "all"), world.units(), world.now);

        run(rollout, 400);

        assertThat(rollout.phase()).isEqualTo(Phase.DONE);
        assertThat(rollout.tally(0)).containsOnlyKeys(UnitState.GOOD);
        assertThat(world.devices.values()).allMatch(one -> one.installs == (one.manner == Manner.WELL ? 1 : 3));
    }

    @Test
    void when_it_never_comes_to_too_many_the_rollout_pauses_and_nothing_is_taken_back() {
        fill(90, Manner.WELL);
        for (int i = 0; i < 10; i++) {
            world.add("west", "d-" + i, Manner.NEVER_FETCHES);
        }
        Rollout rollout = Rollout.begin(plan(CARE, null, "all", "rest"), world.units(), world.now);

        run(rollout, 400);

        assertThat(rollout.phase()).isEqualTo(Phase.PAUSED);
        assertThat(rollout.standing().reason()).isEqualTo(Engine.NOT_FETCHED);
        assertThat(rollout.tally(0))
                .containsEntry(UnitState.GOOD, 90L)
                .containsOnlyKeys(UnitState.GOOD, UnitState.FAILED, UnitState.PENDING);
        assertThat(world.devices.values()).allMatch(one -> one.returns == 0 && one.installs <= 5);

        world.devices.values().forEach(one -> one.manner = Manner.WELL);
        assertThat(Wish.RETRY_FAILED.done(rollout, "lee", "lee", world.now)).isEmpty();
        run(rollout, 400);
        assertThat(rollout.phase()).isEqualTo(Phase.DONE);
        assertThat(rollout.tally(0)).containsOnly(Map.entry(UnitState.GOOD, 100L));
    }

    @Test
    void a_device_that_is_gone_from_the_register_in_the_middle_keeps_nobody_waiting() {
        fill(20, Manner.WELL);
        UnitKey gone = world.add("east", "gone", Manner.WELL);
        Rollout rollout = Rollout.begin(plan(CARE, null, "all"), world.units(), world.now);
        step(rollout);
        world.gone.add(gone);

        run(rollout, 400);

        assertThat(rollout.phase()).isEqualTo(Phase.DONE);
        assertThat(rollout.tally(0)).containsEntry(UnitState.GOOD, 20L);
    }

    @Test
    void one_that_says_it_is_done_and_falls_silent_is_silent_and_one_back_after_a_month_is_taken_back_then() {
        fill(8, Manner.WELL);
        UnitKey liar = world.add("east", "liar", Manner.DONE_THEN_SILENT);
        UnitKey month = world.add("east", "month", Manner.BACK_AFTER_A_MONTH);
        Rollout rollout = Rollout.begin(plan(CARE, null, "all"), world.units(), world.now);

        run(rollout, 200);
        assertThat(rollout.phase()).isEqualTo(Phase.ROLLED_BACK);
        assertThat(state(rollout, liar)).isEqualTo(UnitState.SILENT);
        assertThat(state(rollout, month)).isEqualTo(UnitState.SILENT);

        world.pass(Duration.ofDays(31));
        run(rollout, 20);
        assertThat(state(rollout, month)).isEqualTo(UnitState.RETURNED);
        assertThat(world.device(month).runs).isEqualTo(SimWorld.OLD);
        assertThat(state(rollout, liar)).isEqualTo(UnitState.SILENT);
    }

    @Test
    void a_gateway_that_is_away_makes_nobody_silent() {
        fill(20, Manner.WELL);
        Rollout rollout = Rollout.begin(plan(CARE, null, "all"), world.units(), world.now);
        step(rollout);
        world.gatewaysAway.add("east");
        run(rollout, 200);
        assertThat(rollout.phase()).isEqualTo(Phase.RUNNING);
        assertThat(rollout.tally(0)).doesNotContainKey(UnitState.SILENT);

        world.gatewaysAway.clear();
        run(rollout, 300);
        assertThat(rollout.phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void whoever_starts_again_in_the_middle_goes_on_and_asks_nobody_twice() {
        fill(300, Manner.WELL);
        Rollout rollout = Rollout.begin(plan(CARE, null, "10 %", "rest"), world.units(10), world.now);
        for (int i = 0; i < 400 && !rollout.phase().isOver(); i++) {
            step(rollout);
            // as it was kept
            rollout = new Rollout(rollout.plan(), rollout.standing(), rollout.units());
        }

        assertThat(rollout.phase()).isEqualTo(Phase.DONE);
        assertThat(world.devices.values()).allMatch(one -> one.installs == 1);
    }

    @Test
    void nobody_agrees_to_what_they_made_themselves_and_a_pause_asks_nothing_new() {
        fill(20, Manner.WELL);
        Care both = new Care(Approval.EACH_WAVE, OnBreach.PAUSE, false, 1);
        Rollout rollout = Rollout.begin(plan(both, null, "50 %", "rest"), world.units(50), world.now);
        run(rollout, 10);
        assertThat(rollout.tally(0)).containsOnlyKeys(UnitState.PENDING);

        assertThat(Wish.APPROVE.done(rollout, "lee", "lee", world.now)).contains(Wish.SAME_PERSON);
        assertThat(Wish.APPROVE.done(rollout, "wang", "lee", world.now)).isEmpty();
        step(rollout);
        assertThat(Wish.PAUSE.done(rollout, "lee", "lee", world.now)).isEmpty();
        run(rollout, 200);
        assertThat(rollout.tally(0)).containsEntry(UnitState.GOOD, 1L).containsEntry(UnitState.PENDING, 9L);

        assertThat(Wish.RESUME.done(rollout, "lee", "lee", world.now)).isEmpty();
        run(rollout, 2_000);
        assertThat(rollout.phase()).isEqualTo(Phase.WAITING);
        assertThat(rollout.standing().wave()).isOne();
    }

    private void fill(int count, Manner manner) {
        for (int i = 0; i < count; i++) {
            world.add("east", "d-" + i, manner);
        }
    }

    private static Plan plan(Care care, @Nullable Window window, String... waves) {
        return new Plan(SimWorld.NEW, List.of(waves), Limits.USUAL, Patience.USUAL, window, care);
    }

    private static UnitState state(Rollout rollout, UnitKey key) {
        return rollout.unit(key).state();
    }

    private void step(Rollout rollout) {
        world.carryOut(Engine.step(rollout, world, world.now));
        world.pass(STEP);
    }

    /** Until it is over and nothing moves any more; how many steps it took. */
    private int run(Rollout rollout, int most) {
        int steps = 0;
        while (steps < most) {
            step(rollout);
            steps++;
            boolean quiet = rollout.units().stream()
                    .noneMatch(unit -> unit.state() == UnitState.ORDERED
                            || unit.state() == UnitState.INSTALLED
                            || unit.state() == UnitState.RETURNING);
            if (rollout.phase().isOver() && quiet) {
                return steps;
            }
        }
        return steps;
    }
}
