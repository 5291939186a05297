package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Areas, doors and access points of a book, their references turned into numbers. */
record SitePlan(
        Numbers areaNumbers,
        Numbers doorNumbers,
        Numbers pointNumbers,
        AreaInBook[] areas,
        DoorInBook[] doors,
        PointInBook[] points,
        Set<String> named) {

    static SitePlan of(SiteBook book, SiteRules rules, Schedules schedules, Groups groups) {
        Numbers areas = Numbers.of(rules.areas(), SiteRules.Area::id);
        Numbers doors = Numbers.of(book.doors(), SiteBook.Door::id);
        Numbers points = Numbers.of(book.accessPoints(), SiteBook.AccessPoint::id);
        SitePlan plan = new SitePlan(
                areas,
                doors,
                points,
                new AreaInBook[areas.size()],
                new DoorInBook[doors.size()],
                new PointInBook[points.size()],
                named(book));
        rules.areas().forEach(area -> plan.areas[areas.find(area.id())] = plan.area(area));
        book.doors().forEach(door -> plan.doors[doors.find(door.id())] = plan.door(door, rules, schedules, groups));
        book.accessPoints()
                .forEach(point -> plan.points[points.find(point.id())] = plan.point(point, rules, schedules, groups));
        return plan;
    }

    private static Set<String> named(SiteBook book) {
        Set<String> named = new HashSet<>();
        for (SiteBook.AccessPoint point : book.accessPoints()) {
            PointRules.Passback passback =
                    Objects.requireNonNullElse(point.rules(), PointRules.PLAIN).passback();
            if (passback != null) {
                named.addAll(passback.pairs());
            }
        }
        return named;
    }

    private AreaInBook area(SiteRules.Area area) {
        return new AreaInBook(
                areaNumbers.find(area.id()),
                area.id(),
                area.name(),
                areaNumbers.find(area.parent()),
                Objects.requireNonNullElse(area.most(), Integer.MAX_VALUE),
                Objects.requireNonNullElse(area.least(), 0),
                area.hard(),
                area.clearance(),
                area.resetAt() == null ? AccessBook.NOTHING : Schedules.minuteOf(area.resetAt()));
    }

    private DoorInBook door(SiteBook.Door door, SiteRules rules, Schedules schedules, Groups groups) {
        DoorRules own = Objects.requireNonNullElse(door.rules(), DoorRules.PLAIN);
        DoorRules.FirstPerson first = own.firstPerson();
        return new DoorInBook(
                doorNumbers.find(door.id()),
                door.id(),
                door,
                own,
                schedules.find(own.unlockSchedule()),
                first == null
                        ? null
                        : new DoorInBook.FirstPerson(
                                first.way(), groups.bits(first.groups()), groups.bits(first.exempt()), first.minutes()),
                groups.bits(own.lockdownPassers()),
                interlocked(door, rules.interlocks()));
    }

    private int[] interlocked(SiteBook.Door door, List<SiteRules.Interlock> interlocks) {
        Set<Integer> others = new TreeSet<>();
        for (SiteRules.Interlock interlock : interlocks) {
            if (interlock.doors().contains(door.id())) {
                for (int other : doorNumbers.findAll(interlock.doors())) {
                    others.add(other);
                }
            }
        }
        others.remove(doorNumbers.find(door.id()));
        return others.stream().mapToInt(Integer::intValue).toArray();
    }

    private PointInBook point(SiteBook.AccessPoint point, SiteRules rules, Schedules schedules, Groups groups) {
        PointRules own = Objects.requireNonNullElse(point.rules(), PointRules.PLAIN);
        return new PointInBook(
                pointNumbers.find(point.id()),
                point.id(),
                point,
                own,
                doorNumbers.find(point.door()),
                areaNumbers.find(own.areaFrom()),
                areaNumbers.find(own.areaTo()),
                own.authentication() == null ? null : levels(own.authentication(), rules, schedules),
                passback(own.passback(), schedules),
                multiPerson(own.multiPerson(), groups),
                escort(own.escort(), groups),
                denials(point, rules.denials()),
                named.contains(point.id()),
                rules.rulePacks().stream().anyMatch(pack -> pack.factors() != null));
    }

    private static LevelsInBook levels(String id, SiteRules rules, Schedules schedules) {
        for (SiteRules.AuthenticationProfile profile : rules.authentications()) {
            if (profile.id().equals(id)) {
                return LevelsInBook.of(profile, schedules);
            }
        }
        return LevelsInBook.MISSING;
    }

    private PointInBook.@Nullable Passback passback(PointRules.@Nullable Passback rule, Schedules schedules) {
        return rule == null
                ? null
                : new PointInBook.Passback(
                        rule.kind(),
                        rule.hard(),
                        rule.seconds() * 1_000L,
                        pointNumbers.findAll(rule.pairs()),
                        schedules.find(rule.schedule()));
    }

    private static PointInBook.@Nullable MultiPerson multiPerson(PointRules.@Nullable MultiPerson rule, Groups groups) {
        return rule == null
                ? null
                : new PointInBook.MultiPerson(
                        rule.groups().stream().map(groups::bits).toArray(long[][]::new),
                        rule.windowSeconds() * 1_000L,
                        rule.ordered());
    }

    private static PointInBook.@Nullable Escort escort(PointRules.@Nullable Escort rule, Groups groups) {
        return rule == null
                ? null
                : new PointInBook.Escort(groups.bits(rule.escorts()), rule.each(), rule.windowSeconds() * 1_000L);
    }

    private static int[] denials(SiteBook.AccessPoint point, List<SiteRules.DenyRule> denials) {
        int[] found = new int[denials.size()];
        int count = 0;
        for (int number = 0; number < denials.size(); number++) {
            if (denials.get(number).accessPoints().contains(point.id())) {
                found[count++] = number;
            }
        }
        return Arrays.copyOf(found, count);
    }
}
