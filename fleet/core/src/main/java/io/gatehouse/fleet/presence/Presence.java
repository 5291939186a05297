package io.gatehouse.fleet.presence;

/** Whether somebody is there, as far as can be known now. */
public enum Presence {
    ONLINE,
    OFFLINE,
    /** Its gateway is silent, so nothing can be said. */
    UNKNOWN,
    NEVER_SEEN
}
