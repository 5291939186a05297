package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.state.DoorMemory;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.PersonRules.Exemption;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook.DoorMode;
import org.jspecify.annotations.Nullable;

/** Step 9: lockdown and threat level. */
final class ThreatChecks {

    private static final Finding LOCKED_DOWN = Finding.denied(ReasonCode.LOCKDOWN);
    private static final Finding CLEARANCE = Finding.denied(ReasonCode.THREAT_LEVEL);

    private ThreatChecks() {}

    static @Nullable Finding noLockdown(Case c) {
        DoorMemory.Order order = c.doorNow().order();
        boolean locked = order == DoorMemory.Order.LOCKED_DOWN
                || order == DoorMemory.Order.BLOCKED
                || c.door().door().mode() == DoorMode.LOCKED_DOWN
                || c.point().rules().mode() == PointRules.Mode.DENY_ALL;
        if (!locked) {
            return null;
        }
        boolean passes = order != DoorMemory.Order.BLOCKED
                && (c.exempt(Exemption.LOCKDOWN)
                        || c.person != AccessBook.NOTHING
                                && c.book.people().inAny(c.person, c.door().lockdownPassers()));
        return passes ? null : LOCKED_DOWN;
    }

    /** Of nested areas the highest demand counts. */
    static @Nullable Finding clearance(Case c) {
        String level = c.state.threatLevel();
        if (level == null) {
            return null;
        }
        for (int a = c.point().areaTo();
                a != AccessBook.NOTHING;
                a = c.book.area(a).parent()) {
            Integer least = c.book.area(a).clearance().get(level);
            if (least != null && c.book.people().clearance(c.person) > least) {
                return CLEARANCE;
            }
        }
        return null;
    }
}
