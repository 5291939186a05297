package io.gatehouse.gateway.record;

/** What a site does when the disk takes no evidence any more. Fire release and egress never wait for it. */
public enum WhenStorageFails {
    /** Doors go on; what happens is held in memory, as much as may be, and recorded when the disk works again. */
    GO_ON,
    /** No door opens without its record on the disk. */
    STAY_CLOSED
}
