package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.DoorInBook;
import io.gatehouse.access.book.PersonBits;
import io.gatehouse.access.book.PointInBook;
import io.gatehouse.access.state.PointMemory;
import io.gatehouse.protocol.sitebook.PointRules;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import io.gatehouse.protocol.sitebook.SiteBook.DoorMode;

/**
 * What is as usual about a read: nearly everything nearly always. To find that out costs a look at a few words in memory;
 * to ask each rule costs a call and whatever it looks at.
 */
enum Usual {
    /** Nothing burns, nobody musters, there is no threat level. */
    SITE,
    /** The access point has a door, is enabled, asks nobody and makes nobody wait. */
    POINT,
    /** Nobody has tampered with the reader, it is not locked out, and it waits for nothing. */
    READER,
    /** The door is locked by its book, has no hours of being open, and nobody has ordered otherwise. */
    DOOR,
    /** Well formed, no face or finger, nothing compared was wrong, and it has not waited for anything. */
    READ,
    /** Known, somebody's, enabled, within its time, and nothing is special about it. */
    CREDENTIAL,
    /** Nothing is remembered of the credential. */
    HISTORY,
    /** In order, at any time. */
    PERSON,
    /** No rule pack is for people of this type. */
    TYPE,
    /** Nobody has to come along, and nobody has to be asked. */
    COMPANY,
    /** No area that the access point leads into has a limit. */
    ROOM,
    /** No area of the site needs several people in it. */
    CROWD;

    /** All of them, as bits. */
    static final int ALL = (1 << values().length) - 1;

    int bit() {
        return 1 << ordinal();
    }

    /** What is as usual at an access point while the book is in force; with the door only if its memory is as usual too. */
    static int at(AccessBook book, int number) {
        PointInBook point = book.point(number);
        if (point.door() == AccessBook.NOTHING) {
            return 0;
        }
        DoorInBook door = book.door(point.door());
        boolean plain = point.point().enabled()
                && point.rules().mode() == PointRules.Mode.AUTHORIZE
                && point.rules().approval() == PointRules.Approval.NONE;
        boolean locked = door.door().mode() == DoorMode.LOCKED && door.unlockSchedule() == AccessBook.NOTHING;
        return bit(POINT, plain) | bit(DOOR, locked) | bit(ROOM, !book.limited(point.areaTo()));
    }

    /** What is as usual at every access point of the book. */
    static int everywhere(AccessBook book) {
        return bit(CROWD, !book.needsCompany());
    }

    /** What is as usual about a case. */
    static int in(Case c) {
        int usual = bit(SITE, c.state.calm()) | bit(READ, isPlain(c.read)) | bit(HISTORY, c.memory == null);
        if (c.known()) {
            PointMemory here = c.here();
            int door = c.doorNow().plain(c.read.at()) ? DOOR.bit() : 0;
            usual |= c.site.usualAt(c.read.point()) & (ALL ^ DOOR.bit() | door);
            usual |= bit(READER, here.open() == null && here.inOrder(c.read.at()));
        }
        return c.credential == AccessBook.NOTHING ? usual : usual | bit(CREDENTIAL, isPlain(c)) | person(c);
    }

    private static boolean isPlain(Read read) {
        return read.fault() == null
                && read.resumed() == null
                && read.pin() != Proof.WRONG
                && (read.match() == Proof.NONE || read.match() == Proof.MATCH)
                && (AccessBook.bit(read.factor()) & PersonChecks.BIOMETRIC) == 0;
    }

    private static boolean isPlain(Case c) {
        long from = c.book.credentials().validFrom(c.credential);
        long to = c.book.credentials().validTo(c.credential);
        return c.person != AccessBook.NOTHING
                && c.book.credentials().state(c.credential) == CredentialState.ENABLED
                && c.book.credentials().plain(c.credential)
                && (from == Long.MIN_VALUE && to == Long.MAX_VALUE
                        || c.read.timeTrusted() && c.read.at() >= from && c.read.at() < to);
    }

    private static int person(Case c) {
        if (c.person == AccessBook.NOTHING) {
            return 0;
        }
        return bit(PERSON, PersonBits.inOrder(c.personBits))
                | bit(TYPE, PersonBits.pack(c.personBits) < 0)
                | bit(COMPANY, PersonBits.alone(c.personBits));
    }

    private static int bit(Usual what, boolean is) {
        return is ? what.bit() : 0;
    }
}
