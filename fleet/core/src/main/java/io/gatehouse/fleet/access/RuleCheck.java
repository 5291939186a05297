package io.gatehouse.fleet.access;

import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.List;
import java.util.Set;

/** Rules that contradict each other, and figures that are out of bounds. */
final class RuleCheck {

    /** GB 50396-2007, 5.1.5: at most five wrong attempts before an alarm. */
    private static final int MOST_FAILURES = 5;

    private static final int MOST_FACILITY = 65_535;

    private final Configuration all;
    private final List<Finding> findings;

    RuleCheck(Configuration all, List<Finding> findings) {
        this.all = all;
        this.findings = findings;
    }

    void run() {
        all.rules().denials().forEach(this::contradiction);
        all.rules().rulePacks().forEach(this::factors);
        all.rules().visits().forEach(visit -> {
            if (visit.validTo() <= visit.validFrom()) {
                findings.add(Finding.refusal("ENDS_BEFORE_IT_BEGINS", "visits/" + visit.id() + "/validTo"));
            }
        });
        all.rules().permits().forEach(permit -> {
            Long from = permit.validFrom();
            Long to = permit.validTo();
            if (from != null && to != null && to <= from) {
                findings.add(Finding.refusal("ENDS_BEFORE_IT_BEGINS", "permits/" + permit.id() + "/validTo"));
            }
        });
        policies(all.rules().policies());
    }

    /** Allowed by a profile and always denied by a rule: deny wins, but somebody may have meant it otherwise. */
    private void contradiction(SiteRules.DenyRule rule) {
        if (!all.people().anyOf(rule.groups())) {
            findings.add(Finding.warning(
                    "DENIAL_NOBODY",
                    "denials/" + rule.id() + "/groups",
                    "rule",
                    rule.name(),
                    "groups",
                    AccessCheck.listed(rule.groups())));
        }
        if (rule.schedule() != null) {
            return;
        }
        Set<String> held = all.people().profilesOf(rule.groups());
        for (SiteBook.AccessProfile profile : all.book().profiles()) {
            List<String> both = rule.accessPoints().stream()
                    .filter(point -> profile.policies().stream()
                            .anyMatch(policy -> policy.accessPoints().contains(point)))
                    .toList();
            if (held.contains(profile.id()) && !both.isEmpty()) {
                findings.add(Finding.warning(
                        "ALLOWED_AND_DENIED",
                        "denials/" + rule.id(),
                        "rule",
                        rule.name(),
                        "profile",
                        profile.name(),
                        "accessPoints",
                        AccessCheck.listed(both)));
            }
        }
    }

    /** A pack's factors are asked for wherever people of the type come in: whose face is among them has no other way. */
    private void factors(SiteRules.RulePack pack) {
        Set<Factor> factors = pack.factors();
        if (factors != null && factors.contains(Factor.FACE)) {
            findings.add(Finding.refusal("PACK_FACE", "rulePacks/" + pack.type() + "/factors", "type", pack.type()));
        }
    }

    private void policies(SiteRules.Policies policies) {
        within("maxFailures", policies.maxFailures(), 1, MOST_FAILURES);
        within("lockoutSeconds", policies.lockoutSeconds(), 1, 86_400);
        within("duplicateMillis", policies.duplicateMillis(), 0, 60_000);
        within("factorSeconds", policies.factorSeconds(), 1, 300);
        within("verifySeconds", policies.verifySeconds(), 1, 3_600);
        List<Integer> facilities = policies.facilities();
        if (facilities != null) {
            facilities.forEach(code -> within("facilities", code, 0, MOST_FACILITY));
        }
    }

    private void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            findings.add(Finding.refusal(
                    "BAD_FIGURE", "policies/" + name, "value", Integer.toString(value), "range", least + "–" + most));
        }
    }
}
