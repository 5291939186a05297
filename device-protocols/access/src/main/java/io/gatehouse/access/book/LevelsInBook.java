package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has to be shown at an access point, by time. A way is a set of factors as bits. */
public record LevelsInBook(Level usual, List<Timed> policies) {

    /** Any one of the ways is enough. */
    public record Level(int priority, int[] ways) {}

    /** A level while a schedule runs. */
    public record Timed(int schedule, Level level) {}

    /** A profile that the book names and does not have: nothing is enough. */
    static final LevelsInBook MISSING = new LevelsInBook(new Level(0, new int[0]), List.of());

    static LevelsInBook of(SiteRules.AuthenticationProfile profile, Schedules schedules) {
        List<Timed> timed = new ArrayList<>();
        for (SiteRules.AuthenticationPolicy policy : profile.policies()) {
            int schedule = schedules.find(policy.schedule());
            if (schedule != AccessBook.NOTHING) {
                timed.add(new Timed(schedule, level(policy.level())));
            }
        }
        return new LevelsInBook(level(profile.usual()), List.copyOf(timed));
    }

    private static Level level(SiteRules.SecurityLevel level) {
        return new Level(
                level.priority(),
                level.ways().stream().mapToInt(LevelsInBook::bits).toArray());
    }

    /** The ways that count at this moment: the highest priority of what runs, else the usual ones. */
    int[] waysAt(Schedules schedules, int moment) {
        Level found = null;
        for (Timed policy : policies) {
            if (schedules.runs(policy.schedule(), moment)
                    && (found == null || policy.level().priority() > found.priority())) {
                found = policy.level();
            }
        }
        return found == null ? usual.ways() : found.ways();
    }

    public static int bit(Factor factor) {
        return 1 << factor.ordinal();
    }

    public static int bits(Set<Factor> factors) {
        int bits = 0;
        for (Factor factor : factors) {
            bits |= bit(factor);
        }
        return bits;
    }

    public static Set<Factor> factors(int bits) {
        Set<Factor> factors = EnumSet.noneOf(Factor.class);
        for (Factor factor : Factor.values()) {
            if ((bits & bit(factor)) != 0) {
                factors.add(factor);
            }
        }
        return factors;
    }

    /** The factor by its wire name, or nothing. */
    public static @Nullable Factor factor(String name) {
        for (Factor factor : Factor.values()) {
            if (factor.name().equalsIgnoreCase(name)) {
                return factor;
            }
        }
        return null;
    }
}
