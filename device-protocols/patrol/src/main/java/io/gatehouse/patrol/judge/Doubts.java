package io.gatehouse.patrol.judge;

import io.gatehouse.patrol.Round;
import io.gatehouse.patrol.judge.Confidence.Reason;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far a scan can be believed, and why. */
final class Doubts {

    private final PatrolPolicy policy;
    private final Map<String, PatrolCheckpoint> checkpoints;
    private final Map<String, List<Long>> traces = new HashMap<>();

    Doubts(PatrolPolicy policy, Map<String, PatrolCheckpoint> checkpoints, List<Evidence.Trace> noticed) {
        this.policy = policy;
        this.checkpoints = checkpoints;
        noticed.forEach(trace -> traces.computeIfAbsent(trace.place(), place -> new ArrayList<>())
                .add(trace.at()));
    }

    /** Of a scan whose tag nobody knows. */
    Confidence of(CheckpointScan scan) {
        return Confidence.of(ofScan(scan));
    }

    Confidence of(Reading reading, Set<Flag> flags, @Nullable Round round) {
        List<Reason> reasons = ofScan(reading.scan());
        add(reasons, Reason.TOO_FAST, flags.contains(Flag.TOO_FAST));
        add(reasons, Reason.POSITION_MISMATCH, flags.contains(Flag.POSITION_MISMATCH));
        add(reasons, Reason.QR_COPYABLE, reading.kind() == MarkKind.QR);
        add(reasons, Reason.INCIDENTAL, reading.kind().isIncidental());
        add(reasons, Reason.NO_DOOR_EVENT_NEAR, isUnnoticed(reading));
        add(
                reasons,
                Reason.OFFICER_NOT_ASSIGNED,
                round != null && !reading.officers().isEmpty() && !round.isFor(reading.officers()));
        return Confidence.of(reasons);
    }

    private List<Reason> ofScan(CheckpointScan scan) {
        List<Reason> reasons = new ArrayList<>();
        scan.doubts().forEach(doubt -> reasons.add(reason(doubt)));
        add(reasons, Reason.CLOCK_SUSPECT, StopJudge.isClockSuspect(scan, policy));
        add(reasons, Reason.MANUAL, scan.manual() != null);
        add(reasons, Reason.OFFICER_UNKNOWN, scan.officers().isEmpty());
        return reasons;
    }

    private static Reason reason(CheckpointScan.Doubt doubt) {
        return switch (doubt) {
            case CLOCK_JUMPED -> Reason.CLOCK_SUSPECT;
            case MOCK_LOCATION -> Reason.MOCK_LOCATION;
            case SIGNATURE_WRONG -> Reason.SIGNATURE_WRONG;
            case NOT_SIGNED -> Reason.NOT_SIGNED;
            case NOT_IN_CUSTODY -> Reason.NOT_IN_CUSTODY;
            case RECORDS_MISSING -> Reason.RECORDS_MISSING;
            case REPLAYED -> Reason.REPLAYED;
        };
    }

    private static void add(List<Reason> reasons, Reason reason, boolean isSo) {
        if (isSo) {
            reasons.add(reason);
        }
    }

    private boolean isUnnoticed(Reading reading) {
        PatrolCheckpoint checkpoint = checkpoints.get(reading.checkpoint());
        if (checkpoint == null || checkpoint.near().isEmpty()) {
            return false;
        }
        long within = policy.corroborationSeconds() * 1_000L;
        return checkpoint.near().stream()
                .flatMap(place -> traces.getOrDefault(place, List.of()).stream())
                .noneMatch(at -> Math.abs(at - reading.at()) <= within);
    }
}
