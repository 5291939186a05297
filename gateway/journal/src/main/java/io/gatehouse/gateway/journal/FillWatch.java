package io.gatehouse.gateway.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Notices when something passes 70, 85 or 95 % of what it may take, and when it is well below all of them again. What
 * wavers about a level is told once. For one thread.
 */
public final class FillWatch {

    private static final int[] LEVELS = {95, 85, 70};
    private static final int SLACK = 5;

    private final Map<String, Integer> levels = new HashMap<>();

    /**
     * What is to be told.
     *
     * @param level 70, 85 or 95 when it was passed upwards; 0 when there is room again
     */
    public record Change(String what, int percent, int level) {}

    public List<Change> look(List<Fill> fills) {
        List<Change> changes = new ArrayList<>();
        for (Fill fill : fills) {
            int before = levels.getOrDefault(fill.what(), 0);
            int now = Math.max(levelAt(fill.percent()), Math.min(before, levelAt(fill.percent() + SLACK)));
            levels.put(fill.what(), now);
            // falling from one level to a lower one is no news, having room again is
            if (now > before || (now == 0 && before > 0)) {
                changes.add(new Change(fill.what(), fill.percent(), now));
            }
        }
        return changes;
    }

    /** What was told of it last did not arrive: tells its level again. */
    public void forget(String what) {
        levels.remove(what);
    }

    private static int levelAt(int percent) {
        for (int level : LEVELS) {
            if (percent >= level) {
                return level;
            }
        }
        return 0;
    }
}
