package io.gatehouse.fleet.presence;

import io.gatehouse.protocol.profile.PowerPattern;
import java.time.Duration;

/** How a device makes itself heard, by how it is powered; this decides for how long its silence means nothing. */
public enum Pattern {
    /** Always on: it speaks each heartbeat, and losing its connection says something. */
    MAINS(2, Duration.ofSeconds(2)),
    /** Its radio is off between reports, and what it says takes a while on the way. */
    BATTERY(2, Duration.ofSeconds(30)),
    /** It wakes by a clock that is a few percent wrong: the heartbeat is how long it sleeps at most. */
    SLEEPING(2, Duration.ofMinutes(2));

    private static final Duration LONG_SLEEP = Duration.ofHours(1);
    private static final Duration RADIO_OFF = Duration.ofMinutes(5);

    /** A cheap clock may be a twentieth wrong. */
    private static final int DRIFT_PART = 20;

    private final int missed;
    private final Duration way;

    Pattern(int missed, Duration way) {
        this.missed = missed;
        this.way = way;
    }

    /** What its profile says, but nobody who is always on keeps silent for minutes. */
    public static Pattern of(PowerPattern.Source source, Duration heartbeat) {
        return switch (source) {
            case MAINS -> of(heartbeat);
            case BATTERY -> heartbeat.compareTo(LONG_SLEEP) >= 0 ? SLEEPING : BATTERY;
            case SLEEPING -> SLEEPING;
        };
    }

    /** By how often it speaks alone. */
    public static Pattern of(Duration heartbeat) {
        if (heartbeat.compareTo(LONG_SLEEP) >= 0) {
            return SLEEPING;
        }
        return heartbeat.compareTo(RADIO_OFF) >= 0 ? BATTERY : MAINS;
    }

    /** How long a device of this heartbeat may be silent. */
    public Duration patience(Duration heartbeat) {
        // asked for every device at every look: Duration's own multiplication goes through decimals
        long beat = heartbeat.toMillis();
        return way.plusMillis(missed * beat + (this == SLEEPING ? beat / DRIFT_PART : 0));
    }
}
