package io.gatehouse.fleet.rollout.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One step of a rollout: looks at every device, judges the wave, and says what to ask next. Any number of steps at any times
 * lead to the same end; whoever restarts in between goes on from what was kept. Pure but for the rollout that it changes.
 */
public final class Engine {

    public static final String ERRORS = "ERRORS";
    public static final String SILENCE = "SILENCE";
    public static final String TOO_FEW_GOOD = "TOO_FEW_GOOD";
    /** Not the fault of what is rolled out, so nothing is taken back. */
    public static final String NOT_FETCHED = Watch.NOT_FETCHED;

    private final World world;
    private final Instant now;
    private final List<Action> actions = new ArrayList<>();

    private Engine(World world, Instant now) {
        this.world = world;
        this.now = now;
    }

    /** What is to be asked and told now; the rollout is as it is after that. */
    public static List<Action> step(Rollout rollout, World world, Instant now) {
        Engine engine = new Engine(world, now);
        engine.step(rollout);
        return engine.actions;
    }

    private void step(Rollout rollout) {
        watch(rollout);
        switch (rollout.phase()) {
            case RUNNING -> run(rollout);
            case ROLLING_BACK -> goBack(rollout);
            case DONE -> late(rollout);
            case ROLLED_BACK -> lateBack(rollout);
            case WAITING, PAUSED, STOPPED -> {}
        }
    }

    private void watch(Rollout rollout) {
        Watch watch = new Watch(rollout.plan(), now);
        for (Unit unit : rollout.units(one -> one.state().isTouched())) {
            rollout.put(watch.look(unit, world.of(unit.key())));
        }
    }

    private void run(Rollout rollout) {
        Optional<String> breach = breach(rollout);
        if (breach.isPresent()) {
            halt(rollout, breach.get());
            return;
        }
        startSome(
                rollout,
                rollout.units(one -> one.state() == UnitState.PENDING
                        && one.wave() <= rollout.standing().wave()));
        if (isDecided(rollout)) {
            endWave(rollout);
        }
    }

    /** Of the whole wave, so that it is as true of the first device as of the last. */
    private Optional<String> breach(Rollout rollout) {
        List<Unit> wave = rollout.wave();
        Plan.Limits limits = rollout.plan().limits();
        if (isMore(count(wave, UnitState.SILENT), limits.silence(), wave.size())) {
            return Optional.of(SILENCE);
        }
        long missing = wave.stream().filter(Engine::isMissing).count();
        if (isMore(count(wave, UnitState.FAILED) - missing, limits.errors(), wave.size())) {
            return Optional.of(ERRORS);
        }
        return isMore(missing, limits.errors(), wave.size()) ? Optional.of(NOT_FETCHED) : Optional.empty();
    }

    /** It failed, but never had the new one. */
    private static boolean isMissing(Unit unit) {
        return unit.state() == UnitState.FAILED && Watch.NOT_FETCHED.equals(unit.note());
    }

    private static boolean isMore(long count, int percent, int of) {
        return count > 0 && count * 100 > (long) percent * of;
    }

    private static long count(List<Unit> units, UnitState state) {
        return units.stream().filter(unit -> unit.state() == state).count();
    }

    private void halt(Rollout rollout, String why) {
        boolean back = rollout.plan().care().onBreach() == Plan.OnBreach.ROLL_BACK && !why.equals(NOT_FETCHED);
        rollout.stand(rollout.standing().to(back ? Phase.ROLLING_BACK : Phase.PAUSED, now, why));
        actions.add(new Action.Told(
                why, rollout.plan().waves().get(rollout.standing().wave())));
        if (back) {
            goBack(rollout);
        }
    }

    private void startSome(Rollout rollout, List<Unit> waiting) {
        int room = rollout.plan().care().atOnce()
                - rollout.units(one -> one.state() == UnitState.ORDERED).size();
        Guard guard = new Guard(rollout, world, now);
        Watch watch = new Watch(rollout.plan(), now);
        for (Unit unit : waiting) {
            if (room <= 0) {
                return;
            }
            Sighting seen = world.of(unit.key());
            if (watch.runsNew(seen)) {
                rollout.put(unit.to(UnitState.GOOD, now, "RAN_ALREADY"));
            } else if (watch.rests(unit)) {
                continue;
            } else if (!seen.reachable()) {
                rollout.put(unit.noted(Watch.AWAY));
            } else {
                Optional<String> held = guard.holds(unit, false);
                rollout.put(
                        held.isPresent()
                                ? held(unit, held.get())
                                : unit.ordered(new Unit.Before(seen.runs(), seen.starts(), seen.problems()), now));
                if (held.isEmpty()) {
                    actions.add(new Action.Install(unit.key()));
                    room--;
                }
            }
        }
    }

    /** What can never be touched under this plan is no reason to wait. */
    private Unit held(Unit unit, String why) {
        return why.equals(Guard.SOLE_LANE) ? unit.to(UnitState.LEFT_OUT, now, why) : unit.noted(why);
    }

    /** Those that are away do not keep the others waiting; they are taken when they come back. */
    private boolean isDecided(Rollout rollout) {
        List<Unit> wave = rollout.wave();
        boolean some =
                wave.isEmpty() || wave.stream().anyMatch(unit -> unit.state().isDecided());
        return some
                && wave.stream()
                        .allMatch(unit -> unit.state().isDecided()
                                || (unit.state() == UnitState.PENDING && Watch.AWAY.equals(unit.note())));
    }

    private void endWave(Rollout rollout) {
        List<Unit> wave = rollout.wave();
        long good = count(wave, UnitState.GOOD);
        long missing = wave.stream().filter(Engine::isMissing).count();
        long judged = good + count(wave, UnitState.FAILED) - missing + count(wave, UnitState.SILENT);
        Plan plan = rollout.plan();
        String name = plan.waves().get(rollout.standing().wave());
        if (judged > 0 && good * 100 < (long) plan.limits().success() * judged) {
            halt(rollout, TOO_FEW_GOOD);
            return;
        }
        actions.add(new Action.Told("WAVE_DONE", name + ": " + good + "/" + wave.size()));
        int next = rollout.standing().wave() + 1;
        if (next == plan.waves().size()) {
            rollout.stand(rollout.standing().to(Phase.DONE, now, null));
            actions.add(new Action.Told("DONE", ""));
            return;
        }
        boolean asks = plan.care().approval() == Plan.Approval.EACH_WAVE;
        rollout.stand(rollout.standing().wave(asks ? Phase.WAITING : Phase.RUNNING, next, now));
    }

    /** Everybody who has the new one or may have it. */
    private void goBack(Rollout rollout) {
        sendBack(rollout, Set.of(UnitState.ORDERED, UnitState.INSTALLED, UnitState.GOOD, UnitState.FAILED));
        boolean open = !rollout.units(one -> one.state() == UnitState.RETURNING
                        || one.state() == UnitState.ORDERED
                        || one.state() == UnitState.INSTALLED
                        || one.state() == UnitState.GOOD)
                .isEmpty();
        if (!open) {
            rollout.stand(rollout.standing()
                    .to(Phase.ROLLED_BACK, now, rollout.standing().reason()));
            actions.add(new Action.Told("ROLLED_BACK", ""));
        }
    }

    private void sendBack(Rollout rollout, Set<UnitState> which) {
        Guard guard = new Guard(rollout, world, now);
        Watch watch = new Watch(rollout.plan(), now);
        for (Unit unit : rollout.units(one -> which.contains(one.state()))) {
            Sighting seen = world.of(unit.key());
            boolean asked = seen.order() != Sighting.Order.NONE
                    && seen.order() != Sighting.Order.WAITING
                    && seen.order() != Sighting.Order.FAILED;
            if (unit.state() == UnitState.FAILED && (!watch.runsNew(seen) || Watch.NO_RETURN.equals(unit.note()))) {
                continue;
            }
            if ("RAN_ALREADY".equals(unit.note())) {
                rollout.put(unit.to(UnitState.LEFT_OUT, now, unit.note()));
            } else if (unit.state() == UnitState.ORDERED && !watch.runsNew(seen) && asked) {
                // it is at it: what comes of it is seen first
                continue;
            } else if (!seen.reachable() && seen.gatewaySince() != null && unit.state() != UnitState.ORDERED) {
                rollout.put(unit.to(UnitState.SILENT, now, Watch.NOT_HEARD));
            } else if (seen.reachable()) {
                sendBack(rollout, unit, guard.holds(unit, true));
            }
        }
    }

    private void sendBack(Rollout rollout, Unit unit, Optional<String> held) {
        if (held.filter(why -> !why.equals(Guard.SOLE_LANE)).isPresent()) {
            rollout.put(unit.noted(held.get()));
            return;
        }
        rollout.put(unit.to(UnitState.RETURNING, now, null));
        actions.add(new Action.Return(unit.key()));
    }

    /** After its end, those that were away get it one by one, under the same guard. */
    private void late(Rollout rollout) {
        startSome(rollout, rollout.units(one -> one.state() == UnitState.PENDING));
    }

    /** Who comes back with what was taken back goes back too. */
    private void lateBack(Rollout rollout) {
        sendBack(rollout, Set.of(UnitState.INSTALLED, UnitState.FAILED));
        for (Unit unit : rollout.units(one -> one.state() == UnitState.FAILED && Watch.WENT_BACK.equals(one.note()))) {
            rollout.put(unit.to(UnitState.RETURNED, now, unit.note()));
        }
    }
}
