package io.gatehouse.patrol.judge;

import io.gatehouse.patrol.PlannedStop;
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
    private final long widest;

    /** @param readings in the order of their times */
    Allotment(PatrolPolicy policy, List<Reading> readings) {
        this.policy = policy;
        this.inOrder = readings;
        this.widest = readings.stream().mapToLong(Reading::slack).max().orElse(0);
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
                PlannedStop planned = stop.planned();
                between(planned.checkpoint(), planned.earlyFrom() - widest, planned.lateTo() + widest).stream()
                        .filter(Reading::isFree)
                        .filter(reading -> onTime ? reading.isOnTime(planned) : reading.fits(planned))
                        .filter(reading -> !assigned || stop.round().isFor(reading.officers()))
                        .filter(this::isFresh)
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

    /** Those at the checkpoint from then to then, both included; found by halving, since a wand brings thousands. */
    private List<Reading> between(String checkpoint, long from, long to) {
        List<Reading> all = byCheckpoint.getOrDefault(checkpoint, List.of());
        return all.subList(firstFrom(all, from), firstFrom(all, to + 1));
    }

    private static int firstFrom(List<Reading> inOrder, long at) {
        int low = 0;
        int high = inOrder.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (inOrder.get(middle).at() < at) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private List<Reading> around(Reading reading, int seconds) {
        return between(reading.checkpoint(), reading.at() - seconds * 1_000L, reading.at() + seconds * 1_000L);
    }

    /** No repetition of one that has made a stop already. */
    private boolean isFresh(Reading reading) {
        return around(reading, policy.debounceSeconds()).stream()
                .noneMatch(other -> other.use() == ScanVerdict.Use.MADE_STOP && repeats(reading, other));
    }

    private boolean repeats(Reading reading, Reading other) {
        return other != reading && reading.sameOfficers(other);
    }

    /** Others who were there together with who made the stop. */
    private void company(StopWork stop) {
        Reading made = stop.made();
        if (made != null) {
            around(made, policy.togetherSeconds()).stream()
                    .filter(other -> other.isFree()
                            && !other.sameOfficers(made)
                            && !other.officers().isEmpty())
                    .forEach(other -> stop.add(other, ScanVerdict.Use.COMPANION));
        }
    }

    /** The same again: of a scan that made a stop, whichever came first, or of an earlier one that did not. */
    private void duplicates() {
        for (Reading reading : inOrder) {
            if (reading.isFree()) {
                Optional<Reading> first = around(reading, policy.debounceSeconds()).stream()
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
