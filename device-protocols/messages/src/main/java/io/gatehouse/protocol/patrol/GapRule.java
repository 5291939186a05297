package io.gatehouse.protocol.patrol;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long a checkpoint may be without a visit at most. It is held against the largest gap, never against an average.
 *
 * @param checkpoints which; empty: those of the grade
 * @param grade which, when no checkpoints are named, or nothing: all
 * @param maxMinutes the longest gap
 * @param hours day ({@code MON} to {@code SUN}) to spans such as {@code 10:00-22:00} in which it counts; empty: always
 * @param closingMinutes after each span one visit must come within, 0 for none
 * @param source the law or standard with its clause
 */
public record GapRule(
        String id,
        String name,
        List<String> checkpoints,
        @Nullable Integer grade,
        int maxMinutes,
        Map<String, List<String>> hours,
        int closingMinutes,
        String source) {

    public GapRule {
        checkpoints = List.copyOf(checkpoints);
        hours = new TreeMap<>(hours);
        if (maxMinutes <= 0) {
            throw new IllegalArgumentException("maxMinutes must be more than 0, was " + maxMinutes);
        }
    }

    /** DB11/T 2552: important parts of grade 1, 2 and 3, at most 6, 12 and 24 hours. */
    public static List<GapRule> importantParts() {
        return List.of(
                part(1, 6, "DB11/T 2552-2026, 6.7.1.3"),
                part(2, 12, "DB11/T 2552-2026, 6.6.1.3"),
                part(3, 24, "DB11/T 2552-2026, 6.5.1.5"));
    }

    /** Decree 61 of the Ministry of Public Security, article 25: every two hours while open, and a closing check. */
    public static GapRule mall(List<String> checkpoints, Map<String, List<String>> openingHours) {
        return new GapRule(
                "fire-patrol-2h",
                "营业期间防火巡查 Fire patrol while open",
                checkpoints,
                null,
                120,
                openingHours,
                60,
                "Ministry of Public Security, Decree 61, art. 25");
    }

    private static GapRule part(int grade, int hours, String source) {
        return new GapRule(
                "important-parts-" + grade,
                grade + " 级重要部位 Important parts of grade " + grade,
                List.of(),
                grade,
                hours * 60,
                Map.of(),
                0,
                source);
    }
}
