package io.gatehouse.protocol.profile;

import java.util.List;

/**
 * Something that a device can be told.
 *
 * @param key the command's name on the wire, such as {@code UnlockDoor}
 * @param dangerous whoever orders it is asked once more, and must say why
 */
public record CommandSpec(String key, Words name, boolean dangerous, List<Setting> args) {
    public CommandSpec {
        args = List.copyOf(args);
    }
}
