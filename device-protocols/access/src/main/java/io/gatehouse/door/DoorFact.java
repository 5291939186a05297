package io.gatehouse.door;

/** What happened at a door; the names are those of the domain's event catalogue (a.5). */
public enum DoorFact {
    LOCK_RELEASED,
    LOCKED,
    DOOR_OPENED,
    DOOR_CLOSED,
    ENTRY_TAKEN,
    ENTRY_NOT_TAKEN,
    /** Opened from inside. */
    EGRESS_OPEN,
    REX_PRESSED,
    /** Opened without a grant, a request to exit or hours in which it stands open. */
    DOOR_FORCED,
    DOOR_FORCED_ENDED,
    /** Soon it has stood open too long. */
    DOOR_HELD_PREALARM,
    DOOR_HELD,
    DOOR_HELD_ENDED,
    REMAIN_OPEN_BEGIN,
    REMAIN_OPEN_END,
    REMAIN_CLOSED_BEGIN,
    REMAIN_CLOSED_END,
    FIRE_RELEASE_ON,
    FIRE_RELEASE_OFF,
    EVACUATION_ON,
    EVACUATION_OFF,
    /** A grant came that the lockdown does not let through. */
    RELEASE_REFUSED,
    /** The lock would have to move and has no power to; somebody must go there. */
    RELEASE_UNPOWERED,
    DOOR_TAMPER,
    DOOR_TAMPER_ENDED,
    LOCK_FAULT,
    LOCK_FAULT_ENDED,
    CONTACT_FAULT,
    CONTACT_FAULT_ENDED,
    /** The fire input is not supervised any more; it is an alarm, never a release. */
    FIRE_INPUT_FAULT,
    FIRE_INPUT_FAULT_ENDED,
    POWER_LOST,
    POWER_RESTORED
}
