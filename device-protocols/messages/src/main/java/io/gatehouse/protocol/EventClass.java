package io.gatehouse.protocol;

/** How much an event may suffer when room is short. */
public enum EventClass {
    /** Never dropped; when full, pushes back. */
    EVIDENCE(Lane.EVIDENCE),
    /** The latest one wins. */
    STATE(Lane.TELEMETRY),
    /** May be thinned, with a counted gap. */
    HEALTH(Lane.TELEMETRY),
    /** The first to go. */
    DIAGNOSTIC(Lane.TELEMETRY);

    private final Lane lane;

    EventClass(Lane lane) {
        this.lane = lane;
    }

    public Lane lane() {
        return lane;
    }
}
