package io.gatehouse.patrol.judge;

import io.gatehouse.patrol.Round;
import java.util.List;

/**
 * What became of one round.
 *
 * @param round as it was planned, pauses worked in
 * @param stops in the round's order
 * @param settled over, and nothing that is still to come is expected to change it
 */
public record RoundVerdict(Round round, RoundState state, List<StopVerdict> stops, boolean settled) {

    public RoundVerdict {
        stops = List.copyOf(stops);
    }

    public int made() {
        return (int) stops.stream().filter(stop -> stop.status().isMade()).count();
    }

    public int missing() {
        return (int) stops.stream().filter(StopVerdict::isMissing).count();
    }

    public int onTime() {
        return (int) stops.stream()
                .filter(stop -> stop.status() == StopStatus.ON_TIME)
                .count();
    }
}
