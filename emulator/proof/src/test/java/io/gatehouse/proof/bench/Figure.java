package io.gatehouse.proof.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One figure over several rounds: ours, a peer's of the same round, their ratio, and the bar. One thread. */
final class Figure {

    private final String name;
    private final String unit;
    private final String peer;
    private final Bar bar;
    private final List<Round> rounds = new ArrayList<>();

    private record Round(double ours, double peer) {
        double ratio() {
            return ours / peer;
        }
    }

    /** What the figure must reach. */
    sealed interface Bar {

        /** Ours divided by the peer's. */
        record RatioAtLeast(double bar) implements Bar {}

        /** Ours divided by the peer's. */
        record RatioAtMost(double bar) implements Bar {}

        /** In the figure's unit, whatever the peer does. */
        record AtLeast(double bar) implements Bar {}

        /** In the figure's unit, whatever the peer does. */
        record AtMost(double bar) implements Bar {}

        /** Nothing is promised. */
        record None() implements Bar {}
    }

    Figure(String name, String unit, String peer, Bar bar) {
        this.name = name;
        this.unit = unit;
        this.peer = peer;
        this.bar = bar;
    }

    void round(double ours, double peers) {
        rounds.add(new Round(ours, peers));
    }

    double ours() {
        return median(rounds.stream().map(Round::ours).toList());
    }

    double peers() {
        return median(rounds.stream().map(Round::peer).toList());
    }

    double ratio() {
        return median(rounds.stream().map(Round::ratio).toList());
    }

    boolean holds() {
        if (bar instanceof Bar.RatioAtLeast least) {
            return ratio() >= least.bar;
        } else if (bar instanceof Bar.RatioAtMost most) {
            return ratio() <= most.bar;
        } else if (bar instanceof Bar.AtLeast least) {
            return ours() >= least.bar;
        } else if (bar instanceof Bar.AtMost most) {
            return ours() <= most.bar;
        }
        return true;
    }

    /** {@code NAME: ours A unit, PEER B unit, ratio R (min..max), bar C: holds}, or {@code falls short}. */
    String line() {
        List<Double> ratios = rounds.stream().map(Round::ratio).sorted().toList();
        return "%s: ours %s %s, %s %s %s, ratio %s (%s..%s), %s"
                .formatted(
                        name,
                        number(ours()),
                        unit,
                        peer,
                        number(peers()),
                        unit,
                        number(ratio()),
                        number(ratios.get(0)),
                        number(ratios.get(ratios.size() - 1)),
                        verdict());
    }

    private String verdict() {
        if (bar instanceof Bar.None) {
            return "no bar";
        }
        return "bar " + bound() + (holds() ? ": holds" : ": falls short");
    }

    private String bound() {
        if (bar instanceof Bar.RatioAtLeast least) {
            return ">= " + number(least.bar) + "x";
        } else if (bar instanceof Bar.RatioAtMost most) {
            return "<= " + number(most.bar) + "x";
        } else if (bar instanceof Bar.AtLeast least) {
            return ">= " + number(least.bar) + " " + unit;
        } else if (bar instanceof Bar.AtMost most) {
            return "<= " + number(most.bar) + " " + unit;
        }
        return "";
    }

    /** Three digits that mean something, thousands whole. */
    static String number(double value) {
        if (Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
