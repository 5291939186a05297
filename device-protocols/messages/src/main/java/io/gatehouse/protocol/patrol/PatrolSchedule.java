package io.gatehouse.protocol.patrol;

import java.util.List;

/**
 * When rounds of a route begin, in the site's time zone.
 *
 * @param route the {@link Route}'s id
 * @param firstStart local, such as {@code 2026-11-26T22:00}: the first one, and what the rule counts from
 * @param rule RFC 5545 RRULE, such as {@code FREQ=DAILY;BYHOUR=22,0,2}; {@code ""} for once
 * @param onlyOn groups of special days: only on these days; empty: on any
 * @param notOn groups of special days: not on these days
 * @param shuffle the stops come in a random order that is sealed until the start
 * @param jitterMinutes the start is put off by up to this, at random and sealed until then
 * @param officers who is to do it; empty: anybody
 */
public record PatrolSchedule(
        String id,
        String name,
        String route,
        String firstStart,
        String rule,
        List<String> onlyOn,
        List<String> notOn,
        boolean shuffle,
        int jitterMinutes,
        List<String> officers,
        boolean active) {

    public PatrolSchedule {
        onlyOn = List.copyOf(onlyOn);
        notOn = List.copyOf(notOn);
        officers = List.copyOf(officers);
        if (jitterMinutes < 0) {
            throw new IllegalArgumentException("jitterMinutes must be at least 0, was " + jitterMinutes);
        }
    }

    /** One that runs on all days, in the route's order, on the minute. */
    public static PatrolSchedule of(String id, String route, String firstStart, String rule) {
        return new PatrolSchedule(id, id, route, firstStart, rule, List.of(), List.of(), false, 0, List.of(), true);
    }
}
