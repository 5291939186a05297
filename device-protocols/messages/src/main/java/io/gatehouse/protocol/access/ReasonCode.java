package io.gatehouse.protocol.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The one primary reason of a decision; the domain reference, a.5. The names are the wire codes. */
public enum ReasonCode {
    GRANTED,
    GRANTED_DURESS,
    GRANTED_SOFT_PASSBACK,
    GRANTED_SOFT_OCCUPANCY,
    /** Let in outside of their hours, where those only mark. */
    GRANTED_SOFT_SCHEDULE,
    /** By a host, an operator or the centre. */
    GRANTED_EXTERNAL,
    FREE_PASSAGE,
    /** The door stood open, and what was shown belongs to nobody. */
    FREE_PASSAGE_NOT_AUTHENTICATED,
    MUSTERED,
    OBSERVED,
    DUPLICATE_READ,
    /** The reader belongs to no access point in the site book. */
    ACCESS_POINT_UNKNOWN,
    ACCESS_POINT_DISABLED,
    BAD_FORMAT,
    PARITY_ERROR,
    FACILITY_CODE_MISMATCH,
    /** A printed or shown code whose signature does not match. */
    SIGNATURE_INVALID,
    READER_TAMPERED,
    READER_LOCKED_OUT,
    CREDENTIAL_LOCKED_OUT,
    CREDENTIAL_UNKNOWN,
    CREDENTIAL_DISABLED,
    CREDENTIAL_LOST,
    CREDENTIAL_STOLEN,
    CREDENTIAL_DAMAGED,
    CREDENTIAL_DESTROYED,
    /** A temporary card is in use in its place. */
    CREDENTIAL_REPLACED,
    CREDENTIAL_MAX_USES,
    CREDENTIAL_MAX_DAYS,
    CREDENTIAL_INACTIVITY,
    CREDENTIAL_NOT_YET_ACTIVE,
    CREDENTIAL_EXPIRED,
    CREDENTIAL_UNASSIGNED,
    PERSON_SUSPENDED,
    PERSON_NOT_YET_ACTIVE,
    PERSON_EXPIRED,
    WATCHLIST_BLOCKED,
    /** A face or fingerprint without consent on record. */
    CONSENT_MISSING,
    /** What goes for people of this type does not allow it. */
    PERSON_TYPE_RESTRICTED,
    /** A further factor is awaited. */
    FACTOR_REQUIRED,
    PIN_INVALID,
    FACTOR_MISMATCH,
    FACTOR_TIMEOUT,
    FACTOR_MODE_MISMATCH,
    LIVENESS_FAILED,
    THREAT_LEVEL,
    LOCKDOWN,
    DENY_RULE,
    NO_ACCESS_RIGHT,
    OUT_OF_SCHEDULE,
    HOLIDAY_RESTRICTED,
    PERMIT_INVALID,
    PERMIT_ZONE,
    PERMIT_HOURS,
    PERMIT_HEADCOUNT,
    VISIT_NOT_CHECKED_IN,
    VISIT_NOT_YET,
    VISIT_OVERSTAYED,
    VISIT_ENTRIES_EXHAUSTED,
    ESCORT_REQUIRED,
    ESCORT_INVALID,
    FIRST_PERSON_ABSENT,
    PASSBACK,
    PASSBACK_TIMED,
    PASSBACK_UNEXPECTED_LOCATION,
    PASSBACK_STATE_UNKNOWN,
    OCCUPANCY_MAX,
    OCCUPANCY_MIN,
    SECOND_PERSON_REQUIRED,
    INTERLOCK,
    VERIFICATION_REQUIRED,
    VERIFICATION_FAILED,
    VERIFICATION_TIMEOUT,
    SEARCH_REQUIRED,
    AUTHORIZATION_DELAYED,
    /** A right with an end needs a clock that is trusted. */
    TIME_UNTRUSTED,
    OTHER;

    private static final Map<String, ReasonCode> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ReasonCode::name, code -> code));

    /** By its wire code; one that this version does not know, of a gateway that is a version ahead, is {@link #OTHER}. */
    @JsonCreator
    public static ReasonCode named(String name) {
        return BY_NAME.getOrDefault(name, OTHER);
    }
}
