package io.gatehouse.fleet.presence;

/** Whether somebody is there, as far as can be known now. */
public enum Presence {
    ONLINE,
    OFFLINE,
    /** It comes and goes all the time: neither of the two would be true for long. */
    UNSTABLE,
    /** Its gateway is silent, so nothing can be said. */
    UNKNOWN,
    NEVER_SEEN
}
