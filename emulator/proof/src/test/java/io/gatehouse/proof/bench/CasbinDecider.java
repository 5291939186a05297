package io.gatehouse.proof.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;

/** jCasbin with a policy row for each of the site's policies; cards belong to levels and doors to groups by role links. */
final class CasbinDecider implements Decider {

    private final Enforcer enforcer;

    CasbinDecider(AccessSite site) {
        Model model = new Model();
        model.addDef("r", "r", "card, door, minute");
        model.addDef("p", "p", "level, group, from, to");
        model.addDef("g", "g", "_, _");
        model.addDef("g", "g2", "_, _");
        model.addDef("e", "e", "some(where (p.eft == allow))");
        // as texts of four digits, times compare without a function of our own
        model.addDef("m", "m", "r.minute >= p.from && r.minute < p.to && g(r.card, p.level) && g2(r.door, p.group)");
        this.enforcer = new Enforcer(model);
        enforcer.enableLog(false);
        enforcer.addPolicies(site.policies.stream()
                .map(policy -> List.of(
                        "level" + policy.level(), "group" + policy.group(), text(policy.from()), text(policy.to())))
                .toList());
        List<List<String>> levels = new ArrayList<>();
        for (int card = 0; card < site.cards(); card++) {
            if (!site.isDisabled(card)) {
                levels.add(List.of("card" + card, "level" + site.level(card)));
            }
        }
        enforcer.addNamedGroupingPolicies("g", levels);
        enforcer.addNamedGroupingPolicies(
                "g2",
                IntStream.range(0, AccessSite.DOORS)
                        .mapToObj(door -> List.of("door" + door, "group" + AccessSite.groupOf(door)))
                        .toList());
    }

    @Override
    public String name() {
        return "jCasbin";
    }

    @Override
    public boolean allows(AccessSite.Question question) {
        return enforcer.enforce("card" + question.card(), "door" + question.door(), text(question.minute()));
    }

    private static String text(int minute) {
        return String.format(Locale.ROOT, "%04d", minute);
    }
}
