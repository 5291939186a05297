package io.gatehouse.protocol.audit;

/** What was done to a log, as far as its chain can tell. */
public enum Fault {
    /** A record's bytes are not those that were signed. */
    EDITED,
    /** A record is missing, and the gateway never said that it lost it. */
    DELETED,
    /** A record stands where none was. */
    INSERTED,
    /** Records stand in each other's place. */
    SWAPPED,
    /** The end is missing: more was signed than is here. */
    TRUNCATED,
    /** A checkpoint is signed by a key that is not the gateway's. */
    WRONG_KEY,
    /** A checkpoint is signed by a key of the gateway that nobody has accepted yet: it may be as it was signed. */
    UNACCEPTED_KEY,
    /** A checkpoint was changed: its signature, or the digests in it, do not fit. */
    BAD_CHECKPOINT,
    /** A checkpoint does not follow the one before. */
    BROKEN_CHAIN,
    /** Records at the end that no checkpoint covers. */
    UNSIGNED_TAIL,
    /** A line of the export cannot be read. */
    UNREADABLE
}
