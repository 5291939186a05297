package io.gatehouse.fleet.access;

import io.gatehouse.protocol.sitebook.SiteBook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Looks over the whole of a site's configuration for what cannot work. Pure: the same configuration gives the same
 * findings in the same order. In turn: what leads nowhere, hours and days, areas and their limits, doors, what access
 * points ask for, rules that contradict each other.
 */
public final class AccessCheck {

    private AccessCheck() {}

    /**
     * What there is to say of the configuration.
     *
     * @param book without people and credentials, which {@code people} stands for
     */
    public static List<Finding> findings(SiteBook book, Headcount people) {
        Configuration all = new Configuration(book, people);
        List<Finding> findings = new ArrayList<>();
        new ReferenceCheck(all, findings).run();
        new ScheduleCheck(all, findings).run();
        new AreaCheck(all, findings).run();
        new DoorCheck(all, findings).run();
        new PointCheck(all, findings).run();
        new RuleCheck(all, findings).run();
        return List.copyOf(findings);
    }

    static String listed(Collection<String> names) {
        return String.join(", ", names);
    }
}
