package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.DoorInBook;
import io.gatehouse.access.book.Keys;
import io.gatehouse.access.book.PointInBook;
import io.gatehouse.access.state.DoorMemory;
import io.gatehouse.access.state.Member;
import io.gatehouse.access.state.Passage;
import io.gatehouse.access.state.PointMemory;
import io.gatehouse.access.state.SiteState;
import io.gatehouse.access.state.Wait;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.DoorRules.FirstPersonWay;
import io.gatehouse.protocol.sitebook.Factor;
import io.gatehouse.protocol.sitebook.SiteRules;
import java.util.ArrayList;
import java.util.List;

/** What a verdict changes: this is the only place where a read moves the site's state. */
final class Commit {

    private static final long MINUTE_MILLIS = 60_000;
    /** From a grant to the passage's news, beyond the release time. */
    private static final long NEWS_MILLIS = 10_000;

    private final Site site;
    private final SiteState state;
    private final Read read;
    private final Verdict verdict;
    private final PointInBook point;
    private final DoorInBook door;
    private final PointMemory here;

    private Commit(Site site, SiteState state, Read read, Verdict verdict) {
        this.site = site;
        this.state = state;
        this.read = read;
        this.verdict = verdict;
        this.point = site.book().point(read.point());
        this.door = site.book().door(point.door());
        this.here = site.seats().point(read.point());
    }

    /** A read that is told later, or at no access point, changes nothing. */
    static void of(Site site, SiteState state, Read read, Verdict verdict) {
        if (!read.live() || read.point() == AccessBook.NOTHING) {
            return;
        }
        if (site.book().point(read.point()).door() == AccessBook.NOTHING) {
            return;
        }
        new Commit(site, state, read, verdict).commit();
    }

    private void commit() {
        if (read.fault() == null) {
            here.noteRead(read.debounceKey(), read.at());
        }
        switch (verdict.outcome()) {
            case GRANTED, GRANTED_DURESS, GRANTED_SOFT, GRANTED_EXTERNAL:
                grant();
                break;
            case PENDING:
                await();
                break;
            case DENIED:
                deny();
                break;
            case FREE_PASSAGE:
                freePassage();
                break;
            case MUSTERED:
                state.mustered(personKey(), point.areaTo(), read.at(), site.seats());
                break;
            case IGNORED_DUPLICATE, OBSERVED:
                break;
        }
    }

    private long personKey() {
        return verdict.person() == AccessBook.NOTHING ? 0 : site.book().people().key(verdict.person());
    }

    private Member member() {
        AccessBook book = site.book();
        int permit = book.permitOf(verdict.credential());
        int visit = book.visitOf(verdict.credential());
        return new Member(
                personKey(),
                read.refLow(),
                !book.credentials().plain(verdict.credential()),
                permit < 0 ? 0 : book.permit(permit).key(),
                visit < 0 ? 0 : book.visit(visit).key());
    }

    private void grant() {
        Case now = new Case(site, state, read);
        List<Member> people = new ArrayList<>(CompanyChecks.before(now));
        people.add(member());
        boolean accompanied = CompanyChecks.accompanied(now) && point.leadsIn();
        if (accompanied) {
            here.accompaniedOne();
        } else {
            here.granted(personKey(), read.at(), CompanyChecks.mayAccompany(now));
        }
        here.open(null);
        here.succeeded();
        state.succeeded(read.refLow());
        firstPerson(now);
        release(people);
    }

    private void release(List<Member> people) {
        boolean slow = site.book().people().extendedTime(verdict.person());
        long until =
                read.at() + door.door().releaseMillis() + (slow ? door.rules().extendedMillis() : 0);
        Passage passage = passage(people, until + NEWS_MILLIS);
        if (door.interlocked().length > 0 || door.rules().sensesPassage()) {
            site.seats().door(door.number()).released(until);
        }
        if (door.rules().sensesPassage()) {
            site.seats().door(door.number()).expect(passage);
        } else if (moves(people)) {
            state.passed(passage, read.at());
        }
    }

    /** Whether there is anything to remember: most doors divide no areas and most cards are plain. */
    private boolean moves(List<Member> people) {
        if (point.areaFrom() != point.areaTo() || point.passback() != null || point.named()) {
            return true;
        }
        return people.stream().anyMatch(member -> member.counts() || member.visit() != 0);
    }

    private Passage passage(List<Member> people, long until) {
        return new Passage(
                site.seats(),
                point.number(),
                Keys.of(point.id()),
                point.areaFrom(),
                point.areaTo(),
                point.leadsIn(),
                point.leadsIn() && point.areaFrom() == AccessBook.NOTHING,
                people,
                until);
    }

    private void firstPerson(Case now) {
        DoorInBook.FirstPerson first = door.firstPerson();
        boolean counts = first != null
                && point.leadsIn()
                && !verdict.duress()
                && site.book().people().inAny(verdict.person(), first.groups());
        if (first == null || !counts) {
            return;
        }
        DoorMemory memory = site.seats().door(door.number());
        if (first.way() == FirstPersonWay.REMAIN_OPEN) {
            memory.remainOpen(read.at() + first.minutes() * MINUTE_MILLIS);
        } else {
            memory.firstPerson(endOfInterval(now, first.way()));
        }
        state.changed();
    }

    /** The first person counts until the hours end for which the others wait. */
    private long endOfInterval(Case now, FirstPersonWay way) {
        int schedule = way == FirstPersonWay.UNLOCK_SCHEDULE
                ? door.unlockSchedule()
                : site.book().rightUnder(point.number(), verdict.credential(), now.moment);
        boolean runs = schedule != AccessBook.NOTHING && site.book().runs(schedule, now.moment);
        return runs ? site.book().endOfInterval(schedule, read.at()) : read.at();
    }

    private void await() {
        SiteRules.Policies policies = site.book().policies();
        switch (verdict.reason()) {
            case FACTOR_REQUIRED:
                here.open(wait(Wait.Kind.FACTORS, List.of(), read.at() + policies.factorSeconds() * 1_000L));
                break;
            case SECOND_PERSON_REQUIRED:
                awaitPeople();
                break;
            case VERIFICATION_REQUIRED, SEARCH_REQUIRED:
                here.asked(wait(Wait.Kind.ANSWER, before(), verdict.detail()));
                here.open(null);
                break;
            case AUTHORIZATION_DELAYED:
                here.asked(wait(Wait.Kind.DELAY, before(), verdict.detail()));
                here.open(null);
                break;
            default:
                break;
        }
    }

    private List<Member> before() {
        return CompanyChecks.before(new Case(site, state, read));
    }

    /** The time runs from the first of them. */
    private void awaitPeople() {
        Wait open = here.open();
        List<Member> people = new ArrayList<>(before());
        boolean goesOn = open != null && !people.isEmpty();
        people.add(member());
        here.open(
                wait(Wait.Kind.PERSONS, people, goesOn && open != null ? open.until() : read.at() + verdict.detail()));
    }

    private Wait wait(Wait.Kind kind, List<Member> people, long until) {
        return new Wait(
                kind,
                read.refHigh(),
                read.refLow(),
                personKey(),
                verdict.given(),
                verdict.duress(),
                people,
                until,
                site.book().version());
    }

    /** A wrong attempt counts against the credential it was made with, and where there is none against the reader. */
    private void deny() {
        SiteRules.Policies policies = site.book().policies();
        long lockMillis = policies.lockoutSeconds() * 1_000L;
        int most = policies.maxFailures();
        ReasonCode reason = verdict.duress() ? ReasonCode.OTHER : verdict.reason();
        switch (reason) {
            case PIN_INVALID, FACTOR_MISMATCH, LIVENESS_FAILED:
                state.failed(read.refLow(), most, read.at(), lockMillis);
                break;
            case SIGNATURE_INVALID:
                here.failed(most, read.at(), lockMillis);
                state.changed();
                break;
            case CREDENTIAL_UNKNOWN:
                if (typed(read.factor())) {
                    here.failed(most, read.at(), lockMillis);
                    state.changed();
                }
                break;
            case FACTOR_TIMEOUT:
                here.open(null);
                break;
            default:
                break;
        }
    }

    /** Codes can be guessed at the reader; cards that nobody knows are only lost ones. */
    private static boolean typed(Factor factor) {
        return factor == Factor.PIN || factor == Factor.TEMP_CODE || factor == Factor.QR_CODE;
    }

    /** Who reads at an open door is where it leads; a second read of a first person ends what the first began. */
    private void freePassage() {
        if (verdict.person() == AccessBook.NOTHING) {
            return;
        }
        DoorInBook.FirstPerson first = door.firstPerson();
        DoorMemory memory = site.seats().door(door.number());
        if (first != null
                && first.way() == FirstPersonWay.REMAIN_OPEN
                && memory.remainsOpenAt(read.at())
                && site.book().people().inAny(verdict.person(), first.groups())) {
            memory.remainOpen(read.at());
            state.changed();
        }
        List<Member> people = List.of(member());
        if (moves(people)) {
            state.passed(passage(people, read.at()), read.at());
        }
    }
}
