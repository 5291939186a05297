package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.Guest;
import io.gatehouse.access.state.SeatedBook;
import io.gatehouse.access.state.SiteState;
import io.gatehouse.protocol.sitebook.SiteRules;

/** A book in force over a site's state, and which rules have anything to ask at which access point. */
public final class Site {

    private final SeatedBook seats;
    private final long duplicateMillis;
    private final long[] asked;
    private final int[] usual;

    private Site(SeatedBook seats, Site like) {
        this.seats = seats;
        this.duplicateMillis = like.duplicateMillis;
        this.asked = like.asked;
        this.usual = like.usual;
    }

    /** The same site for somebody who is not in its book. */
    Site with(Guest guest) {
        return new Site(seats.with(book().with(guest)), this);
    }

    private Site(SeatedBook seats, long duplicateMillis) {
        this.seats = seats;
        this.duplicateMillis = duplicateMillis;
        AccessBook book = seats.book();
        this.asked = new long[book.points()];
        this.usual = new int[book.points()];
        int everywhere = Usual.everywhere(book);
        for (int point = 0; point < asked.length; point++) {
            asked[point] = AccessRules.askedAt(book, point);
            usual[point] = Usual.at(book, point) | everywhere;
        }
    }

    /** Takes a book into force over the state. On the state's thread; a few milliseconds. */
    public static Site of(AccessBook book, SiteState state) {
        return of(book, state, book.policies().duplicateMillis());
    }

    /** @param duplicateMillis for a book that says nothing about it */
    static Site of(AccessBook book, SiteState state, long duplicateMillis) {
        SiteRules.Policies own = book.ownPolicies();
        return new Site(state.seat(book), own == null ? duplicateMillis : own.duplicateMillis());
    }

    public AccessBook book() {
        return seats.book();
    }

    public SeatedBook seats() {
        return seats;
    }

    long duplicateMillis() {
        return duplicateMillis;
    }

    long askedAt(int point) {
        return asked[point];
    }

    /** What is as usual there while the book is in force, as bits of {@link Usual}. */
    int usualAt(int point) {
        return usual[point];
    }
}
