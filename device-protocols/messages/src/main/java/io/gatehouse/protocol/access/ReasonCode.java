package io.gatehouse.protocol.access;

/** The one primary reason of a decision; the domain reference, a.5. The names are the wire codes. */
public enum ReasonCode {
    GRANTED,
    FREE_PASSAGE,
    DUPLICATE_READ,
    /** The reader belongs to no access point in the site book. */
    ACCESS_POINT_UNKNOWN,
    ACCESS_POINT_DISABLED,
    BAD_FORMAT,
    CREDENTIAL_UNKNOWN,
    CREDENTIAL_DISABLED,
    CREDENTIAL_LOST,
    CREDENTIAL_STOLEN,
    CREDENTIAL_NOT_YET_ACTIVE,
    CREDENTIAL_EXPIRED,
    CREDENTIAL_UNASSIGNED,
    PERSON_SUSPENDED,
    LOCKDOWN,
    NO_ACCESS_RIGHT,
    OUT_OF_SCHEDULE,
    /** A right with an end needs a clock that is trusted. */
    TIME_UNTRUSTED
}
