package io.gatehouse.fleet.rollout.engine;

/** How far one device is in a rollout. */
public enum UnitState {
    /** Nothing was asked of it yet. */
    PENDING,
    /** It was asked, and has not told yet that it runs the new one. */
    ORDERED,
    /** It runs the new one and is watched. */
    INSTALLED,
    /** It ran the new one for the whole soak, no worse than before. */
    GOOD,
    /** It said no, did not manage in time, went back by itself, or is worse than before. */
    FAILED,
    /** It was asked and is not heard any more, though its gateway is. */
    SILENT,
    /** It was asked to go back. */
    RETURNING,
    /** It runs what it ran before. */
    RETURNED,
    /** It is not touched, and the note says why. */
    LEFT_OUT;

    /** Whether its doors or lanes cannot be counted on now. */
    boolean isOut() {
        return this == ORDERED || this == INSTALLED || this == FAILED || this == SILENT || this == RETURNING;
    }

    /** Whether nothing more is awaited of it in its wave. */
    boolean isDecided() {
        return this == GOOD || this == FAILED || this == SILENT || this == LEFT_OUT || this == RETURNED;
    }

    /** Whether something was asked of it. */
    boolean isTouched() {
        return this != PENDING && this != LEFT_OUT;
    }
}
