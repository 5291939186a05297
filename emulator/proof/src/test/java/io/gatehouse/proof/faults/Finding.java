package io.gatehouse.proof.faults;

import io.gatehouse.emulator.verify.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of a row.
 *
 * @param figures what was measured, in the order of telling
 * @param broken which pass figures were not reached; empty when the row holds
 */
record Finding(List<String> figures, List<String> broken) {

    Finding {
        figures = List.copyOf(figures);
        broken = List.copyOf(broken);
    }

    boolean holds() {
        return broken.isEmpty();
    }

    /** {@code F4: 400 kills, lost 0, twice 0, reordered 0, ready in 0.4 s: holds}. */
    String line(String row) {
        return row + ": " + String.join(", ", figures) + ": " + (holds() ? "holds" : "falls short " + broken);
    }

    /** Gathers figures, and beside each whether it is what was promised. */
    static final class Notes {

        private final List<String> figures = new ArrayList<>();
        private final List<String> broken = new ArrayList<>();

        Notes say(String format, Object... values) {
            figures.add(String.format(Locale.ROOT, format, values));
            return this;
        }

        /** Nothing lost, nothing twice, and in the devices' own order. */
        Notes judge(Verdict verdict) {
            say("lost %d, twice %d, reordered %d", verdict.lost(), verdict.twice(), verdict.reordered());
            return must(verdict.holds(), "nothing lost, twice or reordered: " + verdict.examples());
        }

        /** @param figure as it is promised, for the line of a row that falls short */
        Notes must(boolean holds, String figure) {
            if (!holds) {
                broken.add(figure);
            }
            return this;
        }

        Finding done() {
            return new Finding(figures, broken);
        }
    }
}
