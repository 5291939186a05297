package io.gatehouse.patrol.judge;

/** Why nothing is known of a visit. */
public enum MissCause {
    /** All that should have noticed was well: the guard was not there. */
    GUARD,
    /** The checkpoint's reader was down or out of reach. */
    READER_DOWN,
    /** The checkpoint's battery was flat. */
    BATTERY_FLAT,
    /** There is a scan, whose time proves nothing. */
    CLOCK_WRONG,
    /** A wand or a phone that may have been there is not read yet. */
    DATA_IN_WAND,
    /** Nobody has read the tag for several rounds, by whomever. */
    TAG_DAMAGED,
    /** The gateway was not running. */
    GATEWAY_DOWN
}
