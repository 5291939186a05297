package io.gatehouse.access.bench;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBook.Direction;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A site with all kinds of rules: 500 doors in 40 groups, 200 profiles, 50 schedules, areas with limits and passback,
 * special days, deny rules; people and credentials as many as asked for.
 */
final class LargeSite {

    private static final int DOORS = 500;
    private static final int GROUPS = 40;
    private static final int PROFILES = 200;
    private static final int SCHEDULES = 50;
    private static final List<String> DAYS = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

    private final Random random = new Random(7);
    private final List<SiteBook.Door> doors = new ArrayList<>();
    private final List<SiteBook.AccessPoint> points = new ArrayList<>();
    private final List<SiteRules.Area> areas = new ArrayList<>();
    private final List<SiteBook.Schedule> schedules = new ArrayList<>();
    private final List<SiteBook.AccessProfile> profiles = new ArrayList<>();
    private final List<SiteBook.Person> people = new ArrayList<>();
    private final List<SiteBook.Credential> credentials = new ArrayList<>();

    SiteBook book(int persons, int cards) {
        for (int i = 0; i < DOORS; i++) {
            door(i);
        }
        for (int i = 0; i < SCHEDULES; i++) {
            schedule(i);
        }
        for (int i = 0; i < PROFILES; i++) {
            profile(i);
        }
        for (int i = 0; i < persons; i++) {
            person(i);
        }
        for (int i = 0; i < cards; i++) {
            credential(i % persons);
        }
        return new SiteBook(
                new SiteId("large"),
                new GatewayId("gw"),
                1,
                0,
                "Asia/Shanghai",
                new byte[32],
                List.of(),
                doors,
                points,
                schedules,
                profiles,
                people,
                credentials,
                List.of(),
                rules());
    }

    private void door(int i) {
        DoorRules rules = new DoorRules(
                DoorRules.Kind.DOOR,
                true,
                false,
                null,
                null,
                5_000,
                0,
                5,
                List.of("fire-" + i % 20),
                List.of("guards"));
        doors.add(new SiteBook.Door("door-" + i, "Door " + i, SiteBook.DoorMode.LOCKED, 3_000, 30, null, rules));
        areas.add(new SiteRules.Area("area-" + i, "Area " + i, null, 100_000, null, true, Map.of("red", 3), null));
        point(i, Direction.IN, null, "area-" + i);
        point(i, Direction.OUT, "area-" + i, null);
    }

    private void point(int i, Direction way, @Nullable String from, @Nullable String to) {
        PointRules.Passback passback = new PointRules.Passback(PointRules.PassbackKind.AREA, false, 0, List.of(), null);
        PointRules rules = new PointRules(
                from,
                to,
                "card",
                PointRules.Mode.AUTHORIZE,
                0,
                passback,
                null,
                null,
                PointRules.Approval.NONE,
                0,
                false);
        String id = "door-" + i + "-" + way;
        points.add(new SiteBook.AccessPoint(id, "door-" + i, way, new DeviceId("reader-" + id), true, rules));
    }

    private void schedule(int i) {
        Map<String, List<String>> weekly = new HashMap<>();
        int from = i % 10;
        int to = 14 + i % 10;
        DAYS.forEach(day -> weekly.put(day, List.of(two(from) + ":" + two(i % 60) + "-" + two(to) + ":30")));
        schedules.add(new SiteBook.Schedule("s" + i, "Schedule " + i, weekly));
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    private void profile(int i) {
        List<SiteBook.AccessPolicy> policies = new ArrayList<>();
        for (int k = 0; k < 25; k++) {
            int group = random.nextInt(GROUPS);
            List<String> theirs = new ArrayList<>();
            for (int door = group; door < DOORS; door += GROUPS) {
                theirs.add("door-" + door + "-IN");
                theirs.add("door-" + door + "-OUT");
            }
            policies.add(new SiteBook.AccessPolicy("s" + random.nextInt(SCHEDULES), theirs));
        }
        profiles.add(new SiteBook.AccessProfile("profile-" + i, "Profile " + i, policies));
    }

    private void person(int i) {
        PersonRules rules = new PersonRules(
                PersonRules.Status.ACTIVE,
                List.of("g" + i % 16),
                5,
                Set.of(),
                false,
                null,
                null,
                null,
                false,
                false,
                null);
        people.add(new SiteBook.Person(uuid(), "Person " + i, "STAFF", true, rules));
    }

    private String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private void credential(int person) {
        String ref = uuid().replace("-", "");
        List<String> held = List.of("profile-" + random.nextInt(PROFILES), "profile-" + (person * 7) % PROFILES);
        credentials.add(new SiteBook.Credential(
                ref,
                people.get(person).id(),
                SiteBook.CredentialState.ENABLED,
                1_700_000_000_000L,
                1_900_000_000_000L,
                held));
    }

    private static SiteRules rules(List<SiteRules.Area> areas) {
        SiteRules.SecurityLevel card = new SiteRules.SecurityLevel(1, List.of(Set.of(Factor.CARD)));
        SiteRules.SecurityLevel night =
                new SiteRules.SecurityLevel(2, List.of(Set.of(Factor.CARD, Factor.PIN), Set.of(Factor.CARD)));
        return new SiteRules(
                areas,
                List.of(new SiteRules.AuthenticationProfile(
                        "card", "Card", card, List.of(new SiteRules.AuthenticationPolicy("s0", night)))),
                List.of(new SiteRules.SpecialDays("holiday", "Holiday", List.of("2026-10-01"), null)),
                List.of(),
                List.of(new SiteRules.RulePack("STAFF", List.of(), "s1", null, false, PointRules.Approval.NONE, true)),
                List.of(new SiteRules.DenyRule("d", "d", List.of("g3"), List.of("door-1-IN", "door-9-IN"), null)),
                List.of(),
                List.of(),
                SiteRules.Policies.DEFAULT);
    }

    private SiteRules rules() {
        return rules(areas);
    }
}
