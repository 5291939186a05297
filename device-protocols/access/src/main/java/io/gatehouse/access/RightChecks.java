package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.DenyInBook;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.PersonRules.Exemption;
import org.jspecify.annotations.Nullable;

/** Step 10: deny rules win, rights are united; no right and a right at another time are told apart. */
final class RightChecks {

    private static final Finding FORBIDDEN = Finding.denied(ReasonCode.DENY_RULE);
    private static final Finding NO_RIGHT = Finding.denied(ReasonCode.NO_ACCESS_RIGHT);
    private static final Finding WRONG_TIME = Finding.denied(ReasonCode.OUT_OF_SCHEDULE);
    private static final Finding HOLIDAY = Finding.denied(ReasonCode.HOLIDAY_RESTRICTED);

    private RightChecks() {}

    static @Nullable Finding notForbidden(Case c) {
        if (c.exempt(Exemption.DENY)) {
            return null;
        }
        for (int number : c.point().denials()) {
            DenyInBook deny = c.book.denial(number);
            boolean now = deny.schedule() == AccessBook.NOTHING || c.book.runs(deny.schedule(), c.moment);
            if (now && c.book.people().inAny(c.person, deny.groups())) {
                return c.noting(FORBIDDEN, number);
            }
        }
        return null;
    }

    static @Nullable Finding rightNow(Case c) {
        int point = c.point().number();
        if (c.book.mayPass(point, c.credential, c.moment) || c.exempt(Exemption.ACCESS_RIGHTS)) {
            return null;
        }
        int schedule = c.book.rightUnder(point, c.credential, c.moment);
        if (schedule == AccessBook.NOTHING) {
            return NO_RIGHT;
        }
        if (c.point().rules().softHours() != null) {
            return c.mark(ReasonCode.GRANTED_SOFT_SCHEDULE);
        }
        if (c.book.specialDay(c.moment)) {
            int usual = c.book.ordinaryMoment(c.read.at());
            int then = c.book.rightUnder(point, c.credential, usual);
            if (c.book.runs(then, usual)) {
                return c.noting(HOLIDAY, then);
            }
        }
        return c.noting(WRONG_TIME, schedule);
    }
}
