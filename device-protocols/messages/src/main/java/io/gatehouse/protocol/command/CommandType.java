package io.gatehouse.protocol.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What can be asked of a device. */
public enum CommandType {
    /** Release the door or lane once. */
    UNLOCK_DOOR("UnlockDoor"),
    /** Tell the person at the reader that the way stays shut. */
    DENY_ACCESS("DenyAccess"),
    /** Tell the person at the reader what is awaited; the way neither opens nor stays shut yet. */
    SHOW_FEEDBACK("ShowFeedback"),
    /** Blink or beep, so that somebody finds the device. */
    IDENTIFY("Identify"),
    REBOOT("Reboot");

    private final String wireName;

    CommandType(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    @JsonCreator
    public static CommandType byWireName(String name) {
        for (CommandType type : values()) {
            if (type.wireName.equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("no such command type: " + name);
    }
}
