package io.gatehouse.fleet.access;

import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A site's configuration as a whole, with its ids looked up.
 *
 * @param book without people and credentials
 */
record Configuration(SiteBook book, Headcount people) {

    SiteRules rules() {
        SiteRules rules = book.rules();
        return rules == null ? SiteRules.NONE : rules;
    }

    static DoorRules rulesOf(SiteBook.Door door) {
        DoorRules rules = door.rules();
        return rules == null ? DoorRules.PLAIN : rules;
    }

    static PointRules rulesOf(SiteBook.AccessPoint point) {
        PointRules rules = point.rules();
        return rules == null ? PointRules.PLAIN : rules;
    }

    Set<String> areas() {
        return ids(rules().areas(), SiteRules.Area::id);
    }

    Map<String, SiteBook.Door> doors() {
        return book.doors().stream().collect(Collectors.toMap(SiteBook.Door::id, door -> door, (a, b) -> a));
    }

    static <T> Set<String> ids(List<T> things, Function<T, String> id) {
        return things.stream().map(id).collect(Collectors.toSet());
    }

    /** The area and all within it; ends also where areas go round in a circle. */
    Set<String> within(String area) {
        Map<String, Set<String>> children = new HashMap<>();
        for (SiteRules.Area one : rules().areas()) {
            String parent = one.parent();
            if (parent != null) {
                children.computeIfAbsent(parent, p -> new HashSet<>()).add(one.id());
            }
        }
        Set<String> found = new HashSet<>();
        collect(area, children, found);
        return found;
    }

    private static void collect(String area, Map<String, Set<String>> children, Set<String> found) {
        if (found.add(area)) {
            children.getOrDefault(area, Set.of()).forEach(child -> collect(child, children, found));
        }
    }

    /** Enabled access points that lead into the area from outside of it. */
    List<SiteBook.AccessPoint> entriesOf(String area) {
        Set<String> inside = within(area);
        return crossing(inside, true);
    }

    /** Enabled access points that lead out of the area. */
    List<SiteBook.AccessPoint> exitsOf(String area) {
        return crossing(within(area), false);
    }

    private List<SiteBook.AccessPoint> crossing(Set<String> inside, boolean inwards) {
        return book.accessPoints().stream()
                .filter(SiteBook.AccessPoint::enabled)
                .filter(point -> {
                    PointRules rules = rulesOf(point);
                    boolean from = isIn(rules.areaFrom(), inside);
                    boolean to = isIn(rules.areaTo(), inside);
                    return inwards ? !from && to : from && !to;
                })
                .toList();
    }

    private static boolean isIn(@Nullable String area, Set<String> inside) {
        return area != null && inside.contains(area);
    }
}
