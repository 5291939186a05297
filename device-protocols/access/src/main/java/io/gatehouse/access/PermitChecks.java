package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.PermitInBook;
import io.gatehouse.access.book.VisitInBook;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.SiteRules;
import org.jspecify.annotations.Nullable;

/** Step 11: work permits and visits. They bind who comes in; nobody is kept in by them. */
final class PermitChecks {

    private static final Finding INVALID = Finding.denied(ReasonCode.PERMIT_INVALID);
    private static final Finding ZONE = Finding.denied(ReasonCode.PERMIT_ZONE);
    private static final Finding HOURS = Finding.denied(ReasonCode.PERMIT_HOURS);
    private static final Finding HEADCOUNT = Finding.denied(ReasonCode.PERMIT_HEADCOUNT);
    private static final Finding NOT_CHECKED_IN = Finding.denied(ReasonCode.VISIT_NOT_CHECKED_IN);
    private static final Finding NOT_YET = Finding.denied(ReasonCode.VISIT_NOT_YET);
    private static final Finding OVERSTAYED = Finding.denied(ReasonCode.VISIT_OVERSTAYED);
    private static final Finding UNTRUSTED = Finding.denied(ReasonCode.TIME_UNTRUSTED);
    private static final Finding EXHAUSTED = Finding.denied(ReasonCode.VISIT_ENTRIES_EXHAUSTED);

    private PermitChecks() {}

    static @Nullable Finding permit(Case c) {
        int number = c.book.permitOf(c.credential);
        if (number == AccessBook.NOTHING || !c.point().leadsIn()) {
            return null;
        }
        if (number == AccessBook.MISSING) {
            return INVALID;
        }
        PermitInBook permit = c.book.permit(number);
        SiteRules.Permit rule = permit.permit();
        if (!rule.active() || !within(c.read.at(), rule.validFrom(), rule.validTo())) {
            return INVALID;
        }
        if (!channel(c, permit) || !rule.areas().isEmpty() && !PersonChecks.lies(c, permit.areas())) {
            return ZONE;
        }
        if ((rule.validFrom() != null || rule.validTo() != null) && unsure(c)) {
            return UNTRUSTED;
        }
        boolean hours = rule.schedule() == null
                || permit.schedule() != AccessBook.NOTHING && c.book.runs(permit.schedule(), c.moment);
        if (!hours) {
            return HOURS;
        }
        Integer headcount = rule.headcount();
        return headcount != null && c.state.insideOf(permit.key(), c.personKey) >= headcount ? HEADCOUNT : null;
    }

    /** A right with an end needs a clock that is trusted. */
    private static boolean unsure(Case c) {
        return !c.read.timeTrusted() && !c.policies.untrustedTimeOpens();
    }

    private static boolean within(long at, @Nullable Long from, @Nullable Long to) {
        return (from == null || at >= from) && (to == null || at < to);
    }

    private static boolean channel(Case c, PermitInBook permit) {
        if (permit.permit().accessPoints().isEmpty()) {
            return true;
        }
        for (int point : permit.points()) {
            if (point == c.point().number()) {
                return true;
            }
        }
        return false;
    }

    static @Nullable Finding visit(Case c) {
        int number = c.book.visitOf(c.credential);
        if (number == AccessBook.NOTHING || !c.point().leadsIn()) {
            return null;
        }
        if (number == AccessBook.MISSING) {
            return NOT_CHECKED_IN;
        }
        VisitInBook visit = c.book.visit(number);
        if (!visit.visit().checkedIn()) {
            return NOT_CHECKED_IN;
        }
        if (unsure(c)) {
            return UNTRUSTED;
        }
        if (c.read.at() < visit.visit().validFrom()) {
            return c.noting(NOT_YET, visit.visit().validFrom());
        }
        if (c.read.at() >= visit.visit().validTo()) {
            return c.noting(OVERSTAYED, visit.visit().validTo());
        }
        Integer entries = visit.visit().entries();
        boolean comesIn = c.point().areaFrom() == AccessBook.NOTHING;
        return entries != null && comesIn && c.state.entriesOf(visit.key()) >= entries ? EXHAUSTED : null;
    }
}
