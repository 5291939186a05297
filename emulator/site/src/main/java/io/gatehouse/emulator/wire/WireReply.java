package io.gatehouse.emulator.wire;

import io.gatehouse.protocol.command.DeviceCommand;
import java.util.Optional;

/**
 * A gateway's answer to a message.
 *
 * @param taken false when it was refused and need not come again
 * @param detail the refusal's words, or empty
 * @param answer the command that came with the acknowledgement, where the protocol carries one
 */
public record WireReply(boolean taken, String detail, Optional<DeviceCommand> answer) {

    public static final WireReply TAKEN = new WireReply(true, "", Optional.empty());

    public static WireReply refused(String detail) {
        return new WireReply(false, detail, Optional.empty());
    }
}
