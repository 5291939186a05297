package io.gatehouse.fleet.access;

import static io.gatehouse.fleet.access.Configuration.rulesOf;

import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an access point asks for can be given. */
final class PointCheck {

    private final Configuration all;
    private final List<Finding> findings;
    private final Map<String, SiteRules.AuthenticationProfile> authentications;

    PointCheck(Configuration all, List<Finding> findings) {
        this.all = all;
        this.findings = findings;
        this.authentications = all.rules().authentications().stream()
                .collect(Collectors.toMap(SiteRules.AuthenticationProfile::id, one -> one, (a, b) -> a));
    }

    void run() {
        all.book().accessPoints().forEach(point -> {
            PointRules rules = rulesOf(point);
            String authentication = rules.authentication();
            if (authentication != null && authentications.containsKey(authentication)) {
                factors(point, authentications.get(authentication));
            }
            passback(point, rules.passback());
            multiPerson(point, rules.multiPerson());
            escort(point, rules.escort());
            if (rules.searchPercent() < 0 || rules.searchPercent() > 100) {
                figure(point, "searchPercent", rules.searchPercent(), "0–100");
            }
            if (rules.delaySeconds() < 0) {
                figure(point, "delaySeconds", rules.delaySeconds(), "≥ 0");
            }
        });
    }

    private void factors(SiteBook.AccessPoint point, SiteRules.@Nullable AuthenticationProfile profile) {
        if (profile == null) {
            return;
        }
        String field = "accessPoints/" + point.id() + "/rules.authentication";
        Stream.concat(
                        Stream.of(profile.usual()),
                        profile.policies().stream().map(SiteRules.AuthenticationPolicy::level))
                .map(SiteRules.SecurityLevel::ways)
                .distinct()
                .forEach(ways -> level(field, point, profile, ways));
    }

    private void level(
            String field, SiteBook.AccessPoint point, SiteRules.AuthenticationProfile profile, List<Set<Factor>> ways) {
        String[] params = {"accessPoint", point.id(), "profile", profile.name()};
        if (ways.isEmpty() || ways.stream().anyMatch(Set::isEmpty)) {
            findings.add(Finding.refusal("NO_FACTOR", field, params));
        } else if (ways.stream().allMatch(Set.of(Factor.FACE)::equals)) {
            findings.add(Finding.refusal("FACE_ALONE", field, params));
        } else if (ways.stream().allMatch(way -> way.contains(Factor.FACE))) {
            findings.add(Finding.warning("FACE_ALWAYS", field, params));
        }
    }

    private void passback(SiteBook.AccessPoint point, PointRules.@Nullable Passback passback) {
        if (passback == null) {
            return;
        }
        PointRules rules = rulesOf(point);
        String field = "accessPoints/" + point.id() + "/rules.passback";
        switch (passback.kind()) {
            case AREA -> {
                if (rules.areaFrom() == null && rules.areaTo() == null) {
                    findings.add(Finding.refusal("PASSBACK_NO_AREA", field, "accessPoint", point.id()));
                }
            }
            case READER_PAIR -> {
                if (passback.pairs().isEmpty()) {
                    findings.add(Finding.refusal("PASSBACK_NO_PAIR", field + ".pairs", "accessPoint", point.id()));
                }
            }
            case TIMED -> {
                if (passback.seconds() < 1) {
                    figure(point, "passback.seconds", passback.seconds(), "≥ 1");
                }
            }
        }
    }

    private void multiPerson(SiteBook.AccessPoint point, PointRules.@Nullable MultiPerson rule) {
        if (rule == null) {
            return;
        }
        String field = "accessPoints/" + point.id() + "/rules.multiPerson";
        if (rule.groups().size() < 2) {
            findings.add(Finding.refusal("MULTI_PERSON_ONE", field + ".groups", "accessPoint", point.id()));
        } else if (!all.people().canFill(rule.groups())) {
            findings.add(Finding.refusal(
                    "MULTI_PERSON_TOO_FEW",
                    field + ".groups",
                    "accessPoint",
                    point.id(),
                    "needed",
                    Integer.toString(rule.groups().size()),
                    "there",
                    Integer.toString(all.people().total())));
        }
        if (rule.windowSeconds() < 1) {
            figure(point, "multiPerson.windowSeconds", rule.windowSeconds(), "≥ 1");
        }
    }

    private void escort(SiteBook.AccessPoint point, PointRules.@Nullable Escort escort) {
        if (escort == null) {
            return;
        }
        if (!all.people().anyOf(escort.escorts())) {
            findings.add(Finding.refusal(
                    "ESCORT_NOBODY",
                    "accessPoints/" + point.id() + "/rules.escort.escorts",
                    "accessPoint",
                    point.id(),
                    "groups",
                    AccessCheck.listed(escort.escorts())));
        }
        if (escort.each() < 1 || escort.windowSeconds() < 1) {
            figure(point, "escort.each", Math.min(escort.each(), escort.windowSeconds()), "≥ 1");
        }
    }

    private void figure(SiteBook.AccessPoint point, String name, int value, String range) {
        findings.add(Finding.refusal(
                "BAD_FIGURE",
                "accessPoints/" + point.id() + "/rules." + name,
                "value",
                Integer.toString(value),
                "range",
                range));
    }
}
