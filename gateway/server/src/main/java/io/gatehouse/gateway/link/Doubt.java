package io.gatehouse.gateway.link;

/** What the fleet doubts of this gateway's disk. */
public enum Doubt {
    NONE,
    /** A younger boot speaks as this gateway: one of the two disks is a copy. Records are kept and nothing is sent. */
    FENCED,
    /** The fleet holds more than was on this disk: it was set back. Told until the next start. */
    SET_BACK
}
