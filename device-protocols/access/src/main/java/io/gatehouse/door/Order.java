package io.gatehouse.door;

/** What is ordered of a door for a while. */
public enum Order {
    FIRE_RELEASE(DoorFact.FIRE_RELEASE_ON, DoorFact.FIRE_RELEASE_OFF),
    EVACUATION(DoorFact.EVACUATION_ON, DoorFact.EVACUATION_OFF),
    LOCKDOWN(DoorFact.REMAIN_CLOSED_BEGIN, DoorFact.REMAIN_CLOSED_END),
    /** Its hours without a read; see {@link UnlockHours}. */
    UNLOCK_SCHEDULE(DoorFact.REMAIN_OPEN_BEGIN, DoorFact.REMAIN_OPEN_END);

    final DoorFact begins;
    final DoorFact ends;

    Order(DoorFact begins, DoorFact ends) {
        this.begins = begins;
        this.ends = ends;
    }
}
