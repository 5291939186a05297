package io.gatehouse.gateway.uplink;

import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.Urgency;
import org.jspecify.annotations.Nullable;

/** What can be sent next, most important first. */
enum Turn {
    LIVE_EVIDENCE(Lane.EVIDENCE, Flight.Purpose.LIVE, null),
    LIVE_TELEMETRY(Lane.TELEMETRY, Flight.Purpose.LIVE, null),
    ALARMS(Lane.EVIDENCE, Flight.Purpose.ALARMS, Urgency.ALARM),
    ACCESS(Lane.EVIDENCE, Flight.Purpose.BACKLOG, Urgency.ACCESS),
    PATROL(Lane.EVIDENCE, Flight.Purpose.BACKLOG, Urgency.PATROL),
    CONFIGURATION(Lane.EVIDENCE, Flight.Purpose.BACKLOG, Urgency.CONFIGURATION),
    /** Whatever is oldest: closes holes, and finds the numbers that will never come. */
    EVIDENCE(Lane.EVIDENCE, Flight.Purpose.BACKLOG, null),
    TELEMETRY(Lane.TELEMETRY, Flight.Purpose.BACKLOG, null);

    private final Lane lane;
    private final Flight.Purpose purpose;
    private final @Nullable Urgency urgency;

    Turn(Lane lane, Flight.Purpose purpose, @Nullable Urgency urgency) {
        this.lane = lane;
        this.purpose = purpose;
        this.urgency = urgency;
    }

    Lane lane() {
        return lane;
    }

    Flight.Purpose purpose() {
        return purpose;
    }

    /** The urgency that is looked for, or nothing for whatever comes first. */
    @Nullable
    Urgency urgency() {
        return urgency;
    }
}
