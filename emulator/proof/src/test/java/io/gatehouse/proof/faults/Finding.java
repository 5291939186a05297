package io.gatehouse.proof.faults;

import io.gatehouse.emulator.verify.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of a row.
 *
 * @param figures what was measured, in the order of telling
 * @param broken what did not come to be that must, whatever else the machine does; empty when the row holds
 * @param late which times were not reached
 * @param timed whether there are times that must be reached
 */
record Finding(List<String> figures, List<String> broken, List<String> late, boolean timed) {

    Finding {
        figures = List.copyOf(figures);
        broken = List.copyOf(broken);
        late = List.copyOf(late);
    }

    /** What a row comes to. */
    enum Outcome {
        HOLDS,
        FALLS_SHORT,
        /** What does not depend on time holds; about its times others' work allows no word. */
        DISTURBED
    }

    Outcome outcome(Others.Share others) {
        if (!broken.isEmpty()) {
            return Outcome.FALLS_SHORT;
        }
        if (timed && others.disturbs()) {
            return Outcome.DISTURBED;
        }
        return late.isEmpty() ? Outcome.HOLDS : Outcome.FALLS_SHORT;
    }

    List<String> missed() {
        List<String> missed = new ArrayList<>(broken);
        missed.addAll(late);
        return missed;
    }

    /** {@code F4: 400 kills, lost 0, twice 0, reordered 0, ready in 0.4 s, others took 1 % of the processors: holds}. */
    String line(String row, Others.Share others) {
        String end = switch (outcome(others)) {
            case HOLDS -> "holds";
            case FALLS_SHORT -> "falls short " + missed();
            case DISTURBED -> "DISTURBED, its times are not judged" + (late.isEmpty() ? "" : "; not reached " + late);
        };
        return row + ": " + String.join(", ", figures) + ", " + others + ": " + end;
    }

    /** Gathers figures, and beside each whether it is what was promised. */
    static final class Notes {

        private final List<String> figures = new ArrayList<>();
        private final List<String> broken = new ArrayList<>();
        private final List<String> late = new ArrayList<>();
        private boolean timed;

        Notes say(String format, Object... values) {
            figures.add(String.format(Locale.ROOT, format, values));
            return this;
        }

        /** Nothing lost, nothing twice, in the devices' own order; no door for nobody; and all of it can be proven. */
        Notes judge(Judgement judgement) {
            Verdict verdict = judgement.verdict();
            Doors doors = judgement.doors();
            Proof proof = judgement.proof();
            return say("lost %d, twice %d, reordered %d", verdict.lost(), verdict.twice(), verdict.reordered())
                    .must(verdict.holds(), "nothing lost, twice or reordered: " + verdict.examples())
                    .must(judgement.settled(), "all that the gateway has reaches the fleet")
                    .say(
                            "%d unlocks %d without a grant, %d of %d strangers refused",
                            doors.unlocks(), doors.unauthorised(), doors.refused(), doors.strangers())
                    .must(doors.hold(), "no lock moves without a grant")
                    .say("%d records proven", proof.records())
                    .must(proof.holds(), "the evidence is proven: " + proof.faults());
        }

        /** @param figure as it is promised, for the line of a row that falls short */
        Notes must(boolean holds, String figure) {
            if (!holds) {
                broken.add(figure);
            }
            return this;
        }

        /** A time, or a rate: it can be missed only on a machine that does nothing else. */
        Notes inTime(boolean holds, String figure) {
            timed = true;
            if (!holds) {
                late.add(figure);
            }
            return this;
        }

        Finding done() {
            return new Finding(figures, broken, late, timed);
        }
    }
}
