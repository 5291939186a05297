package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.AreaInBook;
import io.gatehouse.access.book.Keys;
import io.gatehouse.access.book.PointInBook;
import io.gatehouse.access.state.DoorMemory;
import io.gatehouse.access.state.SeatedBook;
import io.gatehouse.access.state.Whereabouts;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.PersonRules.Exemption;
import io.gatehouse.protocol.sitebook.PointRules;
import org.jspecify.annotations.Nullable;

/** Steps 14, 15 and 17: where the person is, how many are there already, and what the other doors do. */
final class AreaChecks {

    private static final Finding PASSBACK = Finding.denied(ReasonCode.PASSBACK);
    private static final Finding TIMED = Finding.denied(ReasonCode.PASSBACK_TIMED);
    private static final Finding STATE_UNKNOWN = Finding.denied(ReasonCode.PASSBACK_STATE_UNKNOWN);
    private static final Finding ELSEWHERE = Finding.denied(ReasonCode.PASSBACK_UNEXPECTED_LOCATION);
    private static final Finding FULL = Finding.denied(ReasonCode.OCCUPANCY_MAX);
    private static final Finding ALONE = Finding.denied(ReasonCode.OCCUPANCY_MIN);
    private static final Finding INTERLOCK = Finding.denied(ReasonCode.INTERLOCK);

    private AreaChecks() {}

    /**
     * Somebody of whom nothing is known is let through once; that sets it right. Where the other gateway of a shared area is
     * out of reach and the site does not want to be lenient then, nobody can say.
     */
    static @Nullable Finding passback(Case c) {
        PointInBook.Passback rule = c.point().passback();
        if (rule == null || c.exempt(Exemption.PASSBACK)) {
            return null;
        }
        if (rule.schedule() != AccessBook.NOTHING && !c.book.runs(rule.schedule(), c.moment)) {
            return null;
        }
        if (rule.kind() == PointRules.PassbackKind.AREA && c.state.peerLost() && hard(c, rule.hard())) {
            return STATE_UNKNOWN;
        }
        Finding found = switch (rule.kind()) {
            case AREA -> byArea(c, rule);
            case READER_PAIR -> byPair(c, rule);
            case TIMED -> byTime(c, rule);
        };
        if (found == null || hard(c, rule.hard())) {
            return found;
        }
        return c.mark(ReasonCode.GRANTED_SOFT_PASSBACK);
    }

    private static boolean hard(Case c, boolean rule) {
        return rule && !(c.policies.failSoft() && c.state.peerLost());
    }

    private static @Nullable Finding byArea(Case c, PointInBook.Passback rule) {
        Whereabouts where = c.state.whereabouts();
        SeatedBook seats = c.site.seats();
        int from = c.point().areaFrom();
        int to = c.point().areaTo();
        int place = c.place();
        if (place < 0 || !where.counts(c.personKey, place, from, to, seats)) {
            return null;
        }
        long since = where.since(place);
        boolean forgiven = rule.millis() > 0 && c.read.at() - since >= rule.millis();
        if (forgiven || reset(c, from, since) || reset(c, to, since)) {
            return null;
        }
        int now = where.area(place, seats);
        if (now == from) {
            return null;
        }
        boolean there = to == AccessBook.NOTHING ? now == to : c.book.within(now, to) && !c.book.within(from, to);
        return there || now == to ? PASSBACK : ELSEWHERE;
    }

    /** Whether the time of day at which an area forgets has come since. */
    private static boolean reset(Case c, int area, long since) {
        if (area == AccessBook.NOTHING) {
            return false;
        }
        int minute = c.book.area(area).resetMinute();
        return minute != AccessBook.NOTHING && since < c.book.lastTime(minute, c.read.at());
    }

    private static @Nullable Finding byPair(Case c, PointInBook.Passback rule) {
        Whereabouts where = c.state.whereabouts();
        long here = where.lastPassed(c.personKey, Keys.of(c.point().id()));
        if (here == Long.MIN_VALUE || rule.millis() > 0 && c.read.at() - here >= rule.millis()) {
            return null;
        }
        for (int other : rule.pairs()) {
            if (where.lastPassed(c.personKey, Keys.of(c.book.point(other).id())) > here) {
                return null;
            }
        }
        return PASSBACK;
    }

    private static @Nullable Finding byTime(Case c, PointInBook.Passback rule) {
        Whereabouts where = c.state.whereabouts();
        int to = c.point().areaTo();
        long last = where.lastPassed(c.personKey, Keys.of(c.point().id()));
        if (to != AccessBook.NOTHING) {
            last = Math.max(
                    last, where.lastPassed(c.personKey, Keys.of(c.book.area(to).id())));
        }
        boolean recent = last != Long.MIN_VALUE && c.read.at() < last + rule.millis();
        return recent ? c.noting(TIMED, last + rule.millis()) : null;
    }

    /** The area that the person is in by the record, else the one that the access point leads from. */
    private static int from(Case c) {
        int place = c.place();
        return place < 0 ? c.point().areaFrom() : c.state.whereabouts().area(place, c.site.seats());
    }

    /** Who is in already does not make it fuller. */
    static @Nullable Finding notFull(Case c) {
        if (c.exempt(Exemption.OCCUPANCY_CHECK)) {
            return null;
        }
        int coming = CompanyChecks.before(c).size() + 1;
        int place = c.place();
        int from = place < 0 ? AccessBook.NOTHING : from(c);
        for (int a = c.point().areaTo();
                a != AccessBook.NOTHING;
                a = c.book.area(a).parent()) {
            AreaInBook area = c.book.area(a);
            boolean comes = from == AccessBook.NOTHING || !c.book.within(from, a);
            if (area.most() != Integer.MAX_VALUE
                    && comes
                    && (long) c.state.whereabouts().people(a, c.site.seats()) + coming > area.most()) {
                if (hard(c, area.hard())) {
                    return c.noting(FULL, a);
                }
                return c.mark(ReasonCode.GRANTED_SOFT_OCCUPANCY);
            }
        }
        return null;
    }

    /** Nobody comes in alone, and nobody leaves somebody alone. */
    static @Nullable Finding notAlone(Case c) {
        if (c.exempt(Exemption.OCCUPANCY_CHECK)) {
            return null;
        }
        int together = CompanyChecks.before(c).size() + 1;
        int alone = enteringAlone(c, together);
        if (alone == AccessBook.NOTHING) {
            alone = leavingAlone(c, together);
        }
        if (alone == AccessBook.NOTHING) {
            return null;
        }
        return hard(c, c.book.area(alone).hard()) ? c.noting(ALONE, alone) : c.mark(ReasonCode.GRANTED_SOFT_OCCUPANCY);
    }

    /** At a point where several must come together, that rule says how many; the first of them is not alone. */
    private static int enteringAlone(Case c, int together) {
        PointInBook.MultiPerson many = c.point().multiPerson();
        int coming = many == null ? together : Math.max(together, many.groups().length);
        int from = from(c);
        for (int a = c.point().areaTo();
                a != AccessBook.NOTHING;
                a = c.book.area(a).parent()) {
            boolean comes = from == AccessBook.NOTHING || !c.book.within(from, a);
            int least = c.book.area(a).least();
            if (least > 0 && comes && c.state.whereabouts().people(a, c.site.seats()) + coming < least) {
                return a;
            }
        }
        return AccessBook.NOTHING;
    }

    private static int leavingAlone(Case c, int together) {
        PointInBook.MultiPerson many = c.point().multiPerson();
        int going = many == null ? together : Math.max(together, many.groups().length);
        int to = c.point().areaTo();
        for (int a = from(c); a != AccessBook.NOTHING; a = c.book.area(a).parent()) {
            boolean goes = to == AccessBook.NOTHING || !c.book.within(to, a);
            int least = c.book.area(a).least();
            int left = c.state.whereabouts().people(a, c.site.seats()) - going;
            if (least > 0 && goes && left > 0 && left < least) {
                return a;
            }
        }
        return AccessBook.NOTHING;
    }

    /** All other doors of the interlock are closed and locked; one of which nothing is known is not. */
    static @Nullable Finding interlock(Case c) {
        for (int other : c.door().interlocked()) {
            DoorMemory door = c.site.seats().door(other);
            boolean open = LifeSafetyChecks.standsOpen(c.book, c.book.door(other), door, c.read.at());
            if (open || !door.shutAt(c.read.at())) {
                return c.noting(INTERLOCK, other);
            }
        }
        return null;
    }
}
