package io.gatehouse.patrol.judge;

import io.gatehouse.protocol.patrol.PatrolPolicy;
import io.gatehouse.protocol.patrol.Route.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which scan makes which stop. A scan makes one stop at most, of one round. First come the scans that are on time, then
 * those within the extended band; in each, first those of officers whom the round is for; the stop whose time ends first
 * takes the earliest scan.
 */
final class Allotment {

    private final PatrolPolicy policy;
    private final Map<String, List<Reading>> byCheckpoint = new HashMap<>();
    private final List<Reading> inOrder;

    /** @param readings in the order of their times */
    Allotment(PatrolPolicy policy, List<Reading> readings) {
        this.policy = policy;
        this.inOrder = readings;
        readings.forEach(reading -> byCheckpoint
                .computeIfAbsent(reading.checkpoint(), id -> new ArrayList<>())
                .add(reading));
    }

    void allot(List<List<StopWork>> rounds) {
        List<StopWork> stops = new ArrayList<>();
        for (List<StopWork> round : rounds) {
            if (!round.isEmpty() && round.get(0).round().order() == Order.STRICT) {
                StrictOrder.allot(round, inSpan(round));
            } else {
                stops.addAll(round);
            }
        }
        stops.sort(Comparator.comparingLong((StopWork stop) -> stop.planned().lateTo())
                .thenComparing(stop -> stop.round().id())
                .thenComparingInt(stop -> stop.planned().ordinal()));
        pass(stops, true, true);
        pass(stops, true, false);
        pass(stops, false, true);
        pass(stops, false, false);
        duplicates();
        rounds.forEach(round -> round.forEach(this::company));
    }

    private List<Reading> inSpan(List<StopWork> round) {
        long from = round.get(0).round().opensAt();
        long to = round.get(0).round().endAt();
        return inOrder.stream()
                .filter(reading -> reading.isFree() && reading.at() >= from && reading.at() <= to)
                .filter(reading -> round.get(0).round().isFor(reading.officers()))
                .toList();
    }

    private void pass(List<StopWork> stops, boolean onTime, boolean assigned) {
        for (StopWork stop : stops) {
            if (stop.isOpen()) {
                at(stop.planned().checkpoint()).stream()
                        .filter(reading -> reading.isFree() && isFresh(reading))
                        .filter(reading -> !assigned || stop.round().isFor(reading.officers()))
                        .filter(reading ->
                                onTime ? reading.isOnTime(stop.planned()) : reading.fits(stop.planned()))
                        .findFirst()
                        .ifPresent(reading -> {
                            stop.madeBy(reading);
                            if (stop.round().staffing() > 1) {
                                company(stop);
                            }
                        });
            }
        }
    }

    private List<Reading> at(String checkpoint) {
        return byCheckpoint.getOrDefault(checkpoint, List.of());
    }

    /** No repetition of one that has made a stop already. */
    private boolean isFresh(Reading reading) {
        return at(reading.checkpoint()).stream()
                .noneMatch(other -> other.use() == ScanVerdict.Use.MADE_STOP && repeats(reading, other));
    }

    private boolean repeats(Reading reading, Reading other) {
        return other != reading
                && reading.sameOfficers(other)
                && reading.apart(other) <= policy.debounceSeconds() * 1_000L;
    }

    /** Others who were there together with who made the stop. */
    private void company(StopWork stop) {
        Reading made = stop.made();
        if (made != null) {
            at(made.checkpoint()).stream()
                    .filter(other -> other.isFree()
                            && !other.sameOfficers(made)
                            && !other.officers().isEmpty()
                            && other.apart(made) <= policy.togetherSeconds() * 1_000L)
                    .forEach(other -> stop.add(other, ScanVerdict.Use.COMPANION));
        }
    }

    /** The same again: of a scan that made a stop, whichever came first, or of an earlier one that did not. */
    private void duplicates() {
        for (Reading reading : inOrder) {
            if (reading.isFree()) {
                Optional<Reading> first = at(reading.checkpoint()).stream()
                        .filter(other -> repeats(reading, other))
                        .filter(other -> other.use() == ScanVerdict.Use.MADE_STOP
                                || (other.isFree() && other.at() < reading.at()))
                        .min(Comparator.comparing(other -> other.use() != ScanVerdict.Use.MADE_STOP));
                first.ifPresent(other -> {
                    StopWork stop = other.stop();
                    if (stop != null) {
                        stop.add(reading, ScanVerdict.Use.DUPLICATE);
                    } else {
                        reading.is(ScanVerdict.Use.DUPLICATE);
                    }
                });
            }
        }
    }
}
