package io.gatehouse.access;

import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;

/** What a rule found against (or instead of) an ordinary grant. One object for each, made once. */
record Finding(Outcome outcome, ReasonCode reason) {

    static Finding denied(ReasonCode reason) {
        return new Finding(Outcome.DENIED, reason);
    }

    static Finding pending(ReasonCode reason) {
        return new Finding(Outcome.PENDING, reason);
    }

    boolean denies() {
        return outcome == Outcome.DENIED;
    }
}
