package io.gatehouse.patrol.judge;

/** Where a round stands. */
public enum RoundState {
    SCHEDULED,
    /** It may begin. */
    DUE,
    STARTED,
    /** It should have begun, and has not, or did so late. */
    LATE_START,
    IN_PROGRESS,
    PAUSED,
    COMPLETED,
    COMPLETED_LATE,
    INCOMPLETE,
    MISSED,
    CANCELLED,
    /** Signed by who made it and by a supervisor. */
    CLOSED;

    /** Whether nothing more is expected of it but corrections. */
    public boolean isOver() {
        return ordinal() >= COMPLETED.ordinal();
    }
}
