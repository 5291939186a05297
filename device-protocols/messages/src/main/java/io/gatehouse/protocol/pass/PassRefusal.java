package io.gatehouse.protocol.pass;

import io.gatehouse.protocol.access.ReasonCode;

/** Why a pass, a code or a remote opening does not open. */
public enum PassRefusal {
    /** Not in the form of one. */
    MALFORMED(ReasonCode.BAD_FORMAT),
    /** Not made by whom it claims, or changed afterwards. */
    SIGNATURE_INVALID(ReasonCode.SIGNATURE_INVALID),
    WRONG_SITE(ReasonCode.NO_ACCESS_RIGHT),
    WRONG_GATE(ReasonCode.NO_ACCESS_RIGHT),
    NOT_YET_VALID(ReasonCode.VISIT_NOT_YET),
    EXPIRED(ReasonCode.VISIT_OVERSTAYED),
    /** As often as it may be. */
    USED(ReasonCode.VISIT_ENTRIES_EXHAUSTED),
    /** It has an end, and the clock that would tell it is not trusted. */
    TIME_UNTRUSTED(ReasonCode.TIME_UNTRUSTED);

    private final ReasonCode reason;

    PassRefusal(ReasonCode reason) {
        this.reason = reason;
    }

    /** The decision's reason. */
    public ReasonCode reason() {
        return reason;
    }
}
