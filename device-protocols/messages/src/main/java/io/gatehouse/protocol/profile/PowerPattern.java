package io.gatehouse.protocol.profile;

/**
 * How a device lives and how often it says something.
 *
 * @param heartbeatSeconds it says something at least this often; after two missed ones it counts as offline
 * @param sleepSeconds how long it is out of reach between two talks, 0 when it always listens
 * @param wakeSeconds how long it listens each time it wakes, 0 when it always listens
 */
public record PowerPattern(Source source, int heartbeatSeconds, int sleepSeconds, int wakeSeconds) {

    /** What it lives on. */
    public enum Source {
        MAINS,
        /** On a battery, and always within reach. */
        BATTERY,
        /** On a battery, and asleep most of the time: a command waits for it to wake. */
        SLEEPING
    }

    public boolean sleeps() {
        return source == Source.SLEEPING;
    }
}
