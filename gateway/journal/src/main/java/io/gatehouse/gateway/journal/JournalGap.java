package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;

/** Numbers of a log that will never be read again, both ends included, and why. */
public record JournalGap(Lane lane, LogId log, long from, long to, Reason reason) {

    /** Why numbers are missing. */
    public enum Reason {
        /** Bytes on the disk changed. */
        DAMAGED,
        /** The lane may be thinned and had no room. */
        EVICTED
    }
}
