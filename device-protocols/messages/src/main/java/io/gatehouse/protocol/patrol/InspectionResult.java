package io.gatehouse.protocol.patrol;

import org.jspecify.annotations.Nullable;

/**
 * What was found at one item of a checklist.
 *
 * @param item the {@link ChecklistItem}'s id
 * @param value of an item that asks for a number, or nothing
 * @param note or nothing
 * @param photo its name, or nothing
 */
public record InspectionResult(
        String item,
        Outcome outcome,
        @Nullable Double value,
        @Nullable String note,
        @Nullable String photo) {

    /** The answer. */
    public enum Outcome {
        OK,
        NOT_OK,
        NOT_APPLICABLE
    }

    /** Whether it wants mending: not OK, or a value that is outside of what the item allows. */
    public boolean isDefect(ChecklistItem asked) {
        Double low = asked.least();
        Double high = asked.most();
        boolean outside = value != null && ((low != null && value < low) || (high != null && value > high));
        return outcome == Outcome.NOT_OK || (outcome != Outcome.NOT_APPLICABLE && outside);
    }
}
