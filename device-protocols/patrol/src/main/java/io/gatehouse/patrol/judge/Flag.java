package io.gatehouse.patrol.judge;

/** What is to be said of a stop or a scan beside when it was. */
public enum Flag {
    /** A stop behind it was made before. */
    OUT_OF_SEQUENCE,
    /** The same again within the debounce time. */
    DUPLICATE,
    /** The checkpoint is not on the round that its officer was making. */
    WRONG_ROUTE,
    /** A required item of the checklist has no result, or no photo. */
    TASKS_INCOMPLETE,
    DWELL_SHORT,
    DWELL_LONG,
    /** Nobody gets there from the stop before in that time. */
    TOO_FAST,
    /** Fewer officers than the route asks for. */
    ALONE,
    /** The position that came with it is somewhere else. */
    POSITION_MISMATCH,
    /** The clock behind its time is off or was changed. */
    CLOCK_SUSPECT,
    /** In time, and told only after the window had ended. */
    REPORTED_LATE,
    /** A supervisor wrote it in. */
    MANUAL,
    /** Not made, and somebody played back a reading of its tag in its time. */
    REPLAYED
}
