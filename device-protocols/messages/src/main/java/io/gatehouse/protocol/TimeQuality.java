package io.gatehouse.protocol;

/** How far a stamped time can be believed. */
public enum TimeQuality {
    SYNCED,
    DRIFTING,
    /** The clock is known to be wrong or was never set; the time is kept with its doubt. */
    UNTRUSTED
}
