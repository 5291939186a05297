package io.gatehouse.patrol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.patrol.Oracle.Right;
import io.gatehouse.patrol.judge.Evidence;
import io.gatehouse.patrol.judge.RoundJudge;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.judge.StopVerdict;
import io.gatehouse.patrol.live.DeskState;
import io.gatehouse.patrol.live.PatrolDesk;
import io.gatehouse.patrol.live.PatrolFinding;
import io.gatehouse.patrol.live.PatrolFinding.Kind;
import io.gatehouse.protocol.patrol.Route.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 500 rounds by four ways, with phones off line and wands whose clocks are off, judged as the oracle does. */
class GeneratedRoundsTest {

    private static final int ROUNDS = 500;

    @Test
    void five_hundred_rounds_are_judged_right_while_they_go_on_and_after_all_is_in() {
        int stops = 0;
        int provisional = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            Generated round = new Generated(seed);
            for (int now : List.of(round.end / 2, round.end + 5, round.docked - 1, round.docked + 20_000)) {
                RoundVerdict verdict = judged(round, now);
                compare(round, verdict, now, "seed " + seed + " at " + now);
                stops += verdict.stops().size();
                provisional += (int) verdict.stops().stream()
                        .filter(StopVerdict::provisional)
                        .count();
            }
        }

        System.out.printf(
                "%d rounds, %d verdicts of stops, %d of them provisional: all right%n", ROUNDS, stops, provisional);
        assertThat(provisional).isPositive();
    }

    private static RoundVerdict judged(Generated round, int now) {
        Evidence evidence = round.evidence(now);
        return new RoundJudge(round.plan)
                .judge(Plans.rounds(round.plan), evidence, Generated.at(now))
                .round(Plans.ROUND);
    }

    private static void compare(Generated round, RoundVerdict verdict, int now, String which) {
        List<Right> rights = Oracle.of(round.truths, round.order == Order.ORDERED, now);
        List<Right> said = verdict.stops().stream()
                .map(stop -> new Right(stop.status(), stop.flags(), stop.cause(), stop.provisional()))
                .toList();
        assertThat(said).as(which + " " + round.truths).isEqualTo(rights);
    }

    @Test
    void what_a_desk_tells_live_comes_to_the_same_and_takes_nothing_back() {
        for (long seed = 0; seed < ROUNDS; seed += 5) {
            Generated round = new Generated(seed);
            List<PatrolFinding> told = new ArrayList<>();
            PatrolDesk desk = live(round, told);

            int last = round.docked + 20_000;
            compare(round, desk.judged().round(Plans.ROUND), last, "seed " + seed);
            for (StopVerdict stop : desk.judged().round(Plans.ROUND).stops()) {
                check(told, stop, "seed " + seed);
            }
        }
    }

    /** Each thing comes in when it is told; between times the desk looks every ten seconds. */
    private static PatrolDesk live(Generated round, List<PatrolFinding> told) {
        PatrolDesk desk = new PatrolDesk(DeskState.EMPTY);
        desk.plan(round.plan, Plans.SHANGHAI, List.of(), Generated.at(-10_000));
        round.evidence(0).outages().forEach(down -> desk.down(down.device(), down.cause(), down.from()));
        Generated.custody().forEach(held -> desk.handed(held.wand(), held.officer(), held.from()));
        for (int now = -900; now <= round.docked + 20_000; now += now < round.docked + 30 ? 10 : 1_000) {
            Evidence known = round.evidence(now);
            known.scans().forEach(desk::scan);
            known.watermarks().forEach(desk::read);
            told.addAll(desk.tick(Generated.at(now)));
        }
        return desk;
    }

    private static void check(List<PatrolFinding> told, StopVerdict stop, String which) {
        List<PatrolFinding> about = told.stream()
                .filter(one -> one.kind() == Kind.CHECKPOINT_MISSED || one.kind() == Kind.STOP_CORRECTED)
                .filter(one -> one.stop() == stop.ordinal())
                .toList();
        if (about.isEmpty()) {
            assertThat(stop.isMissing()).as(which).isFalse();
            return;
        }
        assertThat(about.get(0).kind()).isEqualTo(Kind.CHECKPOINT_MISSED);
        assertThat(about.get(0).at() - about.get(0).since()).as(which).isLessThanOrEqualTo(10_000);
        assertThat(about.get(about.size() - 1).status()).as(which).isEqualTo(stop.status());
        IntStream.range(1, about.size())
                .forEach(i -> assertThat(about.get(i).supersedes())
                        .as(which)
                        .isEqualTo(about.get(i - 1).id()));
    }
}
