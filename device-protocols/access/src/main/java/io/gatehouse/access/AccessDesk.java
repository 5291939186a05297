package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.DoorInBook;
import io.gatehouse.access.book.Guest;
import io.gatehouse.access.book.Keys;
import io.gatehouse.access.state.DoorMemory;
import io.gatehouse.access.state.Passage;
import io.gatehouse.access.state.PointMemory;
import io.gatehouse.access.state.SiteState;
import io.gatehouse.access.state.Wait;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import io.gatehouse.protocol.sitebook.SiteBook.DoorMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides about reads with the book in force and commits what follows; hears of passages and doors; carries orders out.
 * For one thread: the state's.
 */
public final class AccessDesk {

    private static final long FORGET_EVERY_MILLIS = 60_000;
    private static final int MOST_GUESTS = 1_000;

    private final SiteState state;
    private final Duration duplicates;
    private @Nullable Site site;
    private @Nullable Site before;
    private long forgottenAt;
    /** By the second half of their reference: what they began may wait for a PIN or an answer. */
    private final Map<Long, Guest> guests = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Guest> eldest) {
            return size() > MOST_GUESTS;
        }
    };

    /** @param duplicates how long a second read is the same one, for books that say nothing about it */
    public AccessDesk(SiteState state, Duration duplicates) {
        this.state = state;
        this.duplicates = duplicates;
    }

    /** A decision with the book that made it. */
    public record Ruling(Site site, Read read, Verdict verdict) {}

    /** Takes a book into force. What was begun under the one before ends under it. */
    public void use(AccessBook book) {
        before = site;
        site = Site.of(book, state, duplicates.toMillis());
    }

    public Optional<Site> site() {
        return Optional.ofNullable(site);
    }

    public SiteState state() {
        return state;
    }

    private Site inForce() {
        if (site == null) {
            throw new IllegalStateException("there is no site book");
        }
        return site;
    }

    /** Decides and commits. The read's numbers are of the book in force. */
    public Ruling present(Read read) {
        Ruling ruling = ask(read);
        Commit.of(ruling.site(), state, ruling.read(), ruling.verdict());
        return ruling;
    }

    /** The same for somebody who is not in the book; the read carries their reference. */
    public Ruling present(Read read, Guest guest) {
        guests.put(read.refLow(), guest);
        return present(read);
    }

    /** Decides only: the answer to "what if". */
    public Ruling ask(Read read) {
        Guest guest = guests.isEmpty() ? null : guests.get(read.refLow());
        Site by = guest == null ? siteFor(read) : inForce().with(guest);
        Read asked = guest != null || by == inForce() ? read : atPoint(read, by);
        return new Ruling(by, asked, AccessEngine.decide(by, state, asked));
    }

    private Read atPoint(Read read, Site by) {
        int point = by.book().pointNumber(inForce().book().point(read.point()).id());
        return new Read(
                point,
                read.refHigh(),
                read.refLow(),
                read.factor(),
                read.pin(),
                read.match(),
                read.fault(),
                read.at(),
                read.timeTrusted(),
                read.live(),
                read.chance(),
                read.resumed());
    }

    /** A card that was shown under the book before may still be followed by its PIN, unless the new book revokes it. */
    private Site siteFor(Read read) {
        Site now = inForce();
        Site old = before;
        if (old == null || read.point() == AccessBook.NOTHING || !read.live()) {
            return now;
        }
        Wait open = now.seats().point(read.point()).open();
        boolean goesOn = open != null
                && open.version() == old.book().version()
                && read.at() < open.until()
                && (open.kind() == Wait.Kind.PERSONS || open.refLow() == read.refLow());
        if (!goesOn || old.book().pointNumber(now.book().point(read.point()).id()) == AccessBook.NOTHING) {
            return now;
        }
        int credential = now.book().credentials().find(read.refHigh(), read.refLow());
        boolean stillGood = credential != AccessBook.NOTHING
                && now.book().credentials().state(credential) == CredentialState.ENABLED
                && personGood(now.book(), credential);
        return stillGood ? old : now;
    }

    private static boolean personGood(AccessBook book, int credential) {
        int person = book.credentials().person(credential);
        return person != AccessBook.NOTHING && book.people().active(person);
    }

    /** What the point waits for from its reader now, such as a PIN; a PIN that comes alone belongs to it. */
    public Optional<Wait> awaited(int point) {
        return Optional.ofNullable(inForce().seats().point(point).open());
    }

    /**
     * The answer of a host or an operator to what an access point asked.
     *
     * @return the decision, or nothing when nothing is asked there (any more)
     */
    public Optional<Ruling> answered(int point, boolean approved, long at) {
        Resumed.Answer answer = approved ? Resumed.Answer.APPROVED : Resumed.Answer.REFUSED;
        PointMemory here = inForce().seats().point(point);
        Wait asked = here.asked();
        if (asked == null || asked.kind() != Wait.Kind.ANSWER || at >= asked.until()) {
            return Optional.empty();
        }
        return Optional.of(resume(point, here, asked, answer, at));
    }

    private Ruling resume(int point, PointMemory here, Wait asked, Resumed.Answer answer, long at) {
        here.asked(null);
        Resumed resumed = new Resumed(answer, asked.given(), asked.duress(), asked.people());
        return present(Read.of(point, asked.refHigh(), asked.refLow(), at).resumed(resumed, at));
    }

    /** Ends what has waited long enough: answers that did not come, delays that are over. Call about once a second. */
    public List<Ruling> tick(long at) {
        List<Ruling> over = new ArrayList<>();
        Site now = site;
        if (now == null) {
            return over;
        }
        for (int point = 0; point < now.book().points(); point++) {
            PointMemory here = now.seats().point(point);
            Wait asked = here.asked();
            if (asked != null && at >= asked.until()) {
                Resumed.Answer answer =
                        asked.kind() == Wait.Kind.DELAY ? Resumed.Answer.WAITED : Resumed.Answer.TIMED_OUT;
                over.add(resume(point, here, asked, answer, at));
            }
        }
        if (at - forgottenAt >= FORGET_EVERY_MILLIS) {
            forgottenAt = at;
            forgetWhereDoorsStandOpen(now, at);
        }
        return over;
    }

    /** People pass there without a read: nobody knows who. */
    private void forgetWhereDoorsStandOpen(Site now, long at) {
        for (int point = 0; point < now.book().points(); point++) {
            int door = now.book().point(point).door();
            boolean matters = door != AccessBook.NOTHING
                    && now.book().point(point).passback() != null
                    && LifeSafetyChecks.standsOpen(
                            now.book(), now.book().door(door), now.seats().door(door), at);
            if (matters) {
                forgetAround(now, point, at);
            }
        }
    }

    private void forgetAround(Site now, int point, long at) {
        state.forget(now.book().point(point).areaFrom(), at, now.seats());
        state.forget(now.book().point(point).areaTo(), at, now.seats());
    }

    /** Somebody went through a lane: the oldest grant of the door is used. */
    public void passageTaken(int door, long at) {
        take(inForce().seats().door(door), at, false);
    }

    /** Nobody went through: the grant is not used and nothing changes. */
    public void passageNotTaken(int door) {
        inForce().seats().door(door).notTaken();
    }

    /** A door's contact opened: whoever was granted goes through together. */
    public void doorOpened(int door, long at) {
        DoorMemory memory = inForce().seats().door(door);
        memory.contact(DoorMemory.Contact.OPEN);
        take(memory, at, true);
    }

    private void take(DoorMemory memory, long at, boolean all) {
        for (Passage passage : memory.taken(at, all)) {
            state.passed(passage, at);
        }
    }

    public void doorClosed(int door) {
        inForce().seats().door(door).contact(DoorMemory.Contact.CLOSED);
    }

    /** Somebody went through without a grant: who is on either side is not known any more. */
    public void doorForced(int door, long at) {
        Site now = inForce();
        now.seats().door(door).contact(DoorMemory.Contact.OPEN);
        for (int point = 0; point < now.book().points(); point++) {
            if (now.book().point(point).door() == door) {
                forgetAround(now, point, at);
            }
        }
    }

    public void readerTampered(int point, boolean tampered) {
        inForce().seats().point(point).tampered(tampered);
        state.changed();
    }

    /** The doors that stand open now by their hours, by an order, by their first person or by fire; not by their book. */
    public List<DoorInBook> heldOpen(long at) {
        Site now = inForce();
        return IntStream.range(0, now.book().doors())
                .filter(door -> holds(now, now.book().door(door), now.seats().door(door), at))
                .mapToObj(now.book()::door)
                .toList();
    }

    private boolean holds(Site now, DoorInBook door, DoorMemory memory, long at) {
        boolean byItsBook =
                memory.order() == DoorMemory.Order.NONE && door.door().mode() != DoorMode.LOCKED;
        return state.burns(door.rules().fireZone())
                || !byItsBook && LifeSafetyChecks.standsOpen(now.book(), door, memory, at);
    }

    /** Nobody knows how the door stands: its contact is not to be believed. */
    public void contactUnknown(int door) {
        inForce().seats().door(door).contact(DoorMemory.Contact.UNKNOWN);
    }

    /** Carries an order out; nothing when it is done, else why not. */
    public Optional<String> order(SiteOrder order, long at) {
        return new Orders(inForce(), state, at).carryOut(order);
    }

    /**
     * Visitors whose passes are over: where they were is forgotten, or an area would be full of them for ever. During a
     * roll call nobody is.
     */
    public void gone(List<String> visitors) {
        if (!visitors.isEmpty() && !state.mustering()) {
            state.gone(
                    visitors.stream().mapToLong(Keys::of).toArray(), inForce().seats());
        }
    }

    /** How many people are in an area or in one within it. */
    public int peopleIn(String area) {
        int number = inForce().book().areaNumber(area);
        return number == AccessBook.NOTHING
                ? 0
                : state.whereabouts().people(number, inForce().seats());
    }

    /** The area that somebody is in by the record, or nothing when it is not known or outside. */
    public Optional<String> whereIs(String person) {
        int place = state.whereabouts().find(Keys.of(person));
        int area = place < 0
                ? AccessBook.NOTHING
                : state.whereabouts().area(place, inForce().seats());
        return area == AccessBook.NOTHING
                ? Optional.empty()
                : Optional.of(inForce().book().area(area).id());
    }
}
