package io.gatehouse.patrol;

import io.gatehouse.protocol.patrol.Route.Order;
import java.util.List;

/**
 * One round as it is planned. All times are milliseconds since 1970.
 *
 * @param id the same wherever it is computed: {@code schedule@2026-11-26T22:00}
 * @param plannedAt when the schedule has it begin, before the random part
 * @param startAt when it begins; sealed until then if the schedule has a random part
 * @param startBy until then the first scan is no late start
 * @param endAt when the last window has ended, late scans included
 * @param staffing how many officers together
 * @param officers who is to do it; empty: anybody
 * @param sealed order or start are random
 * @param commitment hexadecimal SHA-256 of what the random part comes from, public before; {@code ""} when nothing is random
 */
public record Round(
        String id,
        String schedule,
        String route,
        Order order,
        long plannedAt,
        long startAt,
        long startBy,
        long endAt,
        List<PlannedStop> stops,
        int staffing,
        List<String> officers,
        boolean sealed,
        String commitment) {

    public Round {
        stops = List.copyOf(stops);
        officers = List.copyOf(officers);
    }

    /** When its first window begins, early scans included. */
    public long opensAt() {
        return stops.stream().mapToLong(PlannedStop::earlyFrom).min().orElse(startAt);
    }

    /** Whether this officer may do it. */
    public boolean isFor(List<String> who) {
        return officers.isEmpty() || who.stream().anyMatch(officers::contains);
    }
}
