package io.gatehouse.gateway.device;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.command.DeviceCommand;
import io.vertx.core.Future;

/** A way to hand a command to a device that is connected now. */
@FunctionalInterface
public interface CommandWay {

    /** Completes with whether a live connection took it. On the gateway's context. */
    Future<Boolean> hand(DeviceId device, DeviceCommand command);
}
