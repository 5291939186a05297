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
    private static final Finding SAFE = new Finding(Outcome.MUSTERED, ReasonCode.MUSTERED);

    private LifeSafetyChecks() {}

    /** Overridden by nothing. */
    static @Nullable Finding fireRelease(Case c) {
        return c.known() && c.state.burns(c.door().rules().fireZone()) ? FREE : null;
    }

    static @Nullable Finding muster(Case c) {
        return c.state.mustering() && c.person != AccessBook.NOTHING ? SAFE : null;
    }

    /** By its book, by order, by schedule or for its first person; a lockdown ends all four. */
    static @Nullable Finding standsOpen(Case c) {
        return standsOpen(c.book, c.door(), c.doorNow(), c.read.at()) ? FREE : null;
    }

    static boolean standsOpen(AccessBook book, DoorInBook door, DoorMemory now, long at) {
        switch (now.order()) {
            case UNLOCKED:
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
