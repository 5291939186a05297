package io.gatehouse.emulator.fault;

/** What a {@link FaultProxy} counts. "Up" is from whoever connects towards the target. */
public enum FaultCount {
    CONNECTIONS,
    /** Connections that were not let through. */
    REFUSED,
    BYTES_UP,
    BYTES_DOWN,
    /** Pieces that came later than they would have. */
    DELAYED,
    LOST,
    DUPLICATED,
    REORDERED,
    CORRUPTED,
    /** Pieces that vanished in a line that looks alive. */
    SWALLOWED,
    /** Connections that were broken off. */
    RESET
}
