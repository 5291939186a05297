package io.gatehouse.access.state;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.Keys;
import io.gatehouse.access.book.PointInBook;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a site remembers between reads. Decisions only read it; it changes when a verdict is committed, when a device
 * tells of a passage or a contact, and by orders. For one thread.
 */
public final class SiteState {

    final Seats<PointMemory> points = new Seats<>(PointMemory::new);
    final Seats<DoorMemory> doors = new Seats<>(DoorMemory::new);
    final Seats<AreaMemory> areas = new Seats<>(AreaMemory::new);
    final Whereabouts whereabouts = new Whereabouts(areas);
    final Map<Long, CredentialMemory> credentials = new HashMap<>();
    final Map<Long, Integer> entries = new HashMap<>();
    final Map<Long, Set<Long>> permits = new HashMap<>();
    final Set<String> fires = new HashSet<>();

    @Nullable
    String threatLevel;

    boolean mustering;
    private boolean peerLost;
    private long changes;

    /** Takes a book in: its points, doors and areas keep what is remembered about them. */
    public SeatedBook seat(AccessBook book) {
        SeatedBook seated = new SeatedBook(book, points, doors, areas);
        whereabouts.recount(seated);
        return seated;
    }

    public Whereabouts whereabouts() {
        return whereabouts;
    }

    /** Nothing when there is nothing to remember. */
    public @Nullable CredentialMemory credential(long refLow) {
        return credentials.isEmpty() ? null : credentials.get(refLow);
    }

    public int entriesOf(long visit) {
        return entries.getOrDefault(visit, 0);
    }

    /** How many people of a permit are inside, without this person. */
    public int insideOf(long permit, long person) {
        Set<Long> inside = permits.get(permit);
        return inside == null ? 0 : inside.size() - (inside.contains(person) ? 1 : 0);
    }

    /** Whether one of these fire zones has an alarm. */
    public boolean burns(List<String> zones) {
        if (fires.isEmpty()) {
            return false;
        }
        for (String zone : zones) {
            if (fires.contains(zone)) {
                return true;
            }
        }
        return false;
    }

    public @Nullable String threatLevel() {
        return threatLevel;
    }

    /** Nothing burns, nobody musters, and there is no threat level. */
    public boolean calm() {
        return fires.isEmpty() && !mustering && threatLevel == null;
    }

    public boolean mustering() {
        return mustering;
    }

    /** A gateway that knows about shared areas is out of reach. */
    public boolean peerLost() {
        return peerLost;
    }

    public void peerLost(boolean now) {
        peerLost = now;
    }

    /** Grows with every change that must survive a restart. */
    public long changes() {
        return changes;
    }

    /** Something changed that must survive a restart. */
    public void changed() {
        changes++;
    }

    /** Somebody went through: only now they are elsewhere, and a use is a use. */
    public void passed(Passage passage, long at) {
        changes++;
        SeatedBook book = passage.book();
        for (Member member : passage.people()) {
            if (member.person() != 0) {
                move(member, passage, at);
            }
            if (passage.entering() && member.counts()) {
                credentials
                        .computeIfAbsent(member.credential(), c -> new CredentialMemory())
                        .used(at, book.book().date(at).toEpochDay());
            }
            if (passage.fromOutside() && member.visit() != 0) {
                entries.merge(member.visit(), 1, Integer::sum);
            }
        }
    }

    private void move(Member member, Passage passage, long at) {
        SeatedBook book = passage.book();
        PointInBook point = book.book().point(passage.point());
        if (passage.from() != passage.to()) {
            whereabouts.move(member.person(), passage.to(), at, book);
            if (member.permit() != 0) {
                Set<Long> inside = permits.computeIfAbsent(member.permit(), p -> new HashSet<>());
                if (passage.to() == AccessBook.NOTHING) {
                    inside.remove(member.person());
                } else {
                    inside.add(member.person());
                }
            }
        }
        if (point.passback() != null || point.named()) {
            whereabouts.mark(member.person(), passage.pointKey(), at);
            if (passage.to() != AccessBook.NOTHING) {
                whereabouts.mark(
                        member.person(), Keys.of(book.book().area(passage.to()).id()), at);
            }
        }
    }

    /** Counts a wrong attempt with a credential; answers whether it is locked out now. */
    public boolean failed(long refLow, int most, long at, long lockMillis) {
        changes++;
        return credentials.computeIfAbsent(refLow, c -> new CredentialMemory()).failed(most, at, lockMillis);
    }

    /** A right attempt takes wrong ones back. */
    public void succeeded(long refLow) {
        CredentialMemory memory = credential(refLow);
        if (memory != null) {
            memory.succeeded();
        }
    }

    public void unlockCredential(long refLow) {
        changes++;
        CredentialMemory memory = credential(refLow);
        if (memory != null) {
            memory.unlock();
        }
    }

    /** Where the person is no longer counts: their next read sets it right. */
    public void forgive(long person, long at) {
        changes++;
        whereabouts.forgive(person, at);
    }

    /** Nothing is remembered of where these people are. */
    public void gone(long[] people, SeatedBook book) {
        changes++;
        whereabouts.gone(people, book);
    }

    /** Where the people are who are in this area, or who go there next, no longer counts. */
    public void forget(int area, long at, SeatedBook book) {
        changes++;
        if (area != AccessBook.NOTHING) {
            whereabouts.forget(area, at, book);
        }
    }

    /** Nobody's whereabouts count: after a fire, an outage, or by order. */
    public void forgetAll(long at) {
        changes++;
        whereabouts.forgetAll(at);
    }

    /** A fire input. While it is on its doors are free; when the last one goes off, nobody is known to be anywhere. */
    public void fire(String zone, boolean on, long at) {
        changes++;
        boolean before = !fires.isEmpty();
        if (on) {
            fires.add(zone);
        } else {
            fires.remove(zone);
        }
        whereabouts.forgetAll(at);
        if (before && fires.isEmpty()) {
            whereabouts.clear();
            permits.clear();
        }
    }

    public void threatLevel(@Nullable String level) {
        changes++;
        threatLevel = level;
    }

    public void mustering(boolean now) {
        changes++;
        mustering = now;
    }

    /** Somebody was counted as safe. */
    public void mustered(long person, int area, long at, SeatedBook book) {
        placed(person, area, at, book);
    }

    /** Somebody is in an area, or outside, without a read that says so: for the question what then would be. */
    public void placed(long person, int area, long at, SeatedBook book) {
        changes++;
        whereabouts.move(person, area, at, book);
    }
}
