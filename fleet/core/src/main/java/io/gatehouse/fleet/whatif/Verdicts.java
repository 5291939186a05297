package io.gatehouse.fleet.whatif;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.access.AccessDecision.Check;
import io.gatehouse.protocol.access.Outcome;
import io.gatehouse.protocol.access.ReasonCode;
import java.util.LinkedHashSet;
import java.util.Set;

/** A decision as REST shows it, under the names that an event's has. */
final class Verdicts {

    private Verdicts() {}

    /** Outcome, reason, details, trace, and in {@code obstacles} every reason that stands in the way, the first first. */
    static ObjectNode into(ObjectNode json, AccessDecision decision) {
        json.put("outcome", decision.outcome().name())
                .put("reason", decision.reason().name());
        json.set("details", Json.read(Json.write(decision.details())));
        ArrayNode trace = json.putArray("trace");
        for (Check check : decision.trace()) {
            ObjectNode one = trace.addObject().put("rule", check.rule()).put("passed", check.passed());
            ReasonCode reason = check.reason();
            if (reason != null) {
                one.put("reason", reason.name());
            }
        }
        ArrayNode obstacles = json.putArray("obstacles");
        obstacles(decision).forEach(reason -> obstacles.add(reason.name()));
        return json;
    }

    private static Set<ReasonCode> obstacles(AccessDecision decision) {
        Set<ReasonCode> obstacles = new LinkedHashSet<>();
        if (decision.outcome() == Outcome.DENIED || decision.outcome() == Outcome.PENDING) {
            obstacles.add(decision.reason());
            for (Check check : decision.trace()) {
                ReasonCode reason = check.reason();
                if (reason != null) {
                    obstacles.add(reason);
                }
            }
        }
        return obstacles;
    }
}
