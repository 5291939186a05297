package io.gatehouse.gateway.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.command.CommandType;
import java.util.Optional;

/**
 * An order that takes back another one.
 *
 * @param command the one that is taken back
 * @param subject whom that one is for
 */
record Cancel(String command, DeviceId subject) {

    /** What the order says, if it is of this kind and says all of it. */
    static Optional<Cancel> read(CommandOrder order) {
        String command = text(order, "command");
        String subject = text(order, "subject");
        if (order.type() != CommandType.CANCEL || command.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Cancel(command, new DeviceId(subject)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the order takes back the command of that name. */
    static boolean of(CommandOrder order, String commandId) {
        return order.type() == CommandType.CANCEL && text(order, "command").equals(commandId);
    }

    private static String text(CommandOrder order, String name) {
        JsonNode value = order.data() == null ? null : order.data().get(name);
        return value == null ? "" : value.asText();
    }
}
