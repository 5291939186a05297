package io.gatehouse.door;

import io.gatehouse.door.LaneTable.Phase;
import io.gatehouse.door.LaneTable.Signal;
import io.gatehouse.protocol.sitebook.SiteBook.Direction;
import java.util.ArrayList;
import java.util.List;

/**
 * The cycle of one turnstile or lane; {@link LaneTable} has its transitions. A pure function; safe from any thread. Each
 * call returns the new state and what came to be; {@code now} is milliseconds of a clock that only goes forward.
 */
public final class LaneCycle {

    private final long releaseMillis;
    private final long clearingMillis;

    /**
     * @param releaseMillis how long a grant waits for its passage
     * @param clearingMillis how long after the last granted passage another body still counts as close behind
     */
    public LaneCycle(long releaseMillis, long clearingMillis) {
        this.releaseMillis = releaseMillis;
        this.clearingMillis = clearingMillis;
    }

    /** @param facts in the order in which they came to be; a grant that nobody used tells its own timeout */
    public record Step(LaneState state, List<LaneFact> facts) {
        public Step {
            facts = List.copyOf(facts);
        }
    }

    /** A grant for one person, one way. */
    public Step grant(LaneState before, Direction way, long now) {
        return after(
                before,
                now,
                state -> way == state.way() || state.phase() == Phase.SHUT
                        ? move(new LaneState(state.phase(), way, state.grants(), state.endsAt()), Signal.GRANT, now)
                        : move(state, Signal.GRANT_OTHER_WAY, now));
    }

    /** One body went through. */
    public Step passage(LaneState before, Direction way, long now) {
        return after(before, now, state -> {
            boolean last = state.phase() == Phase.RELEASED && state.grants() <= 1;
            Signal along = last ? Signal.ALONG_LAST : Signal.ALONG;
            return move(state, way == state.way() ? along : Signal.AGAINST, now);
        });
    }

    /** @param standsOpen what the {@link Authority} over it wants */
    public Step ordered(LaneState before, boolean standsOpen, long now) {
        return after(before, now, state -> move(state, standsOpen ? Signal.FREED : Signal.SECURED, now));
    }

    public Step tick(LaneState before, long now) {
        return after(before, now, state -> new Step(state, List.of()));
    }

    private interface Move {
        Step from(LaneState state);
    }

    private Step after(LaneState before, long now, Move move) {
        List<LaneFact> facts = new ArrayList<>();
        LaneState state = before;
        while (state.endsAt() <= now) {
            Step due = move(state, Signal.DUE, state.endsAt());
            facts.addAll(due.facts());
            state = due.state();
        }
        Step moved = move.from(state);
        facts.addAll(moved.facts());
        return new Step(moved.state(), facts);
    }

    private Step move(LaneState state, Signal signal, long now) {
        return LaneTable.find(state.phase(), signal)
                .map(row -> new Step(entered(state, row, now), told(row, state.grants())))
                .orElseGet(() -> new Step(state, List.of()));
    }

    /** Each grant that was not used has its own timeout. */
    private static List<LaneFact> told(LaneTable.Row row, int grants) {
        List<LaneFact> facts = new ArrayList<>();
        for (LaneFact fact : row.facts()) {
            for (int i = 0; i < (fact == LaneFact.PASSING_TIMEOUT ? grants : 1); i++) {
                facts.add(fact);
            }
        }
        return facts;
    }

    private LaneState entered(LaneState state, LaneTable.Row row, long now) {
        int grants = switch (row.signal()) {
            case GRANT -> state.grants() + 1;
            case ALONG, ALONG_LAST -> Math.max(0, state.grants() - 1);
            case GRANT_OTHER_WAY, AGAINST, DUE, FREED, SECURED -> state.grants();
        };
        return switch (row.to()) {
            case SHUT, FREE -> new LaneState(row.to(), state.way(), 0, DoorState.NEVER);
            case RELEASED -> {
                boolean anew = row.signal() == Signal.GRANT;
                yield new LaneState(row.to(), state.way(), grants, anew ? now + releaseMillis : state.endsAt());
            }
            case CLEARING -> {
                boolean anew = row.signal() == Signal.ALONG_LAST;
                yield new LaneState(row.to(), state.way(), 0, anew ? now + clearingMillis : state.endsAt());
            }
        };
    }
}
