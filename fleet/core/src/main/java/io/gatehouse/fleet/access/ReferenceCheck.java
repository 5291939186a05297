package io.gatehouse.fleet.access;

import static io.gatehouse.fleet.access.Configuration.ids;
import static io.gatehouse.fleet.access.Configuration.rulesOf;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every id that is named must be there. */
final class ReferenceCheck {

    private final Configuration all;
    private final List<Finding> findings;
    private final Set<String> devices;
    private final Set<String> doors;
    private final Set<String> points;
    private final Set<String> schedules;
    private final Set<String> areas;
    private final Set<String> authentications;
    private final Set<String> specialDays;

    ReferenceCheck(Configuration all, List<Finding> findings) {
        this.all = all;
        this.findings = findings;
        SiteBook book = all.book();
        devices = ids(book.devices(), device -> device.id().value());
        doors = ids(book.doors(), SiteBook.Door::id);
        points = ids(book.accessPoints(), SiteBook.AccessPoint::id);
        schedules = ids(book.schedules(), SiteBook.Schedule::id);
        areas = all.areas();
        authentications = ids(all.rules().authentications(), SiteRules.AuthenticationProfile::id);
        specialDays = ids(all.rules().specialDays(), SiteRules.SpecialDays::id);
    }

    void run() {
        all.book().doors().forEach(this::door);
        all.book().accessPoints().forEach(this::point);
        all.book().schedules().forEach(this::schedule);
        all.book().profiles().forEach(this::profile);
        all.rules().areas().forEach(area -> want("areas/" + area.id() + "/parent", "area", area.parent(), areas));
        all.rules()
                .authentications()
                .forEach(one -> one.policies()
                        .forEach(policy -> want(
                                "authentications/" + one.id() + "/policies",
                                "schedule",
                                policy.schedule(),
                                schedules)));
        all.rules()
                .interlocks()
                .forEach(one -> wantAll("interlocks/" + one.id() + "/doors", "door", one.doors(), doors));
        all.rules().rulePacks().forEach(pack -> {
            wantAll("rulePacks/" + pack.type() + "/areas", "area", pack.areas(), areas);
            want("rulePacks/" + pack.type() + "/schedule", "schedule", pack.schedule(), schedules);
        });
        all.rules().denials().forEach(rule -> {
            wantAll("denials/" + rule.id() + "/accessPoints", "accessPoint", rule.accessPoints(), points);
            want("denials/" + rule.id() + "/schedule", "schedule", rule.schedule(), schedules);
        });
        all.rules().permits().forEach(permit -> {
            wantAll("permits/" + permit.id() + "/accessPoints", "accessPoint", permit.accessPoints(), points);
            wantAll("permits/" + permit.id() + "/areas", "area", permit.areas(), areas);
            want("permits/" + permit.id() + "/schedule", "schedule", permit.schedule(), schedules);
        });
    }

    private void door(SiteBook.Door door) {
        DoorRules rules = rulesOf(door);
        String at = "doors/" + door.id();
        DeviceId lock = door.lock();
        want(at + "/lock", "device", lock == null ? null : lock.value(), devices);
        want(at + "/rules.unlockSchedule", "schedule", rules.unlockSchedule(), schedules);
    }

    private void point(SiteBook.AccessPoint point) {
        PointRules rules = rulesOf(point);
        String at = "accessPoints/" + point.id();
        want(at + "/door", "door", point.door(), doors);
        want(at + "/reader", "device", point.reader().value(), devices);
        want(at + "/rules.areaFrom", "area", rules.areaFrom(), areas);
        want(at + "/rules.areaTo", "area", rules.areaTo(), areas);
        want(at + "/rules.authentication", "authentication", rules.authentication(), authentications);
        PointRules.Passback passback = rules.passback();
        if (passback != null) {
            want(at + "/rules.passback.schedule", "schedule", passback.schedule(), schedules);
            wantAll(at + "/rules.passback.pairs", "accessPoint", passback.pairs(), points);
        }
    }

    private void schedule(SiteBook.Schedule schedule) {
        Map<String, List<String>> special = schedule.special();
        if (special != null) {
            wantAll("schedules/" + schedule.id() + "/special", "specialDays", special.keySet(), specialDays);
        }
    }

    private void profile(SiteBook.AccessProfile profile) {
        String at = "profiles/" + profile.id() + "/policies";
        profile.policies().forEach(policy -> {
            want(at, "schedule", policy.schedule(), schedules);
            wantAll(at, "accessPoint", policy.accessPoints(), points);
        });
    }

    private void wantAll(String field, String what, Iterable<String> ids, Set<String> known) {
        ids.forEach(id -> want(field, what, id, known));
    }

    private void want(String field, String what, @Nullable String id, Set<String> known) {
        if (id != null && !known.contains(id)) {
            findings.add(Finding.refusal("UNKNOWN_REFERENCE", field, "what", what, "id", id));
        }
    }
}
