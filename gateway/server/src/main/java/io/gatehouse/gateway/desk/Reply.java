package io.gatehouse.gateway.desk;

import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.command.DeviceCommand;
import io.vertx.core.Future;
import java.util.Optional;

/** What a device is told about its message. */
public sealed interface Reply {

    /** It is on the disk. An answer for the device itself may come with it. */
    record Taken(Optional<DeviceCommand> answer) implements Reply {}

    /**
     * The storage has failed and the site goes on: it is in memory only, a lock has been told, and it is not
     * acknowledged until {@code later}, which never fails, says how it went.
     */
    record Held(Future<Reply> later) implements Reply {}

    /** It is not kept and need not come again. */
    record Refused(Refusal refusal) implements Reply {}

    /** There is no room now; it must come again. */
    record Busy() implements Reply {}
}
