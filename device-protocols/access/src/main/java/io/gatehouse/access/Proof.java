package io.gatehouse.access;

/** What was found when a PIN or a face was compared, before the decision. */
public enum Proof {
    /** Nothing was compared. */
    NONE,
    MATCH,
    /** The PIN that calls for help. */
    DURESS,
    WRONG,
    /** A face or fingerprint too unlike to tell: try again. */
    WEAK,
    /** A picture, not a living person. */
    NOT_LIVING
}
