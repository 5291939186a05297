package io.gatehouse.patrol.judge;

import io.gatehouse.patrol.Round;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.PatrolPolicy;
import io.gatehouse.protocol.patrol.Route.Order;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to be said of each scan, and above all of those that made no stop. */
final class ScanJudge {

    private final PatrolPolicy policy;
    private final List<List<StopWork>> rounds;
    private final Doubts doubts;

    ScanJudge(PatrolPolicy policy, List<List<StopWork>> rounds, Doubts doubts) {
        this.policy = policy;
        this.rounds = rounds.stream().filter(round -> !round.isEmpty()).toList();
        this.doubts = doubts;
    }

    ScanVerdict of(Reading reading, Verdicts verdicts) {
        StopWork stop = reading.stop();
        if (stop == null) {
            return loose(reading);
        }
        StopVerdict told = verdicts.of(stop);
        boolean made = reading.use() == ScanVerdict.Use.MADE_STOP;
        Set<Flag> flags = made && told != null ? told.flags() : own(reading);
        return new ScanVerdict(
                reading.scan().id(),
                reading.checkpoint(),
                reading.use(),
                stop.round().id(),
                stop.planned().ordinal(),
                flags,
                doubts.of(reading, flags, stop.round()));
    }

    /** Of a scan without a checkpoint. */
    ScanVerdict unplaced(CheckpointScan scan, ScanVerdict.Use use) {
        return new ScanVerdict(scan.id(), null, use, null, 0, Set.of(), doubts.of(scan));
    }

    private ScanVerdict loose(Reading reading) {
        ScanVerdict.Use use =
                reading.use() == ScanVerdict.Use.UNSCHEDULED && reading.kind().isIncidental()
                        ? ScanVerdict.Use.INCIDENTAL
                        : reading.use();
        Set<Flag> flags = own(reading);
        Optional<Round> onRoute = during(reading, true);
        Optional<Round> walked = onRoute.isPresent() ? onRoute : during(reading, false);
        if (use == ScanVerdict.Use.UNSCHEDULED && walked.isPresent()) {
            boolean on = onRoute.isPresent();
            if (!on) {
                flags.add(Flag.WRONG_ROUTE);
            } else if (walked.get().order() == Order.STRICT) {
                flags.add(Flag.OUT_OF_SEQUENCE);
            }
        }
        return new ScanVerdict(
                reading.scan().id(),
                reading.checkpoint(),
                use,
                walked.map(Round::id).orElse(null),
                0,
                flags,
                doubts.of(reading, flags, walked.orElse(null)));
    }

    private Set<Flag> own(Reading reading) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        if (reading.use() == ScanVerdict.Use.DUPLICATE) {
            flags.add(Flag.DUPLICATE);
        }
        if (StopJudge.isClockSuspect(reading.scan(), policy)) {
            flags.add(Flag.CLOCK_SUSPECT);
        }
        if (reading.scan().manual() != null) {
            flags.add(Flag.MANUAL);
        }
        return flags;
    }

    /** The round that its officer was making then, on whose route the checkpoint is or is not. */
    private Optional<Round> during(Reading reading, boolean onRoute) {
        return rounds.stream()
                .filter(stops -> isDuring(stops.get(0).round(), reading.at()))
                .filter(stops -> stops.stream()
                                .anyMatch(stop -> stop.planned().checkpoint().equals(reading.checkpoint()))
                        == onRoute)
                .filter(stops -> isMadeBy(stops, reading))
                .map(stops -> stops.get(0).round())
                .findFirst();
    }

    private static boolean isDuring(Round round, long at) {
        return at >= round.opensAt() && at <= round.endAt();
    }

    private static boolean isMadeBy(List<StopWork> stops, Reading reading) {
        Round round = stops.get(0).round();
        boolean assigned = !round.officers().isEmpty() && round.isFor(reading.officers());
        return assigned
                || stops.stream().anyMatch(stop -> stop.officers().stream().anyMatch(reading.officers()::contains));
    }
}
