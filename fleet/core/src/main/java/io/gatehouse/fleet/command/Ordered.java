package io.gatehouse.fleet.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.command.CommandOrder;

/** What became of a request for a command. */
public sealed interface Ordered {

    /**
     * It is queued for the gateway.
     *
     * @param command as REST shows it
     * @param repeated the same request came before and nothing new was made
     */
    record Queued(ObjectNode command, GatewayId gateway, CommandOrder order, boolean repeated) implements Ordered {}

    record NoDevice() implements Ordered {}

    /** The site has no gateway that could carry it. */
    record NoGateway() implements Ordered {}

    /** The key belongs to a command of another type for this device. */
    record KeyTaken(String otherType) implements Ordered {}
}
