package io.gatehouse.protocol.patrol;

import org.jspecify.annotations.Nullable;

/**
 * Something to look at: a door, a window, an extinguisher.
 *
 * @param least the least value that is in order, or nothing
 * @param most the greatest value that is in order, or nothing
 * @param required without a result the stop's tasks are not complete
 * @param photo a result needs a photo
 */
public record ChecklistItem(
        String id,
        String name,
        Kind kind,
        @Nullable Double least,
        @Nullable Double most,
        boolean required,
        boolean photo) {

    /** What is asked. */
    public enum Kind {
        /** OK, not OK or not applicable. */
        CHECK,
        /** A number. */
        VALUE,
        TEXT
    }
}
