package io.gatehouse.patrol.judge;

import io.gatehouse.patrol.Round;
import java.util.List;
import java.util.stream.Stream;

/** Where a round stands, by what became of its stops. */
final class RoundStates {

    private RoundStates() {}

    static RoundState of(Round round, List<StopVerdict> stops, List<RoundOrder> orders, long now) {
        if (has(orders, RoundOrder.Kind.CANCEL)) {
            return RoundState.CANCELLED;
        }
        List<StopVerdict> required = required(round, stops);
        boolean pending =
                required.stream().anyMatch(stop -> stop.status() == StopStatus.PENDING && stop.excuse() == null);
        if (pending && Pauses.isOn(orders)) {
            return RoundState.PAUSED;
        }
        RoundState state = pending ? underWay(round, stops, now) : over(required, stops);
        boolean signed = has(orders, RoundOrder.Kind.SIGN) && has(orders, RoundOrder.Kind.COUNTERSIGN);
        return !pending && signed ? RoundState.CLOSED : state;
    }

    private static boolean has(List<RoundOrder> orders, RoundOrder.Kind kind) {
        return orders.stream().anyMatch(order -> order.kind() == kind);
    }

    private static List<StopVerdict> required(Round round, List<StopVerdict> stops) {
        return Stream.iterate(0, i -> i < stops.size(), i -> i + 1)
                .filter(i -> round.stops().get(i).required())
                .map(stops::get)
                .toList();
    }

    private static RoundState underWay(Round round, List<StopVerdict> stops, long now) {
        List<Long> made = stops.stream()
                .flatMap(stop -> Stream.ofNullable(stop.at()))
                .sorted()
                .toList();
        if (made.isEmpty()) {
            return now < round.opensAt()
                    ? RoundState.SCHEDULED
                    : now <= round.startBy() ? RoundState.DUE : RoundState.LATE_START;
        }
        if (made.size() > 1) {
            return RoundState.IN_PROGRESS;
        }
        return made.get(0) > round.startBy() ? RoundState.LATE_START : RoundState.STARTED;
    }

    private static RoundState over(List<StopVerdict> required, List<StopVerdict> stops) {
        boolean nobody = stops.stream().noneMatch(stop -> stop.status().isMade());
        if (required.stream().anyMatch(StopVerdict::isMissing)) {
            return nobody ? RoundState.MISSED : RoundState.INCOMPLETE;
        }
        boolean late = stops.stream().anyMatch(stop -> stop.status() == StopStatus.LATE);
        return late ? RoundState.COMPLETED_LATE : RoundState.COMPLETED;
    }
}
