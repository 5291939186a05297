package io.gatehouse.fleet.access;

import static io.gatehouse.fleet.access.Configuration.rulesOf;

import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Doors that can do what is asked of them. */
final class DoorCheck {

    private static final int MINUTES_OF_DAY = 24 * 60;

    private final Configuration all;
    private final List<Finding> findings;

    DoorCheck(Configuration all, List<Finding> findings) {
        this.all = all;
        this.findings = findings;
    }

    void run() {
        all.book().doors().forEach(door -> {
            DoorRules rules = rulesOf(door);
            firstPerson(door, rules);
            if (!rules.lockdownPassers().isEmpty() && !all.people().anyOf(rules.lockdownPassers())) {
                findings.add(Finding.refusal(
                        "LOCKDOWN_NOBODY",
                        "doors/" + door.id() + "/rules.lockdownPassers",
                        "door",
                        door.name(),
                        "groups",
                        AccessCheck.listed(rules.lockdownPassers())));
            }
            times(door, rules);
        });
        all.rules().interlocks().forEach(interlock -> interlock(interlock, all.doors()));
    }

    private void firstPerson(SiteBook.Door door, DoorRules rules) {
        DoorRules.FirstPerson first = rules.firstPerson();
        if (first == null) {
            return;
        }
        String at = "doors/" + door.id() + "/rules.firstPerson";
        if (!all.people().anyOf(first.groups())) {
            findings.add(Finding.refusal(
                    "FIRST_PERSON_NOBODY",
                    at + ".groups",
                    "door",
                    door.name(),
                    "groups",
                    AccessCheck.listed(first.groups())));
        }
        if (first.way() == DoorRules.FirstPersonWay.UNLOCK_SCHEDULE && rules.unlockSchedule() == null) {
            findings.add(Finding.refusal("FIRST_PERSON_NO_SCHEDULE", at + ".way", "door", door.name()));
        }
        if (first.minutes() < 0 || first.minutes() > MINUTES_OF_DAY) {
            findings.add(Finding.refusal(
                    "BAD_FIGURE", at + ".minutes", "value", Integer.toString(first.minutes()), "range", "0–1440"));
        }
    }

    private void times(SiteBook.Door door, DoorRules rules) {
        String at = "doors/" + door.id();
        if (rules.extendedMillis() < 0 || rules.relockMillis() < 0 || rules.preAlarmSeconds() < 0) {
            findings.add(Finding.refusal("BAD_FIGURE", at + "/rules", "value", "-", "range", "≥ 0"));
        }
        if (rules.preAlarmSeconds() > door.openSeconds()) {
            findings.add(Finding.warning(
                    "PRE_ALARM_AT_ONCE",
                    at + "/rules.preAlarmSeconds",
                    "door",
                    door.name(),
                    "seconds",
                    Integer.toString(door.openSeconds())));
        }
    }

    private void interlock(SiteRules.Interlock interlock, Map<String, SiteBook.Door> doors) {
        String at = "interlocks/" + interlock.id() + "/doors";
        if (new HashSet<>(interlock.doors()).size() < 2) {
            findings.add(Finding.refusal("INTERLOCK_ALONE", at, "interlock", interlock.name()));
        }
        for (String id : interlock.doors()) {
            SiteBook.Door door = doors.get(id);
            if (door != null && (rulesOf(door).unlockSchedule() != null || door.mode() == SiteBook.DoorMode.UNLOCKED)) {
                findings.add(
                        Finding.refusal("INTERLOCK_UNLOCKED", at, "interlock", interlock.name(), "door", door.name()));
            }
        }
    }
}
