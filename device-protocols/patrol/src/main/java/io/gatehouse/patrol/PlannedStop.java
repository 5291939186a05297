package io.gatehouse.patrol;

import io.gatehouse.protocol.patrol.Route;

/**
 * One stop of one round. A scan counts from {@code earlyFrom} to {@code lateTo}, both included; it is on time from
 * {@code onTimeFrom} to {@code onTimeTo}, both included. Milliseconds since 1970.
 *
 * @param ordinal its place on the round, from 1
 * @param way what else the route says of it
 */
public record PlannedStop(
        int ordinal, String checkpoint, long earlyFrom, long onTimeFrom, long onTimeTo, long lateTo, Route.Stop way) {

    private static final long MINUTE = 60_000;

    static PlannedStop of(int ordinal, Route.Stop stop, long startAt, int extendedMinutes) {
        long from = startAt + stop.fromMinutes() * MINUTE;
        long to = startAt + stop.toMinutes() * MINUTE;
        return new PlannedStop(
                ordinal,
                stop.checkpoint(),
                from - extendedMinutes * MINUTE,
                from,
                to,
                to + extendedMinutes * MINUTE,
                stop);
    }

    public boolean required() {
        return way.required();
    }
}
