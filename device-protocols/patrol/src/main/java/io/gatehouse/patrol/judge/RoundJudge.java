package io.gatehouse.patrol.judge;

import io.gatehouse.patrol.Round;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.CheckpointScan.Doubt;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.PatrolPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says of rounds what became of them. The same plan, rounds, evidence and time give the same verdict wherever and however
 * often it is asked, so that a verdict is never kept as a truth: what comes later is judged with all the rest again.
 * Immutable, from any thread.
 */
public final class RoundJudge {

    private final PatrolPlan plan;
    private final PatrolPolicy policy;
    private final Map<String, PatrolCheckpoint> checkpoints;
    private final TagIndex tags;

    public RoundJudge(PatrolPlan plan) {
        this.plan = plan;
        policy = plan.policy();
        checkpoints = plan.checkpoints().stream()
                .collect(Collectors.toUnmodifiableMap(PatrolCheckpoint::id, Function.identity()));
        tags = new TagIndex(plan);
    }

    /** The checkpoint that a scan was at, if its tag or position is one's. */
    public Optional<String> checkpointOf(CheckpointScan scan) {
        return tags.of(scan).map(TagIndex.Found::checkpoint);
    }

    /**
     * Judges rounds together: those whose windows lie so close that a scan could be either's must be given at once.
     *
     * @param now milliseconds since 1970
     */
    public Judgement judge(List<Round> planned, Evidence evidence, long now) {
        Sorted sorted = sorted(Replays.marked(evidence.scans(), evidence.counts()));
        Map<String, List<RoundOrder>> orders =
                evidence.orders().stream().collect(Collectors.groupingBy(RoundOrder::round));
        List<Round> rounds = planned.stream()
                .map(round -> Pauses.applied(round, orders.getOrDefault(round.id(), List.of()), now))
                .toList();
        List<List<StopWork>> work = rounds.stream()
                .map(round -> round.stops().stream()
                        .map(stop -> new StopWork(round, stop))
                        .toList())
                .toList();
        new Allotment(policy, sorted.readings).allot(work);
        Causes causes = new Causes(
                plan, checkpoints, evidence, sorted.uncertain, TagHealth.silent(work, policy.tagHealthRounds(), now));
        Doubts doubts = new Doubts(policy, checkpoints, evidence.traces());
        Verdicts verdicts = new Verdicts(new StopJudge(policy, checkpoints, sorted.uncertain), causes, doubts, now);
        List<RoundVerdict> judged = new ArrayList<>();
        for (int i = 0; i < rounds.size(); i++) {
            Round round = rounds.get(i);
            judged.add(verdicts.of(round, work.get(i), orders.getOrDefault(round.id(), List.of())));
        }
        return new Judgement(judged, scans(sorted, new ScanJudge(policy, work, doubts), verdicts));
    }

    private static List<ScanVerdict> scans(Sorted sorted, ScanJudge judge, Verdicts verdicts) {
        List<ScanVerdict> all = new ArrayList<>();
        sorted.readings.forEach(reading -> all.add(judge.of(reading, verdicts)));
        sorted.uncertain.forEach(reading -> all.add(judge.of(reading, verdicts)));
        sorted.others.forEach((scan, use) -> all.add(judge.unplaced(scan, use)));
        return all;
    }

    /** Scans by what can be done with them. */
    private record Sorted(
            List<Reading> readings, List<Reading> uncertain, Map<CheckpointScan, ScanVerdict.Use> others) {}

    private Sorted sorted(List<CheckpointScan> scans) {
        Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
        scans.stream()
                .sorted(Comparator.comparingLong(CheckpointScan::at).thenComparing(CheckpointScan::id))
                .forEach(scan -> sort(scan, sorted));
        return sorted;
    }

    private void sort(CheckpointScan scan, Sorted sorted) {
        Optional<TagIndex.Found> found = tags.of(scan);
        if (found.isEmpty()) {
            boolean control = tags.isControl(scan);
            sorted.others.put(scan, control ? ScanVerdict.Use.CONTROL : ScanVerdict.Use.UNKNOWN_TAG);
            return;
        }
        MarkKind told = scan.method();
        long doubt = scan.doubtMillis();
        long slack = doubt > policy.clockSuspectSeconds() * 1_000L ? doubt : 0;
        Reading reading = new Reading(
                scan, found.get().checkpoint(), told == null ? found.get().kind() : told, slack);
        if (scan.doubts().contains(Doubt.SIGNATURE_WRONG) || scan.doubts().contains(Doubt.REPLAYED)) {
            reading.is(ScanVerdict.Use.NOT_BELIEVED);
            sorted.uncertain.add(reading);
        } else if (doubt > policy.maxDoubtSeconds() * 1_000L) {
            reading.is(ScanVerdict.Use.TIME_UNCERTAIN);
            sorted.uncertain.add(reading);
        } else {
            sorted.readings.add(reading);
        }
    }
}
