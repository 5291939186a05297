package io.gatehouse.fleet.access;

import static io.gatehouse.fleet.access.Configuration.rulesOf;

import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Areas are a tree, and their limits can be counted. */
final class AreaCheck {

    private final Configuration all;
    private final List<Finding> findings;

    AreaCheck(Configuration all, List<Finding> findings) {
        this.all = all;
        this.findings = findings;
    }

    void run() {
        Map<String, SiteRules.Area> byId =
                all.rules().areas().stream().collect(Collectors.toMap(SiteRules.Area::id, area -> area, (a, b) -> a));
        all.rules().areas().forEach(area -> {
            cycle(area, byId);
            figures(area);
            if (area.most() != null || area.least() != null) {
                limits(area);
            }
        });
    }

    private void cycle(SiteRules.Area area, Map<String, SiteRules.Area> byId) {
        Set<String> seen = new HashSet<>();
        SiteRules.Area at = area;
        while (at != null && seen.add(at.id())) {
            String parent = at.parent();
            at = parent == null ? null : byId.get(parent);
        }
        if (at != null && at.id().equals(area.id())) {
            findings.add(Finding.refusal("CYCLIC_AREA", "areas/" + area.id() + "/parent", "area", area.name()));
        }
    }

    private void figures(SiteRules.Area area) {
        String at = "areas/" + area.id();
        Integer most = area.most();
        Integer least = area.least();
        if ((most != null && most < 1) || (least != null && least < 0)) {
            findings.add(Finding.refusal("BAD_FIGURE", at + "/most", "value", String.valueOf(most), "range", "≥ 1"));
        }
        if (most != null && least != null && least > most) {
            findings.add(Finding.refusal("LEAST_ABOVE_MOST", at + "/least", "area", area.name()));
        }
        new TreeMap<>(area.clearance()).forEach((level, clearance) -> {
            if (clearance < 0 || clearance > PersonRules.NO_CLEARANCE) {
                findings.add(Finding.refusal(
                        "BAD_FIGURE", at + "/clearance." + level, "value", clearance.toString(), "range", "0–7"));
            }
        });
        String resetAt = area.resetAt();
        if (resetAt != null && !ScheduleCheck.isTime(resetAt)) {
            findings.add(Finding.refusal("BAD_TIME", at + "/resetAt", "time", resetAt));
        }
    }

    /** Who is inside can be counted only when everybody is read on both ways, and nobody can be read in twice. */
    private void limits(SiteRules.Area area) {
        String field = "areas/" + area.id() + "/" + (area.most() != null ? "most" : "least");
        List<SiteBook.AccessPoint> entries = all.entriesOf(area.id());
        List<SiteBook.AccessPoint> exits = all.exitsOf(area.id());
        if (entries.isEmpty()) {
            findings.add(Finding.refusal("OCCUPANCY_NO_ENTRY", field, "area", area.name()));
        }
        if (exits.isEmpty()) {
            findings.add(Finding.refusal("OCCUPANCY_NO_EXIT", field, "area", area.name()));
        }
        if (!area.hard()) {
            return;
        }
        Map<String, SiteBook.Door> doors = all.doors();
        Stream.concat(entries.stream(), exits.stream()).forEach(point -> {
            if (!isHard(rulesOf(point).passback())) {
                findings.add(Finding.refusal(
                        "OCCUPANCY_NO_HARD_PASSBACK", field, "area", area.name(), "accessPoint", point.id()));
            }
            SiteBook.Door door = doors.get(point.door());
            if (door != null && rulesOf(door).unlockSchedule() != null) {
                findings.add(Finding.refusal("OCCUPANCY_UNLOCKED", field, "area", area.name(), "door", door.name()));
            }
        });
    }

    private static boolean isHard(PointRules.@Nullable Passback passback) {
        return passback != null
                && passback.hard()
                && passback.kind() != PointRules.PassbackKind.TIMED
                && passback.seconds() == 0
                && passback.schedule() == null;
    }
}
