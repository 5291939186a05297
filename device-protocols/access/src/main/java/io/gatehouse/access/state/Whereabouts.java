package io.gatehouse.access.state;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.Keys;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Who is in which area, when they came, and how many are in each. Nobody is anywhere until they have been seen: unknown
 * is not outside.
 */
public final class Whereabouts {

    static final int OUTSIDE = -1;
    private static final int MOST_MARKS = 1 << 20;
    private static final long MARKS_LIVE_MILLIS = 48L * 3_600_000;

    /** By person: the area's seat, and when they came there. */
    private final LongTable places = new LongTable();
    /** By person and access point or area: when they last passed. */
    private final LongTable marks = new LongTable();
    /** By person: when they were forgiven. */
    private final LongTable forgiven = new LongTable();

    private final Seats<AreaMemory> areas;
    private long allForgottenAt = Long.MIN_VALUE;

    Whereabouts(Seats<AreaMemory> areas) {
        this.areas = areas;
    }

    /** The place of what is known about a person, to ask the next two questions with; below 0 nothing is. */
    public int find(long person) {
        return places.find(person);
    }

    /** The number of the area that somebody is in, {@link AccessBook#NOTHING} outside. */
    public int area(int place, SeatedBook book) {
        return book.areaNumber((int) places.first(place));
    }

    public long since(int place) {
        return places.second(place);
    }

    /** Whether what is known about somebody who goes between these areas still counts. */
    public boolean counts(long person, int place, int from, int to, SeatedBook book) {
        long since = places.second(place);
        return since > allForgottenAt
                && since > forgottenAt(from, book)
                && since > forgottenAt(to, book)
                && (forgiven.size() == 0 || since > forgiven.second(person, Long.MIN_VALUE));
    }

    private long forgottenAt(int area, SeatedBook book) {
        return area == AccessBook.NOTHING ? Long.MIN_VALUE : areas.at(book.areaSeat(area)).forgottenAt;
    }

    /** When the person last passed what the key is of, or {@link Long#MIN_VALUE}; forgiven passages do not count. */
    public long lastPassed(long person, long key) {
        long at = marks.second(Keys.of(person, key), Long.MIN_VALUE);
        boolean counts = at > allForgottenAt && at > forgiven.second(person, Long.MIN_VALUE);
        return counts ? at : Long.MIN_VALUE;
    }

    void mark(long person, long key, long at) {
        if (marks.size() >= MOST_MARKS) {
            marks.keepFrom(at - MARKS_LIVE_MILLIS);
        }
        marks.put(Keys.of(person, key), 0, at);
    }

    /** How many people are in the area or in one within it. */
    public int people(int area, SeatedBook book) {
        return areas.at(book.areaSeat(area)).people;
    }

    void move(long person, int to, long at, SeatedBook book) {
        int place = places.find(person);
        int from = place < 0 ? AccessBook.NOTHING : area(place, book);
        count(from, -1, book);
        count(to, 1, book);
        places.put(person, book.areaSeat(to), at);
    }

    private void count(int area, int by, SeatedBook book) {
        for (int a = area; a != AccessBook.NOTHING; a = book.book().area(a).parent()) {
            areas.at(book.areaSeat(a)).people += by;
        }
    }

    void gone(long[] people, SeatedBook book) {
        for (long person : people) {
            int place = places.find(person);
            if (place >= 0) {
                count(area(place, book), -1, book);
            }
        }
        places.leaveOut(people);
    }

    /** Counts anew, for a book with other areas. */
    void recount(SeatedBook book) {
        areas.all().forEach(area -> area.people = 0);
        places.each((person, seat, since) -> count(book.areaNumber((int) seat), 1, book));
    }

    void forgive(long person, long at) {
        forgiven.put(person, 0, at);
    }

    void forget(int area, long at, SeatedBook book) {
        areas.at(book.areaSeat(area)).forgottenAt = at;
    }

    /** Nobody's whereabouts count any more; who was where is still known, for a roll call. */
    void forgetAll(long at) {
        allForgottenAt = at;
    }

    /** Everybody is gone. */
    void clear() {
        places.clear();
        areas.all().forEach(area -> area.people = 0);
    }

    /** As it is now, for the disk. */
    Copy copy() {
        return new Copy(allForgottenAt, List.of(places.copy(), marks.copy(), forgiven.copy()));
    }

    /** What was known at one moment. */
    record Copy(long allForgottenAt, List<LongTable> tables) {

        int length() {
            return Long.BYTES + tables.stream().mapToInt(LongTable::length).sum();
        }

        void write(ByteBuffer out) {
            out.putLong(allForgottenAt);
            tables.forEach(table -> table.write(out));
        }
    }

    void read(DataInputStream in) throws IOException {
        allForgottenAt = in.readLong();
        places.read(in);
        marks.read(in);
        forgiven.read(in);
    }
}
