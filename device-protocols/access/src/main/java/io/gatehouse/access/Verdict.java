package io.gatehouse.access;

import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a read, in numbers: made into words only when it is stored ({@link Words}), and into changes of
 * the state only when it is committed ({@link Commit}).
 *
 * @param credential number in the book, or nothing there; as {@code person}
 * @param asked the rules that were asked, as bits of {@link AccessRules#IN_ORDER}
 * @param failed those that found something
 * @param reasons of the failed rules in their order, {@link #REASON_BITS} bits each, the first first
 * @param detail a number for the sentence; what it stands for depends on the reason
 * @param given factors as bits
 * @param duress help is called; nothing that the reader shows may tell it
 */
public record Verdict(
        Outcome outcome,
        ReasonCode reason,
        int credential,
        int person,
        long asked,
        long failed,
        long reasons,
        long detail,
        int given,
        boolean duress) {

    static final int REASON_BITS = 7;
    static final int MOST_REASONS = Long.SIZE / REASON_BITS;
    private static final ReasonCode[] CODES = ReasonCode.values();

    /** The reason of the failed rule at this place among them; of more than nine the later ones are not told. */
    @Nullable
    ReasonCode reason(int place) {
        return place < MOST_REASONS ? CODES[(int) (reasons >>> place * REASON_BITS & (1 << REASON_BITS) - 1)] : null;
    }
}
