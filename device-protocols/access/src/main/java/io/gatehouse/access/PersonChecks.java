package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.PackInBook;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.PersonRules.Status;
import io.gatehouse.protocol.sitebook.PersonRules.Watch;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Step 6: the person, and what goes for people of their type. */
final class PersonChecks {

    private static final long DAY_MILLIS = 86_400_000;
    static final int BIOMETRIC = AuthenticationChecks.bits(
            Set.of(Factor.FACE, Factor.FINGERPRINT, Factor.IRIS, Factor.VEIN, Factor.PALM, Factor.RETINA));
    private static final Finding SUSPENDED = Finding.denied(ReasonCode.PERSON_SUSPENDED);
    private static final Finding NOT_YET = Finding.denied(ReasonCode.PERSON_NOT_YET_ACTIVE);
    private static final Finding EXPIRED = Finding.denied(ReasonCode.PERSON_EXPIRED);
    private static final Finding UNTRUSTED = Finding.denied(ReasonCode.TIME_UNTRUSTED);
    private static final Finding BLOCKED = Finding.denied(ReasonCode.WATCHLIST_BLOCKED);
    private static final Finding NO_CONSENT = Finding.denied(ReasonCode.CONSENT_MISSING);
    private static final Finding NOT_THIS_TYPE = Finding.denied(ReasonCode.PERSON_TYPE_RESTRICTED);

    private PersonChecks() {}

    static @Nullable Finding active(Case c) {
        Status status = c.book.people().status(c.person);
        if (status == Status.PENDING) {
            return NOT_YET;
        }
        return c.book.people().active(c.person) && status == Status.ACTIVE ? null : SUSPENDED;
    }

    static @Nullable Finding validNow(Case c) {
        long from = c.book.people().validFrom(c.person);
        long to = c.book.people().validTo(c.person);
        boolean limited = from != Long.MIN_VALUE || to != Long.MAX_VALUE;
        if (limited && !c.read.timeTrusted() && !c.policies.untrustedTimeOpens()) {
            return UNTRUSTED;
        }
        if (c.read.at() < from) {
            return c.noting(NOT_YET, from);
        }
        return c.read.at() >= to ? c.noting(EXPIRED, to) : null;
    }

    static @Nullable Finding notBlocked(Case c) {
        return c.book.people().watch(c.person) == Watch.BLOCK ? BLOCKED : null;
    }

    static @Nullable Finding consents(Case c) {
        PackInBook pack = c.pack();
        return pack != null
                        && pack.pack().consent()
                        && (AccessBook.bit(c.read.factor()) & BIOMETRIC) != 0
                        && !c.book.people().consents(c.person)
                ? NO_CONSENT
                : null;
    }

    static @Nullable Finding typeAllowed(Case c) {
        PackInBook pack = c.pack();
        if (pack == null || !c.point().leadsIn()) {
            return null;
        }
        boolean here = pack.pack().areas().isEmpty() || lies(c, pack.areas());
        boolean now = pack.pack().schedule() == null
                || pack.schedule() != AccessBook.NOTHING && c.book.runs(pack.schedule(), c.moment);
        return here && now && notTooLong(c, pack) ? null : NOT_THIS_TYPE;
    }

    private static boolean notTooLong(Case c, PackInBook pack) {
        Integer days = pack.pack().maxDays();
        if (days == null) {
            return true;
        }
        int visit = c.book.visitOf(c.credential);
        long from = c.book.credentials().validFrom(c.credential);
        long to = c.book.credentials().validTo(c.credential);
        if (visit >= 0 && from == Long.MIN_VALUE && to == Long.MAX_VALUE) {
            from = c.book.visit(visit).visit().validFrom();
            to = c.book.visit(visit).visit().validTo();
        }
        return from != Long.MIN_VALUE && to != Long.MAX_VALUE && to - from <= days * DAY_MILLIS;
    }

    /** Whether the point leads into one of these areas. */
    static boolean lies(Case c, int[] areas) {
        int to = c.point().areaTo();
        if (to == AccessBook.NOTHING) {
            return false;
        }
        for (int area : areas) {
            if (c.book.within(to, area)) {
                return true;
            }
        }
        return false;
    }
}
