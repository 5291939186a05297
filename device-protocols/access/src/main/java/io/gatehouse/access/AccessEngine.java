package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.state.SiteState;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import org.jspecify.annotations.Nullable;

/** The decision itself: asks {@link AccessRules} in their order. It reads the state and changes nothing. */
public final class AccessEngine {

    private AccessEngine() {}

    /**
     * Decides about a read. The first rule that finds something gives the reason; when it denies, the rules after it are
     * asked too, for the trace. None is a grant.
     */
    public static Verdict decide(Site site, SiteState state, Read read) {
        Case present = new Case(site, state, read);
        return decide(present, AccessRules.idleWith(Usual.in(present)));
    }

    /** @param idle rules that are known to find nothing: they count as asked, and are not called */
    static Verdict decide(Case present, long idle) {
        long asked = todo(present);
        long todo = asked & ~idle;
        long failed = 0;
        Finding first = null;
        long detail = 0;
        long reasons = 0;
        int findings = 0;
        while (todo != 0) {
            int number = Long.numberOfTrailingZeros(todo);
            todo &= todo - 1;
            Finding found = AccessRules.ARRAY[number].check().of(present);
            if (found == null || first != null && !found.denies()) {
                continue;
            }
            failed |= 1L << number;
            if (first == null) {
                first = found;
                detail = present.detail;
            }
            if (findings < Verdict.MOST_REASONS) {
                reasons |= (long) found.reason().ordinal() << findings * Verdict.REASON_BITS;
            }
            findings++;
            if (!first.denies()) {
                // nobody asks what comes after it
                asked &= (1L << number) | (1L << number) - 1;
                break;
            }
        }
        return verdict(present, first, asked, failed, reasons, detail);
    }

    private static long todo(Case c) {
        long known = AccessRules.NEED_NOTHING;
        if (c.known()) {
            known = c.person != AccessBook.NOTHING
                    ? AccessRules.NEED_PERSON
                    : c.credential != AccessBook.NOTHING ? AccessRules.NEED_CREDENTIAL : AccessRules.NEED_POINT;
            known &= c.site.askedAt(c.point().number());
        }
        return c.read.live() ? known : known & AccessRules.STATELESS;
    }

    private static Verdict verdict(
            Case c, @Nullable Finding first, long asked, long failed, long reasons, long detail) {
        Finding finding = first == null ? granted(c) : first;
        return new Verdict(
                finding.outcome(),
                finding.reason(),
                c.credential,
                c.person,
                asked,
                failed,
                reasons,
                detail,
                c.given,
                c.duress);
    }

    private static final Finding GRANTED = new Finding(Outcome.GRANTED, ReasonCode.GRANTED);
    private static final Finding DURESS = new Finding(Outcome.GRANTED_DURESS, ReasonCode.GRANTED_DURESS);
    private static final Finding DURESS_DENIED = Finding.denied(ReasonCode.PIN_INVALID);
    private static final Finding EXTERNAL = new Finding(Outcome.GRANTED_EXTERNAL, ReasonCode.GRANTED_EXTERNAL);
    private static final Finding SOFT_PASSBACK = new Finding(Outcome.GRANTED_SOFT, ReasonCode.GRANTED_SOFT_PASSBACK);
    private static final Finding SOFT_OCCUPANCY = new Finding(Outcome.GRANTED_SOFT, ReasonCode.GRANTED_SOFT_OCCUPANCY);

    private static final Finding SOFT_SCHEDULE = new Finding(Outcome.GRANTED_SOFT, ReasonCode.GRANTED_SOFT_SCHEDULE);

    private static Finding granted(Case c) {
        if (c.duress) {
            return c.policies.duressOpens() ? DURESS : DURESS_DENIED;
        }
        if (c.soft != null) {
            boolean late = c.soft == ReasonCode.GRANTED_SOFT_SCHEDULE;
            return c.soft == ReasonCode.GRANTED_SOFT_PASSBACK ? SOFT_PASSBACK : late ? SOFT_SCHEDULE : SOFT_OCCUPANCY;
        }
        Resumed resumed = c.read.resumed();
        return resumed != null && resumed.answer() == Resumed.Answer.APPROVED ? EXTERNAL : GRANTED;
    }
}
