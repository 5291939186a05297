package io.gatehouse.fleet.rollout.engine;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one look at a device says about where it is. Pure. */
final class Watch {

    static final String NOT_IN_TIME = "NOT_IN_TIME";
    static final String WENT_BACK = "WENT_BACK";
    static final String STARTS_AGAIN = "STARTS_AGAIN";
    static final String MORE_PROBLEMS = "MORE_PROBLEMS";
    static final String NOT_HEARD = "NOT_HEARD";
    static final String AWAY = "AWAY";
    /** What it was to take does not come to it: its line or its site has too much to do. */
    static final String NOT_FETCHED = "NOT_FETCHED";
    /** It was told to go back and did not: somebody has to go there. */
    static final String NO_RETURN = "NO_RETURN";

    /** A start belongs to an installation; a second one may be chance. */
    private static final int STARTS_TAKEN = 2;

    private static final int MOST_TRIES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

    private final Plan plan;
    private final Instant now;

    Watch(Plan plan, Instant now) {
        this.plan = plan;
        this.now = now;
    }

    Unit look(Unit unit, Sighting seen) {
        return switch (unit.state()) {
            case ORDERED -> ordered(unit, seen);
            case INSTALLED -> installed(unit, seen);
            case SILENT -> silent(unit, seen);
            case RETURNING -> returning(unit, seen);
            case PENDING, GOOD, FAILED, RETURNED, LEFT_OUT -> unit;
        };
    }

    private Unit ordered(Unit unit, Sighting seen) {
        if (runsNew(seen) && seen.isHeardAfter(unit.since())) {
            return unit.to(UnitState.INSTALLED, now, null);
        }
        switch (seen.order()) {
            case FAILED -> {
                return unit.to(UnitState.FAILED, now, seen.said());
            }
            case NOT_FETCHED -> {
                return unit.to(unit.tries() < MOST_TRIES ? UnitState.PENDING : UnitState.FAILED, now, NOT_FETCHED);
            }
            case LAPSED -> {
                // it slept all the while: as if it had never been asked
                return unit.to(UnitState.PENDING, now, AWAY);
            }
            case NONE -> {
                // nobody has the order, or nobody is there to have it: it must not keep the others waiting
                return isLate(unit) ? unit.to(UnitState.PENDING, now, AWAY) : unit;
            }
            case WAITING -> {
                return unit;
            }
            case TAKEN, DONE, UNANSWERED -> {
                return after(unit, seen);
            }
        }
        return unit;
    }

    private boolean isLate(Unit unit) {
        return lasted(unit.since()).compareTo(plan.patience().install()) > 0;
    }

    /** Whether it is asked again later, so that those who fetch now come to an end first. */
    boolean rests(Unit unit) {
        return NOT_FETCHED.equals(unit.note())
                && unit.tries() > 0
                && lasted(unit.since()).compareTo(FIRST_PAUSE.multipliedBy(1L << (unit.tries() - 1))) < 0;
    }

    /** It has the order. */
    private Unit after(Unit unit, Sighting seen) {
        if (isSilent(unit, seen)) {
            return unit.to(UnitState.SILENT, now, NOT_HEARD);
        }
        if (startsAgain(unit, seen)) {
            return unit.to(UnitState.FAILED, now, STARTS_AGAIN);
        }
        return isLate(unit) && seen.gatewaySince() != null ? unit.to(UnitState.FAILED, now, NOT_IN_TIME) : unit;
    }

    private Unit installed(Unit unit, Sighting seen) {
        Unit.Before before = unit.before();
        if (seen.runs() != null && !runsNew(seen)) {
            return unit.to(UnitState.FAILED, now, WENT_BACK);
        }
        if (isSilent(unit, seen)) {
            return unit.to(UnitState.SILENT, now, NOT_HEARD);
        }
        if (startsAgain(unit, seen)) {
            return unit.to(UnitState.FAILED, now, STARTS_AGAIN);
        }
        boolean soaked = lasted(unit.since()).compareTo(plan.patience().soak()) >= 0;
        if (!soaked || !seen.reachable()) {
            return unit;
        }
        return before != null && seen.problems() > before.problems()
                ? unit.to(UnitState.FAILED, now, MORE_PROBLEMS)
                : unit.to(UnitState.GOOD, now, null);
    }

    private static boolean startsAgain(Unit unit, Sighting seen) {
        Unit.Before before = unit.before();
        return before != null && seen.starts() > before.starts() + STARTS_TAKEN;
    }

    /** It may come back a month later. */
    private Unit silent(Unit unit, Sighting seen) {
        if (!seen.isHeardAfter(unit.since()) || seen.runs() == null) {
            return unit;
        }
        return runsNew(seen) ? unit.to(UnitState.INSTALLED, now, null) : unit.to(UnitState.FAILED, now, WENT_BACK);
    }

    private Unit returning(Unit unit, Sighting seen) {
        if (seen.runs() != null && !runsNew(seen) && seen.isHeardAfter(unit.since())) {
            return unit.to(UnitState.RETURNED, now, null);
        }
        return switch (seen.order()) {
            case FAILED, NOT_FETCHED -> unit.to(UnitState.FAILED, now, NO_RETURN);
            case LAPSED -> unit.to(UnitState.SILENT, now, AWAY);
            case TAKEN, DONE, UNANSWERED -> isSilent(unit, seen) ? unit.to(UnitState.SILENT, now, NOT_HEARD) : unit;
            case NONE -> isLate(unit) ? unit.to(UnitState.SILENT, now, AWAY) : unit;
            case WAITING -> unit;
        };
    }

    boolean runsNew(Sighting seen) {
        return plan.target().equals(seen.runs());
    }

    /** Only where its gateway was heard all the while; else nobody can say. */
    private boolean isSilent(Unit unit, Sighting seen) {
        Instant gateway = seen.gatewaySince();
        if (gateway == null) {
            return false;
        }
        Instant heard = later(later(unit.since(), seen.lastHeard()), gateway);
        return lasted(heard).compareTo(plan.patience().silence()) > 0;
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other != null && other.isAfter(one) ? other : one;
    }

    private Duration lasted(Instant since) {
        return Duration.between(since, now);
    }
}
