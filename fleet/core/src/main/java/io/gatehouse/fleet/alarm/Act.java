package io.gatehouse.fleet.alarm;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What somebody does about an alarm. Immutable.
 *
 * @param to the account that it is given to, for {@link What#ASSIGN}; nothing gives it to nobody
 * @param length how long it is put aside, for {@link What#SHELVE}
 */
public record Act(
        What what,
        @Nullable String note,
        @Nullable String to,
        @Nullable Duration length) {

    /** Nothing is put aside for longer: whoever wants that has to look again. */
    public static final Duration LONGEST_SHELF = Duration.ofDays(30);

    /** Six different things, none of which is another. */
    public enum What {
        ACKNOWLEDGE,
        ASSIGN,
        COMMENT,
        SHELVE,
        UNSHELVE,
        RESOLVE,
        ESCALATE
    }

    /** Why it cannot be done whatever the alarm, or nothing. */
    @Nullable
    String refusal() {
        return switch (what) {
            case COMMENT, RESOLVE -> note == null || note.isBlank() ? "NOTE_MISSING" : null;
            case SHELVE -> {
                if (length == null || length.isNegative() || length.isZero() || length.compareTo(LONGEST_SHELF) > 0) {
                    yield "SHELF_WITHOUT_END";
                }
                yield note == null || note.isBlank() ? "NOTE_MISSING" : null;
            }
            case ACKNOWLEDGE, ASSIGN, UNSHELVE, ESCALATE -> null;
        };
    }
}
