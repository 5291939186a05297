package io.gatehouse.protocol.command;

/** How far a command got; each step is told as an event of type {@code CommandReported}. */
public enum CommandState {
    /** Known to the fleet, not yet taken by the gateway. */
    QUEUED,
    /** The gateway has it, durably. */
    ACCEPTED,
    /** Handed to the device's live connection. */
    SENT,
    /** The device has taken it. */
    ACKNOWLEDGED,
    DONE,
    FAILED,
    /** Its time was over before the device took it. */
    EXPIRED,
    /** It was taken back before the device had it, and is never carried out. */
    CANCELLED;

    public boolean isFinal() {
        return this == DONE || this == FAILED || this == EXPIRED || this == CANCELLED;
    }
}
