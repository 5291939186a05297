package io.gatehouse.access.book;

import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.SiteBook;
import org.jspecify.annotations.Nullable;

/**
 * A door by numbers.
 *
 * @param rules as the book has them, never missing
 * @param unlockSchedule or {@link AccessBook#NOTHING}
 * @param lockdownPassers bits of groups
 * @param interlocked the other doors of its interlocks
 */
public record DoorInBook(
        int number,
        String id,
        SiteBook.Door door,
        DoorRules rules,
        int unlockSchedule,
        @Nullable FirstPerson firstPerson,
        long[] lockdownPassers,
        int[] interlocked) {

    /** Groups as bits. */
    public record FirstPerson(DoorRules.FirstPersonWay way, long[] groups, long[] exempt, int minutes) {}
}
