package io.gatehouse.access;

import io.gatehouse.protocol.sitebook.PointRules;

/** Point rules with one thing changed. */
final class Rules {

    private Rules() {}

    static PointRules authentication(PointRules r, String profile) {
        return new PointRules(
                r.areaFrom(),
                r.areaTo(),
                profile,
                r.mode(),
                r.delaySeconds(),
                r.passback(),
                r.multiPerson(),
                r.escort(),
                r.approval(),
                r.searchPercent(),
                r.muster());
    }

    static PointRules multiPerson(PointRules r, PointRules.MultiPerson rule) {
        return new PointRules(
                r.areaFrom(),
                r.areaTo(),
                r.authentication(),
                r.mode(),
                r.delaySeconds(),
                r.passback(),
                rule,
                r.escort(),
                r.approval(),
                r.searchPercent(),
                r.muster());
    }

    static PointRules escort(PointRules r, PointRules.Escort rule) {
        return new PointRules(
                r.areaFrom(),
                r.areaTo(),
                r.authentication(),
                r.mode(),
                r.delaySeconds(),
                r.passback(),
                r.multiPerson(),
                rule,
                r.approval(),
                r.searchPercent(),
                r.muster());
    }

    static PointRules approval(PointRules r, PointRules.Approval approval) {
        return new PointRules(
                r.areaFrom(),
                r.areaTo(),
                r.authentication(),
                r.mode(),
                r.delaySeconds(),
                r.passback(),
                r.multiPerson(),
                r.escort(),
                approval,
                r.searchPercent(),
                r.muster());
    }

    static PointRules mode(PointRules r, PointRules.Mode mode, int delaySeconds) {
        return new PointRules(
                r.areaFrom(),
                r.areaTo(),
                r.authentication(),
                mode,
                delaySeconds,
                r.passback(),
                r.multiPerson(),
                r.escort(),
                r.approval(),
                r.searchPercent(),
                r.muster());
    }

    static PointRules muster(PointRules r) {
        return new PointRules(
                r.areaFrom(),
                r.areaTo(),
                r.authentication(),
                r.mode(),
                r.delaySeconds(),
                r.passback(),
                r.multiPerson(),
                r.escort(),
                r.approval(),
                r.searchPercent(),
                true);
    }
}
