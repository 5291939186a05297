package io.gatehouse.patrol.live;

import io.gatehouse.protocol.patrol.PatrolPolicy.Rung;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alarms that nobody has taken, and whom they go to next. On one thread. */
final class Ladder {

    /**
     * An alarm on the ladder.
     *
     * @param told how many rungs have been
     */
    record Climb(
            String alarm, List<String> officers, @Nullable String round, long since, int told) {
        Climb {
            officers = List.copyOf(officers);
        }
    }

    private final Map<String, Climb> open = new LinkedHashMap<>();

    void put(Climb climb) {
        open.putIfAbsent(climb.alarm(), climb);
    }

    boolean has(String alarm) {
        return open.containsKey(alarm);
    }

    /** Whether it was still climbing. */
    boolean end(String alarm) {
        return open.remove(alarm) != null;
    }

    List<Climb> all() {
        return List.copyOf(open.values());
    }

    /** Whom to tell now; each rung once, the lowest first. An alarm at the top stays until it is ended. */
    List<PatrolFinding> due(List<Rung> rungs, long now) {
        List<PatrolFinding> told = new ArrayList<>();
        open.replaceAll((alarm, climb) -> {
            int rung = climb.told();
            while (rung < rungs.size() && now >= climb.since() + rungs.get(rung).afterSeconds() * 1_000L) {
                told.add(escalated(climb, rungs.get(rung), rung, now));
                rung++;
            }
            return new Climb(alarm, climb.officers(), climb.round(), climb.since(), rung);
        });
        return told;
    }

    private static PatrolFinding escalated(Climb climb, Rung rung, int step, long now) {
        return new PatrolFinding(
                climb.alarm() + "^" + (step + 1),
                PatrolFinding.Kind.ESCALATED,
                null,
                climb.round(),
                0,
                null,
                climb.officers(),
                climb.since(),
                now,
                null,
                null,
                false,
                null,
                rung.to(),
                climb.alarm());
    }
}
