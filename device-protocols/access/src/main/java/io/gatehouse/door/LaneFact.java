package io.gatehouse.door;

/** What happened in a lane; the names are those of the domain's event catalogue (a.5). */
public enum LaneFact {
    LANE_RELEASED,
    /** One person went through on a grant. */
    PASSED,
    /** Somebody came the other way. */
    REVERSE_PASSAGE,
    /** One more went through behind a grant than it was for. */
    TAILGATE,
    /** Nobody went through on the grant. */
    PASSING_TIMEOUT,
    /** Somebody went through without a grant. */
    INTRUSION_LANE,
    /** A grant the other way came while somebody was on the way. */
    LANE_BUSY
}
