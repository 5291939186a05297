package io.gatehouse.gateway.ingress.coap;

import io.gatehouse.protocol.command.DeviceCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What one device has still to be told. A resource shows one state at a time, and observers are told the latest only (RFC 7641,
 * 1.3); of several commands each has to reach the device, so they take turns until it has them. On the gateway's context.
 */
final class Untold {

    private final Map<String, DeviceCommand> commands = new LinkedHashMap<>();

    void add(DeviceCommand command) {
        commands.put(command.commandId(), command);
    }

    /**
     * The one whose turn it is; the next time it is another's.
     *
     * @param past whether the device has answered the command of that name, or nobody wants it any more
     */
    Optional<DeviceCommand> turn(long nowMillis, Predicate<String> past) {
        commands.values().removeIf(one -> one.expiredAt(nowMillis) || past.test(one.commandId()));
        Optional<DeviceCommand> first = commands.values().stream().findFirst();
        first.ifPresent(one -> {
            commands.remove(one.commandId());
            add(one);
        });
        return first;
    }

    /** The device has it. */
    void told(String commandId) {
        commands.remove(commandId);
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }
}
