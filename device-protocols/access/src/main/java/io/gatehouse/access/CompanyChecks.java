package io.gatehouse.access;

import io.gatehouse.access.book.DoorInBook;
import io.gatehouse.access.book.PackInBook;
import io.gatehouse.access.book.PointInBook;
import io.gatehouse.access.state.Member;
import io.gatehouse.access.state.PointMemory;
import io.gatehouse.access.state.Wait;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.DoorRules.FirstPersonWay;
import io.gatehouse.protocol.sitebook.PersonRules.Exemption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps 12, 13 and 16: who must come along, who must have come first, and how many must come together. */
final class CompanyChecks {

    private static final PointInBook.Escort ANYBODY = new PointInBook.Escort(new long[1], 1, 30_000);
    private static final Finding NO_ESCORT = Finding.denied(ReasonCode.ESCORT_REQUIRED);
    private static final Finding WRONG_ESCORT = Finding.denied(ReasonCode.ESCORT_INVALID);
    private static final Finding NOBODY_FIRST = Finding.denied(ReasonCode.FIRST_PERSON_ABSENT);
    private static final Finding ONE_MORE = Finding.pending(ReasonCode.SECOND_PERSON_REQUIRED);
    private static final Finding NOT_THEM = Finding.denied(ReasonCode.SECOND_PERSON_REQUIRED);

    private CompanyChecks() {}

    static boolean accompanied(Case c) {
        PackInBook pack = c.pack();
        boolean by = c.book.people().accompanied(c.person)
                || pack != null && pack.pack().accompanied();
        return by && !c.exempt(Exemption.ESCORT);
    }

    static PointInBook.Escort escortOf(PointInBook point) {
        PointInBook.Escort own = point.escort();
        return own == null ? ANYBODY : own;
    }

    /** Whether the person may accompany others here. */
    static boolean mayAccompany(Case c) {
        long[] escorts = escortOf(c.point()).escorts();
        boolean anybody = true;
        for (long word : escorts) {
            anybody &= word == 0;
        }
        return !accompanied(c) && (anybody || c.book.people().inAny(c.person, escorts));
    }

    static @Nullable Finding escort(Case c) {
        if (!c.point().leadsIn() || !accompanied(c)) {
            return null;
        }
        PointInBook.Escort rule = escortOf(c.point());
        PointMemory here = c.here();
        if (here.escortWithin(c.read.at(), rule.windowMillis())) {
            return here.accompanied() < Math.max(1, rule.each()) ? null : NO_ESCORT;
        }
        return here.grantedWithin(c.read.at(), rule.windowMillis()) ? WRONG_ESCORT : NO_ESCORT;
    }

    static @Nullable Finding firstPerson(Case c) {
        DoorInBook.FirstPerson first = c.door().firstPerson();
        boolean waits = first != null
                && first.way() == FirstPersonWay.ACCESS_RULE
                && c.point().leadsIn()
                && !c.doorNow().firstPersonAt(c.read.at())
                && !c.exempt(Exemption.FIRST_PERSON)
                && !c.book.people().inAny(c.person, first.groups())
                && !c.book.people().inAny(c.person, first.exempt());
        return waits ? NOBODY_FIRST : null;
    }

    /** Those who have come before and still count. */
    static List<Member> before(Case c) {
        Resumed resumed = c.read.resumed();
        if (resumed != null) {
            return resumed.people();
        }
        Wait open = c.here().open();
        return open != null && open.kind() == Wait.Kind.PERSONS && c.read.live() && c.read.at() < open.until()
                ? open.people()
                : List.of();
    }

    /** Different people, one for each of the rule's lists. */
    static @Nullable Finding multiPerson(Case c) {
        PointInBook.MultiPerson rule = c.point().multiPerson();
        if (rule == null || c.exempt(Exemption.MULTI_PERSON) || c.read.resumed() != null) {
            return null;
        }
        List<Member> before = before(c);
        for (Member member : before) {
            if (member.person() == c.personKey) {
                return c.noting(NOT_THEM, rule.windowMillis());
            }
        }
        int[] people = new int[before.size() + 1];
        for (int i = 0; i < before.size(); i++) {
            people[i] = c.book.people().find(before.get(i).person());
        }
        people[before.size()] = c.person;
        boolean fits = people.length <= rule.groups().length
                && (rule.ordered() ? inOrder(c, rule, people) : fits(c, rule, people, 0, 0L));
        if (!fits) {
            return c.noting(NOT_THEM, rule.windowMillis());
        }
        return people.length < rule.groups().length ? c.noting(ONE_MORE, rule.windowMillis()) : null;
    }

    private static boolean inOrder(Case c, PointInBook.MultiPerson rule, int[] people) {
        for (int i = 0; i < people.length; i++) {
            if (!takes(c, rule.groups()[i], people[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether the people from {@code next} on find a list each among those that are not taken. */
    private static boolean fits(Case c, PointInBook.MultiPerson rule, int[] people, int next, long taken) {
        if (next == people.length) {
            return true;
        }
        for (int list = 0; list < rule.groups().length; list++) {
            if ((taken >>> list & 1) == 0
                    && takes(c, rule.groups()[list], people[next])
                    && fits(c, rule, people, next + 1, taken | 1L << list)) {
                return true;
            }
        }
        return false;
    }

    private static boolean takes(Case c, long[] groups, int person) {
        boolean anybody = true;
        for (long word : groups) {
            anybody &= word == 0;
        }
        return person >= 0 && (anybody || c.book.people().inAny(person, groups));
    }
}
