package io.gatehouse.fleet.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.command.Ordered;
import java.util.List;

/** What became of a change of settings. */
public sealed interface SettingsOutcome {

    /** @param orders what is to be told to gateways now */
    record Done(ObjectNode shown, List<Ordered> orders) implements SettingsOutcome {
        public Done {
            orders = List.copyOf(orders);
        }
    }

    /** There is no such profile, device or gateway. */
    record Nothing(String what) implements SettingsOutcome {}

    /** @param why in words */
    record Wrong(String why) implements SettingsOutcome {}

    /** Somebody else changed it meanwhile. */
    record Conflict(Layer now) implements SettingsOutcome {}
}
