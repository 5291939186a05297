package io.gatehouse.access;

import io.gatehouse.access.book.AccessBook;
import io.gatehouse.access.book.DoorInBook;
import io.gatehouse.access.state.DoorMemory;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import io.gatehouse.protocol.sitebook.DoorRules.FirstPersonWay;
import io.gatehouse.protocol.sitebook.SiteBook.DoorMode;
import org.jspecify.annotations.Nullable;

/** Step 0: nothing stands between people and the way out. */
final class LifeSafetyChecks {

    private static final Finding FREE = new Finding(Outcome.FREE_PASSAGE, ReasonCode.FREE_PASSAGE);
    /** The door stands open, and nobody knows who went through. */
    private static final Finding FREE_UNKNOWN =
            new Finding(Outcome.FREE_PASSAGE, ReasonCode.FREE_PASSAGE_NOT_AUTHENTICATED);

    private static final Finding SAFE = new Finding(Outcome.MUSTERED, ReasonCode.MUSTERED);

    private LifeSafetyChecks() {}

    /** Overridden by nothing. */
    static @Nullable Finding fireRelease(Case c) {
        return c.known() && c.state.burns(c.door().rules().fireZone()) ? free(c) : null;
    }

    /** Opened for an evacuation: what the reader or the card are like is asked of nobody. */
    static @Nullable Finding lockedOpen(Case c) {
        return c.doorNow().order() == DoorMemory.Order.LOCKED_OPEN ? free(c) : null;
    }

    static @Nullable Finding muster(Case c) {
        return c.state.mustering() && c.person != AccessBook.NOTHING ? SAFE : null;
    }

    private static Finding free(Case c) {
        return c.person == AccessBook.NOTHING ? FREE_UNKNOWN : FREE;
    }

    /** By its book, by order, by schedule or for its first person; a lockdown ends all four. */
    static @Nullable Finding standsOpen(Case c) {
        return standsOpen(c.book, c.door(), c.doorNow(), c.read.at()) ? free(c) : null;
    }

    static boolean standsOpen(AccessBook book, DoorInBook door, DoorMemory now, long at) {
        switch (now.order()) {
            case UNLOCKED, LOCKED_OPEN:
                return true;
            case LOCKED, BLOCKED, LOCKED_DOWN:
                return false;
            case NONE:
                break;
        }
        DoorMode mode = door.door().mode();
        if (mode != DoorMode.LOCKED) {
            return mode == DoorMode.UNLOCKED;
        }
        return now.remainsOpenAt(at) || unlockedBySchedule(book, door, now, at);
    }

    private static boolean unlockedBySchedule(AccessBook book, DoorInBook door, DoorMemory now, long at) {
        if (door.unlockSchedule() == AccessBook.NOTHING || !book.runs(door.unlockSchedule(), book.moment(at))) {
            return false;
        }
        DoorInBook.FirstPerson first = door.firstPerson();
        return first == null || first.way() != FirstPersonWay.UNLOCK_SCHEDULE || now.firstPersonAt(at);
    }
}
