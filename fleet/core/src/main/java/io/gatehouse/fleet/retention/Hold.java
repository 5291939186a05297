package io.gatehouse.fleet.retention;

import org.jspecify.annotations.Nullable;

/**
 * Records that must not be deleted although their time is over. Times are milliseconds since 1970.
 *
 * @param round the one it is for, or nothing: all that lies in its time
 * @param from the first moment of what is held
 * @param to the last
 * @param reason why, such as the number of a case
 */
public record Hold(
        String id,
        @Nullable String round,
        long from,
        long to,
        String reason,
        Placed placed,
        @Nullable Released released) {

    /** What is judged together with a round lies within this around it, and is held with it: its verdict stays as it is. */
    public static final long AROUND_MILLIS = 24 * 3_600_000L;

    /** What comes later than this after a round is about another. */
    public static final long LATE_MILLIS = 8 * AROUND_MILLIS;

    /** Who has placed it. */
    public record Placed(String by, long at) {}

    /** Who has taken it off, and why. */
    public record Released(String by, long at, String reason) {}
}
