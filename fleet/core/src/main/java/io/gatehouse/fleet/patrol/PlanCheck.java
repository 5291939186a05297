package io.gatehouse.fleet.patrol;

import io.gatehouse.fleet.access.Finding;
import io.gatehouse.patrol.Round;
import io.gatehouse.patrol.RoundCalendar;
import io.gatehouse.protocol.patrol.GapRule;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.Officer;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.PatrolPolicy;
import io.gatehouse.protocol.patrol.PatrolSchedule;
import io.gatehouse.protocol.patrol.Route;
import io.gatehouse.protocol.sitebook.SiteRules.SpecialDays;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is wrong with a plan, field by field, before anybody walks by it; and what is merely to be known. */
final class PlanCheck {

    /** Electronic patrol records of DB11/T 2552-2026, 8.5.2; some other places ask for 30. */
    private static final int USUAL_DAYS = PatrolPolicy.DEFAULT.retentionDays();

    private static final int LEAST_DAYS = 30;

    private static final long LOOK_AHEAD_MILLIS = 62L * 24 * 3_600_000;

    private final PatrolSite on;
    private final PatrolPlan plan;
    private final List<Finding> findings = new ArrayList<>();

    private PlanCheck(PatrolSite on) {
        this.on = on;
        this.plan = on.plan();
    }

    /** @param now milliseconds since 1970 */
    static List<Finding> findings(PatrolSite on, long now) {
        PlanCheck check = new PlanCheck(on);
        check.marks();
        check.plan.routes().forEach(check::route);
        check.plan.schedules().forEach(check::schedule);
        check.plan.gapRules().forEach(check::gapRule);
        check.retention();
        check.calendar(now);
        return List.copyOf(check.findings);
    }

    private void refuse(String code, String field, Map<String, String> params) {
        findings.add(new Finding(code, true, field, params));
    }

    private void warn(String code, String field, Map<String, String> params) {
        findings.add(new Finding(code, false, field, params));
    }

    private void marks() {
        Map<String, String> seen = new HashMap<>();
        for (PatrolCheckpoint checkpoint : plan.checkpoints()) {
            String field = "checkpoints/" + checkpoint.id();
            if (checkpoint.name().isBlank()) {
                refuse("MISSING", field + "/name", Map.of("name", "name"));
            }
            if (checkpoint.marks().isEmpty()) {
                warn("PATROL_NO_MARK", field + "/marks", Map.of("checkpoint", checkpoint.id()));
            }
            for (Mark mark : checkpoint.marks()) {
                boolean position = mark.kind() == MarkKind.GPS;
                if (position ? checkpoint.place() == null : mark.value().isBlank()) {
                    refuse("MISSING", field + "/marks", Map.of("name", position ? "place" : "value"));
                }
                String key = mark.kind().isIncidental() ? mark.kind() + mark.value() : Mark.number(mark.value());
                String other = position ? null : seen.putIfAbsent(key, checkpoint.id());
                if (other != null && !other.equals(checkpoint.id())) {
                    refuse(
                            "PATROL_TAG_TWICE",
                            field + "/marks",
                            Map.of("tag", mark.value(), "one", other, "other", checkpoint.id()));
                }
            }
        }
    }

    private void route(Route route) {
        String field = "routes/" + route.id();
        Set<String> there = ids(plan.checkpoints(), PatrolCheckpoint::id);
        if (route.stops().isEmpty()) {
            refuse("MISSING", field + "/stops", Map.of("name", "stops"));
        }
        for (int i = 0; i < route.stops().size(); i++) {
            known(there, route.stops().get(i).checkpoint(), "checkpoint", field + "/stops/" + (i + 1));
        }
        if (route.staffing() > 1 && route.staffing() > plan.officers().size()) {
            warn(
                    "PATROL_TOO_FEW_OFFICERS",
                    field + "/staffing",
                    Map.of(
                            "needed",
                            "" + route.staffing(),
                            "there",
                            "" + plan.officers().size()));
        }
    }

    private void schedule(PatrolSchedule schedule) {
        String field = "schedules/" + schedule.id();
        known(ids(plan.routes(), Route::id), schedule.route(), "route", field + "/route");
        Set<String> groups = ids(on.specialDays(), SpecialDays::id);
        schedule.onlyOn().forEach(group -> known(groups, group, "specialDays", field + "/onlyOn"));
        schedule.notOn().forEach(group -> known(groups, group, "specialDays", field + "/notOn"));
        Set<String> officers = ids(plan.officers(), Officer::id);
        schedule.officers().forEach(officer -> known(officers, officer, "officer", field + "/officers"));
        try {
            new RoundCalendar(alone(schedule), on.zone(), on.specialDays());
        } catch (IllegalArgumentException e) {
            refuse("BAD_VALUE", field + "/rule", Map.of("why", String.valueOf(e.getMessage())));
        }
    }

    private PatrolPlan alone(PatrolSchedule schedule) {
        return new PatrolPlan(
                List.of(), List.of(), List.of(schedule), List.of(), List.of(), List.of(), plan.policy(), "");
    }

    private void gapRule(GapRule rule) {
        String field = "gapRules/" + rule.id();
        Set<String> there = ids(plan.checkpoints(), PatrolCheckpoint::id);
        rule.checkpoints().forEach(id -> known(there, id, "checkpoint", field + "/checkpoints"));
        if (rule.source().isBlank()) {
            refuse("MISSING", field + "/source", Map.of("name", "source"));
        }
        rule.hours().values().stream().flatMap(List::stream).forEach(span -> {
            if (!isSpan(span)) {
                refuse("BAD_SPAN", field + "/hours", Map.of("span", span));
            }
        });
    }

    /** What is deleted too early cannot be brought back. */
    private void retention() {
        int days = plan.policy().retentionDays();
        Map<String, String> params = Map.of("days", "" + days, "least", "" + LEAST_DAYS, "usual", "" + USUAL_DAYS);
        if (days < LEAST_DAYS) {
            refuse("PATROL_RETENTION_TOO_SHORT", "policy/site/retentionDays", params);
        } else if (days < USUAL_DAYS) {
            warn("PATROL_RETENTION_SHORT", "policy/site/retentionDays", params);
        }
    }

    private static boolean isSpan(String span) {
        String[] ends = span.split("-", 2);
        try {
            LocalTime.parse(ends[0]);
            return ends.length == 2 && (ends[1].equals("24:00") || LocalTime.parse(ends[1]) != null);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private void known(Set<String> there, String id, String what, String field) {
        if (!there.contains(id)) {
            refuse("UNKNOWN_REFERENCE", field, Map.of("what", what, "id", id));
        }
    }

    /** Whoever plans rounds that never come, or whose windows nobody can keep, should know. */
    private void calendar(long now) {
        if (findings.stream().anyMatch(Finding::refuses)) {
            return;
        }
        Set<String> coming = on.calendar().between(now, now + LOOK_AHEAD_MILLIS).stream()
                .map(Round::schedule)
                .collect(Collectors.toSet());
        plan.schedules().stream()
                .filter(schedule -> schedule.active() && !coming.contains(schedule.id()))
                .forEach(schedule ->
                        warn("PATROL_NEVER", "schedules/" + schedule.id(), Map.of("schedule", schedule.id())));
    }

    private static <T> Set<String> ids(List<T> all, Function<T, String> id) {
        return all.stream().map(id).collect(Collectors.toSet());
    }
}
