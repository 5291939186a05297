package io.gatehouse.fleet.patrol;

import io.gatehouse.protocol.patrol.GapRule;
import io.gatehouse.protocol.patrol.Officer;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPolicy;
import io.gatehouse.protocol.patrol.PatrolSchedule;
import io.gatehouse.protocol.patrol.Route;
import io.gatehouse.protocol.patrol.Wand;
import java.util.Arrays;
import java.util.Optional;

/** What a plan consists of. The names are those of the plan's lists, of the REST paths and of the rows. */
public enum PlanKind {
    CHECKPOINTS("checkpoints", PatrolCheckpoint.class, false),
    ROUTES("routes", Route.class, false),
    SCHEDULES("schedules", PatrolSchedule.class, false),
    GAP_RULES("gapRules", GapRule.class, false),
    /** They have names, and what they show: sealed. */
    OFFICERS("officers", Officer.class, true),
    /** They have keys: sealed, and never shown. */
    WANDS("wands", Wand.class, true),
    /** One, with the id {@code site}. */
    POLICY("policy", PatrolPolicy.class, false);

    private final String wireName;
    private final Class<?> type;
    private final boolean sealed;

    PlanKind(String wireName, Class<?> type, boolean sealed) {
        this.wireName = wireName;
        this.type = type;
        this.sealed = sealed;
    }

    public String wireName() {
        return wireName;
    }

    Class<?> type() {
        return type;
    }

    boolean sealed() {
        return sealed;
    }

    public static Optional<PlanKind> byWireName(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName.equals(name))
                .findFirst();
    }
}
