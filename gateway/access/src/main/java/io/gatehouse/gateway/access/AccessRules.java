package io.gatehouse.gateway.access;

import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.SiteBook;
import io.gatehouse.protocol.sitebook.SiteBook.DoorMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All rules, in the order in which they are asked; the first finding is the decision's reason. Cheap and non-revealing
 * checks come first.
 */
final class AccessRules {

    static final List<AccessRule> IN_ORDER = List.of(
            new AccessRule("access point known", AccessRules::accessPointKnown),
            new AccessRule("access point enabled", AccessRules::accessPointEnabled),
            new AccessRule("not read twice", AccessRules::notReadTwice),
            new AccessRule("door needs a credential", AccessRules::doorNeedsCredential),
            new AccessRule("credential known", AccessRules::credentialKnown),
            new AccessRule("credential enabled", AccessRules::credentialEnabled),
            new AccessRule("credential valid now", AccessRules::credentialValidNow),
            new AccessRule("credential assigned", AccessRules::credentialAssigned),
            new AccessRule("person active", AccessRules::personActive),
            new AccessRule("no lockdown", AccessRules::noLockdown),
            new AccessRule("right now", AccessRules::rightNow));

    private static final Optional<Finding> FINE = Optional.empty();

    private AccessRules() {}

    private static Optional<Finding> accessPointKnown(Case c) {
        boolean known = c.accessPoint().isPresent() && c.door().isPresent();
        return known ? FINE : Optional.of(Finding.denied(ReasonCode.ACCESS_POINT_UNKNOWN));
    }

    private static Optional<Finding> accessPointEnabled(Case c) {
        boolean enabled = c.accessPoint().map(SiteBook.AccessPoint::enabled).orElse(false);
        return enabled ? FINE : Optional.of(Finding.denied(ReasonCode.ACCESS_POINT_DISABLED));
    }

    private static Optional<Finding> notReadTwice(Case c) {
        return c.repeated()
                ? Optional.of(new Finding(Outcome.IGNORED_DUPLICATE, ReasonCode.DUPLICATE_READ, Map.of()))
                : FINE;
    }

    private static Optional<Finding> doorNeedsCredential(Case c) {
        return c.doorIs(DoorMode.UNLOCKED)
                ? Optional.of(new Finding(Outcome.FREE_PASSAGE, ReasonCode.FREE_PASSAGE, Map.of()))
                : FINE;
    }

    private static Optional<Finding> credentialKnown(Case c) {
        return c.credential().isPresent() ? FINE : Optional.of(Finding.denied(ReasonCode.CREDENTIAL_UNKNOWN));
    }

    private static Optional<Finding> credentialEnabled(Case c) {
        return switch (c.credential().orElseThrow().state()) {
            case ENABLED -> FINE;
            case DISABLED -> Optional.of(Finding.denied(ReasonCode.CREDENTIAL_DISABLED));
            case LOST -> Optional.of(Finding.denied(ReasonCode.CREDENTIAL_LOST));
            case STOLEN -> Optional.of(Finding.denied(ReasonCode.CREDENTIAL_STOLEN));
        };
    }

    /** A right with a beginning or an end needs a clock that is trusted; the end is exclusive. */
    private static Optional<Finding> credentialValidNow(Case c) {
        SiteBook.Credential credential = c.credential().orElseThrow();
        Long from = credential.validFrom();
        Long to = credential.validTo();
        if (from == null && to == null) {
            return FINE;
        }
        if (!c.read().timeTrusted()) {
            return Optional.of(Finding.denied(ReasonCode.TIME_UNTRUSTED));
        }
        long at = c.read().at().toEpochMilli();
        if (from != null && at < from) {
            return Optional.of(Finding.denied(
                    ReasonCode.CREDENTIAL_NOT_YET_ACTIVE,
                    Map.of("validFrom", Instant.ofEpochMilli(from).toString())));
        }
        if (to != null && at >= to) {
            return Optional.of(Finding.denied(
                    ReasonCode.CREDENTIAL_EXPIRED,
                    Map.of("validTo", Instant.ofEpochMilli(to).toString())));
        }
        return FINE;
    }

    private static Optional<Finding> credentialAssigned(Case c) {
        return c.person().isPresent() ? FINE : Optional.of(Finding.denied(ReasonCode.CREDENTIAL_UNASSIGNED));
    }

    private static Optional<Finding> personActive(Case c) {
        boolean active = c.person().map(SiteBook.Person::active).orElse(false);
        return active ? FINE : Optional.of(Finding.denied(ReasonCode.PERSON_SUSPENDED));
    }

    private static Optional<Finding> noLockdown(Case c) {
        return c.doorIs(DoorMode.LOCKED_DOWN) ? Optional.of(Finding.denied(ReasonCode.LOCKDOWN)) : FINE;
    }

    /** No right at all, and a right at another time, are told apart. */
    private static Optional<Finding> rightNow(Case c) {
        Optional<Finding> wrongTime = FINE;
        for (String id : c.credential().orElseThrow().profiles()) {
            for (SiteBook.AccessPolicy policy : policiesOf(c, id)) {
                Optional<WeeklySchedule> schedule = c.book().schedule(policy.schedule());
                if (schedule.isEmpty() || !grantsHere(c, policy)) {
                    continue;
                }
                if (schedule.get().runsAt(c.local())) {
                    return FINE;
                }
                wrongTime = Optional.of(Finding.denied(
                        ReasonCode.OUT_OF_SCHEDULE,
                        Map.of(
                                "schedule", schedule.get().name(),
                                "hours", schedule.get().hoursOf(c.local()))));
            }
        }
        return wrongTime.isPresent() ? wrongTime : Optional.of(Finding.denied(ReasonCode.NO_ACCESS_RIGHT));
    }

    private static List<SiteBook.AccessPolicy> policiesOf(Case c, String profile) {
        return c.book().profile(profile).map(SiteBook.AccessProfile::policies).orElse(List.of());
    }

    private static boolean grantsHere(Case c, SiteBook.AccessPolicy policy) {
        return policy.accessPoints().contains(c.accessPoint().orElseThrow().id());
    }
}
