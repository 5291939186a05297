package io.gatehouse.fleet.rollout.engine;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person may do with a rollout. Each answers why not, as a code, or nothing when it is done. */
public enum Wish {
    APPROVE,
    PAUSE,
    RESUME,
    STOP,
    ROLL_BACK,
    RETRY_FAILED;

    /** Who made the rollout may not agree to it. */
    public static final String SAME_PERSON = "SAME_PERSON";

    public static final String NOT_NOW = "NOT_NOW";

    /**
     * @param by who wishes it
     * @param maker who made the rollout
     */
    public Optional<String> done(Rollout rollout, String by, String maker, Instant at) {
        return switch (this) {
            case APPROVE ->
                by.equals(maker)
                        ? Optional.of(SAME_PERSON)
                        : go(rollout, rollout.phase() == Phase.WAITING, Phase.RUNNING, at, by);
            case PAUSE -> go(rollout, rollout.phase() == Phase.RUNNING, Phase.PAUSED, at, null);
            case RESUME -> go(rollout, rollout.phase() == Phase.PAUSED, Phase.RUNNING, at, null);
            case STOP -> go(rollout, !rollout.phase().isOver(), Phase.STOPPED, at, null);
            case ROLL_BACK ->
                go(
                        rollout,
                        rollout.phase() != Phase.WAITING
                                && rollout.phase() != Phase.ROLLED_BACK
                                && rollout.phase() != Phase.ROLLING_BACK,
                        Phase.ROLLING_BACK,
                        at,
                        null);
            case RETRY_FAILED -> retry(rollout, at);
        };
    }

    private Optional<String> go(Rollout rollout, boolean may, Phase next, Instant at, @Nullable String approver) {
        if (!may) {
            return Optional.of(NOT_NOW);
        }
        Rollout.Standing was = rollout.standing();
        String agreed = approver == null ? was.approvedBy() : approver;
        rollout.stand(new Rollout.Standing(next, was.wave(), at, next == Phase.RUNNING ? null : "BY_HAND", agreed));
        return Optional.empty();
    }

    /** Only what failed or fell silent is asked again; what is good stays as it is. */
    private static Optional<String> retry(Rollout rollout, Instant at) {
        boolean may = rollout.phase() == Phase.PAUSED
                || rollout.phase() == Phase.STOPPED
                || rollout.phase() == Phase.DONE
                || rollout.phase() == Phase.RUNNING;
        if (!may) {
            return Optional.of(NOT_NOW);
        }
        for (Unit unit : rollout.units(one -> one.state() == UnitState.FAILED || one.state() == UnitState.SILENT)) {
            rollout.put(Unit.pending(unit.key(), unit.wave(), unit.entrances(), at));
        }
        Rollout.Standing was = rollout.standing();
        rollout.stand(new Rollout.Standing(Phase.RUNNING, was.wave(), at, null, was.approvedBy()));
        return Optional.empty();
    }
}
