package io.gatehouse.patrol.judge;

import io.gatehouse.patrol.Round;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts into words what was found of stops and rounds. */
final class Verdicts {

    private final StopJudge judge;
    private final Causes causes;
    private final Doubts doubts;
    private final long now;
    private final Map<StopWork, StopVerdict> known = new HashMap<>();

    Verdicts(StopJudge judge, Causes causes, Doubts doubts, long now) {
        this.judge = judge;
        this.causes = causes;
        this.doubts = doubts;
        this.now = now;
    }

    /** Of a stop whose round was judged before. */
    @Nullable
    StopVerdict of(StopWork stop) {
        return known.get(stop);
    }

    RoundVerdict of(Round round, List<StopWork> stops, List<RoundOrder> orders) {
        List<StopWork> inTime = stops.stream()
                .filter(stop -> !stop.isOpen())
                .sorted(Comparator.comparingLong(Verdicts::at))
                .toList();
        List<StopVerdict> verdicts = new ArrayList<>();
        for (StopWork stop : stops) {
            int place = inTime.indexOf(stop);
            StopWork before = place > 0 ? inTime.get(place - 1) : null;
            StopWork after = place >= 0 && place + 1 < inTime.size() ? inTime.get(place + 1) : null;
            Set<Flag> flags = judge.flags(stop, stops, before, after);
            StopVerdict verdict = verdict(stop, flags, excuse(stop, orders));
            known.put(stop, verdict);
            verdicts.add(verdict);
        }
        RoundState state = RoundStates.of(round, verdicts, orders, now);
        boolean open = verdicts.stream().anyMatch(stop -> stop.status() == StopStatus.PENDING || stop.provisional());
        return new RoundVerdict(round, state, verdicts, state.isOver() && !open);
    }

    private static long at(StopWork stop) {
        Reading made = stop.made();
        return made == null ? Long.MAX_VALUE : made.at();
    }

    private StopVerdict verdict(StopWork stop, Set<Flag> flags, StopVerdict.@Nullable Excuse excuse) {
        Reading made = stop.made();
        StopStatus status = stop.status(now);
        MissCause cause = status == StopStatus.MISSED ? causes.of(stop.round(), stop.planned()) : null;
        return new StopVerdict(
                stop.planned().ordinal(),
                stop.planned().checkpoint(),
                status,
                flags,
                made == null ? null : made.scan().id(),
                stop.further().stream().map(one -> one.scan().id()).toList(),
                made == null ? null : made.at(),
                made == null ? null : made.scan().receivedAt(),
                List.copyOf(stop.officers()),
                made == null ? 0 : late(stop, made, status),
                cause == MissCause.DATA_IN_WAND,
                cause,
                status.isMade() ? null : excuse,
                made == null ? Confidence.FULL : doubts.of(made, flags, stop.round()),
                judge.defects(stop));
    }

    private static long late(StopWork stop, Reading made, StopStatus status) {
        return switch (status) {
            case EARLY -> made.at() - stop.planned().onTimeFrom();
            case LATE -> made.at() - stop.planned().onTimeTo();
            case PENDING, ON_TIME, MISSED -> 0;
        };
    }

    private static StopVerdict.@Nullable Excuse excuse(StopWork stop, List<RoundOrder> orders) {
        return orders.stream()
                .filter(order -> order.kind() == RoundOrder.Kind.EXCUSE)
                .filter(order ->
                        order.stop() == 0 || order.stop() == stop.planned().ordinal())
                .min(Comparator.comparingLong(RoundOrder::at))
                .map(order -> new StopVerdict.Excuse(order.by(), order.role(), order.reason(), order.at()))
                .orElse(null);
    }
}
