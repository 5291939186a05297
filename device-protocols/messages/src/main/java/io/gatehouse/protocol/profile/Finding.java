package io.gatehouse.protocol.profile;

/** In which way a check did not find what it looked for. */
public enum Finding {
    /** Nothing of it came. */
    SILENT,
    /** The events came, in the opposite order. */
    REVERSED,
    /** Some of the events came, not all. */
    PARTIAL,
    /** The value is too low. */
    BELOW,
    /** The value is too high. */
    ABOVE,
    /** The device said that it cannot do the command. */
    REFUSED,
    /** The device did not take the command in time. */
    EXPIRED,
    /** The person at the device saw or heard nothing. */
    UNSEEN,
    /** In a cause: whatever was found. */
    ANY
}
