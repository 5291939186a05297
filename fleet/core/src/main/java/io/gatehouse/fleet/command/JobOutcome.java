package io.gatehouse.fleet.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What became of a wish about a job. */
public sealed interface JobOutcome {

    /**
     * @param job as REST shows it
     * @param orders what is to be told to gateways now
     * @param repeated the same wish came before and nothing new was made
     */
    record Done(ObjectNode job, List<Ordered> orders, boolean repeated) implements JobOutcome {
        public Done {
            orders = List.copyOf(orders);
        }
    }

    /** There is no such job, or no such device. */
    record Nothing(String what) implements JobOutcome {}

    /** The key belongs to another job of the site. */
    record KeyTaken() implements JobOutcome {}

    /** Who made it may not agree to it. */
    record SamePerson(String maker) implements JobOutcome {}

    /** It was decided already, or waited for too long. */
    record NotWaiting(String state) implements JobOutcome {}
}
