package io.gatehouse.fleet.rollout.engine;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/** When devices may be touched, by the clock of their site; from 22:00 to 05:00 is at night. */
public record Window(LocalTime from, LocalTime to) {

    boolean holds(Instant at, ZoneId zone) {
        LocalTime now = at.atZone(zone).toLocalTime();
        boolean after = !now.isBefore(from);
        boolean before = now.isBefore(to);
        return from.isBefore(to) ? after && before : after || before;
    }
}
