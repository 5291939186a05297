package io.gatehouse.emulator.fault;

/** Whether a line carries anything at all. */
public enum Line {
    WHOLE,
    /** What stands is broken off, what comes is refused. */
    CUT,
    /** Everything vanishes, connections look alive and new ones are accepted. */
    BLACK_HOLE,
    /** Connections that stood when this began vanish for ever, though both ends believe in them; new ones are whole. */
    HALF_OPEN,
    /** What goes up vanishes, what comes down arrives. */
    MUTE,
    /** What goes up arrives, what comes down vanishes. */
    DEAF
}
