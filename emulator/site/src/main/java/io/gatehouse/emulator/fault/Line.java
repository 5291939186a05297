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
    DEAF,
    /**
     * Small pieces arrive, large ones vanish: a tunnel that says nothing of it (an MTU black hole). On a TCP connection
     * nothing that follows a large piece arrives either, since it is sent again and again.
     */
    NARROW;

    /** What still passes a narrow line: an Ethernet's 1,500 bytes without the heads of IP, TCP and a tunnel. */
    static final int NARROW_BYTES = 1_380;
}
