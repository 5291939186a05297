package io.gatehouse.patrol;

import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.judge.Judgement;
import io.gatehouse.patrol.judge.RoundJudge;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.sitebook.SiteRules.SpecialDays;
import java.time.ZoneId;
import java.util.List;

/** What a plan would have said of a time that has passed: for looking before a plan is saved. */
public final class PatrolSimulation {

    private PatrolSimulation() {}

    /**
     * The plan's rounds that were begun and over in that time, judged by what was scanned then. Refuses
     * ({@link IllegalArgumentException}) a plan that cannot be carried out.
     */
    public static Judgement of(
            PatrolPlan plan, ZoneId zone, List<SpecialDays> specialDays, Evidence evidence, long from, long to) {
        List<Round> rounds = new RoundCalendar(plan, zone, specialDays)
                .between(from, to).stream().filter(round -> round.endAt() <= to).toList();
        return new RoundJudge(plan).judge(rounds, evidence, to + 1);
    }
}
