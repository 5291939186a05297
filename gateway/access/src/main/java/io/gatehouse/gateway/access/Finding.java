package io.gatehouse.gateway.access;

import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import java.util.Map;

/** What ends an evaluation: an outcome, its reason, and values for the sentence that people read. */
record Finding(Outcome outcome, ReasonCode reason, Map<String, String> details) {

    static Finding denied(ReasonCode reason) {
        return new Finding(Outcome.DENIED, reason, Map.of());
    }

    static Finding denied(ReasonCode reason, Map<String, String> details) {
        return new Finding(Outcome.DENIED, reason, details);
    }
}
