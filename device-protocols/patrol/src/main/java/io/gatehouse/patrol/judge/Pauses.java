package io.gatehouse.patrol.judge;

import io.gatehouse.patrol.PlannedStop;
import io.gatehouse.patrol.Round;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a pause does to a round: the windows that had not ended when it began end as much later as it took. */
final class Pauses {

    private record Pause(long from, long to) {}

    private Pauses() {}

    static Round applied(Round round, List<RoundOrder> orders, long now) {
        Round shifted = round;
        for (Pause pause : of(orders, now)) {
            shifted = after(shifted, pause);
        }
        return shifted;
    }

    static boolean isOn(List<RoundOrder> orders) {
        return inOrder(orders).stream()
                .reduce((first, second) -> second)
                .filter(last -> last.kind() == RoundOrder.Kind.PAUSE)
                .isPresent();
    }

    private static List<RoundOrder> inOrder(List<RoundOrder> orders) {
        return orders.stream()
                .filter(order -> order.kind() == RoundOrder.Kind.PAUSE || order.kind() == RoundOrder.Kind.RESUME)
                .sorted(Comparator.comparingLong(RoundOrder::at))
                .toList();
    }

    private static List<Pause> of(List<RoundOrder> orders, long now) {
        List<Pause> pauses = new ArrayList<>();
        long from = -1;
        for (RoundOrder order : inOrder(orders)) {
            if (order.kind() == RoundOrder.Kind.PAUSE && from < 0) {
                from = order.at();
            } else if (order.kind() == RoundOrder.Kind.RESUME && from >= 0) {
                pauses.add(new Pause(from, order.at()));
                from = -1;
            }
        }
        if (from >= 0 && now > from) {
            pauses.add(new Pause(from, now));
        }
        return pauses;
    }

    private static Round after(Round round, Pause pause) {
        long took = pause.to() - pause.from();
        List<PlannedStop> stops = round.stops().stream()
                .map(stop -> stop.lateTo() < pause.from()
                        ? stop
                        : new PlannedStop(
                                stop.ordinal(),
                                stop.checkpoint(),
                                stop.earlyFrom(),
                                stop.onTimeFrom(),
                                stop.onTimeTo() + took,
                                stop.lateTo() + took,
                                stop.way()))
                .toList();
        return new Round(
                round.id(),
                round.schedule(),
                round.route(),
                round.order(),
                round.plannedAt(),
                round.startAt(),
                round.startBy() < pause.from() ? round.startBy() : round.startBy() + took,
                stops.stream().mapToLong(PlannedStop::lateTo).max().orElse(round.endAt()),
                stops,
                round.staffing(),
                round.officers(),
                round.sealed(),
                round.commitment());
    }
}
