package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.enrol.ApprovalHook;
import io.gatehouse.fleet.enrol.Quarantine;
import io.vertx.core.Future;
import java.util.Optional;

/** Asks whoever may object before a device is let in. Event loop; never blocks it. */
@FunctionalInterface
public interface Objections {

    /** An objection and its reason, in the words of whoever has it. */
    record Objection(Quarantine.Veto veto, String reason) {}

    /**
     * Asks. The future never fails: what goes wrong on the way is an objection, too.
     *
     * @param question what it is about, for a program; its own id and the time are added
     * @return nothing when there is no objection
     */
    Future<Optional<Objection>> ask(ApprovalHook hook, ObjectNode question);
}
