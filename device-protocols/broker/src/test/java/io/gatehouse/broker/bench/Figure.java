package io.gatehouse.broker.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One figure, measured in several rounds of both sides. */
final class Figure {

    private final String name;
    private final String unit;
    private final double bar;
    private final boolean lessIsBetter;
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> theirs = new ArrayList<>();

    /** @param bar for ours divided by the peer's */
    Figure(String name, String unit, double bar, boolean lessIsBetter) {
        this.name = name;
        this.unit = unit;
        this.bar = bar;
        this.lessIsBetter = lessIsBetter;
    }

    void round(double our, double peer) {
        ours.add(our);
        theirs.add(peer);
    }

    void print() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i) / theirs.get(i));
        }
        double ratio = median(ratios);
        boolean holds = lessIsBetter ? ratio <= bar : ratio >= bar;
        System.out.printf(
                Locale.ROOT,
                "%s: ours %.0f %s, mosquitto %.0f %s, ratio %.2f (%.2f..%.2f), bar %s %.1f: %s%n",
                name,
                median(ours),
                unit,
                median(theirs),
                unit,
                ratio,
                ratios.stream().mapToDouble(r -> r).min().orElse(0),
                ratios.stream().mapToDouble(r -> r).max().orElse(0),
                lessIsBetter ? "<=" : ">=",
                bar,
                holds ? "holds" : "falls short");
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
