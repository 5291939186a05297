package io.gatehouse.patrol.judge;

import io.gatehouse.patrol.PlannedStop;
import io.gatehouse.protocol.patrol.ChecklistItem;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.CheckpointScan.Doubt;
import io.gatehouse.protocol.patrol.InspectionResult;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPolicy;
import io.gatehouse.protocol.patrol.Place;
import io.gatehouse.protocol.patrol.Route;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to be said of a stop beside when it was made. */
final class StopJudge {

    private final PatrolPolicy policy;
    private final Map<String, PatrolCheckpoint> checkpoints;
    private final List<Reading> playedBack;

    /** @param uncertain readings that prove nothing */
    StopJudge(PatrolPolicy policy, Map<String, PatrolCheckpoint> checkpoints, List<Reading> uncertain) {
        this.policy = policy;
        this.checkpoints = checkpoints;
        this.playedBack = uncertain.stream()
                .filter(reading -> reading.scan().doubts().contains(Doubt.REPLAYED))
                .toList();
    }

    /**
     * @param round the round's stops
     * @param before the stop that was made before it in time, or nothing
     * @param after the stop that was made after it, or nothing
     */
    Set<Flag> flags(StopWork stop, List<StopWork> round, @Nullable StopWork before, @Nullable StopWork after) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        Reading made = stop.made();
        if (made == null) {
            add(flags, Flag.REPLAYED, isPlayedBack(stop.planned()));
            return flags;
        }
        add(flags, Flag.OUT_OF_SEQUENCE, isOutOfSequence(stop, made, round));
        add(flags, Flag.DUPLICATE, stop.further().stream().anyMatch(one -> one.use() == ScanVerdict.Use.DUPLICATE));
        add(
                flags,
                Flag.ALONE,
                Math.max(1, stop.officers().size()) < stop.round().staffing());
        add(flags, Flag.TASKS_INCOMPLETE, !areTasksComplete(stop));
        dwell(flags, stop, made, after);
        add(flags, Flag.TOO_FAST, before != null && isTooFast(before, stop));
        add(flags, Flag.POSITION_MISMATCH, isElsewhere(made.scan(), stop.planned()));
        add(flags, Flag.CLOCK_SUSPECT, isClockSuspect(made.scan(), policy));
        add(flags, Flag.REPORTED_LATE, made.scan().receivedAt() > stop.planned().lateTo());
        add(flags, Flag.MANUAL, made.scan().manual() != null);
        return flags;
    }

    private static void add(Set<Flag> flags, Flag flag, boolean isSo) {
        if (isSo) {
            flags.add(flag);
        }
    }

    private boolean isPlayedBack(PlannedStop planned) {
        return playedBack.stream()
                .anyMatch(reading -> reading.checkpoint().equals(planned.checkpoint()) && reading.fits(planned));
    }

    private static boolean isOutOfSequence(StopWork stop, Reading made, List<StopWork> round) {
        return stop.round().order() != Route.Order.FREE
                && round.stream()
                        .filter(other ->
                                other.planned().ordinal() > stop.planned().ordinal())
                        .map(StopWork::made)
                        .anyMatch(other -> other != null && other.at() < made.at());
    }

    static boolean isClockSuspect(CheckpointScan scan, PatrolPolicy policy) {
        return scan.doubtMillis() > policy.clockSuspectSeconds() * 1_000L
                || scan.doubts().contains(Doubt.CLOCK_JUMPED);
    }

    private boolean areTasksComplete(StopWork stop) {
        PatrolCheckpoint checkpoint = checkpoints.get(stop.planned().checkpoint());
        if (checkpoint == null) {
            return true;
        }
        Map<String, InspectionResult> told = results(stop);
        return checkpoint.checklist().stream().filter(ChecklistItem::required).allMatch(item -> {
            InspectionResult result = told.get(item.id());
            return result != null && (!item.photo() || result.photo() != null);
        });
    }

    /** The last word on each item, of all scans at the stop. */
    private static Map<String, InspectionResult> results(StopWork stop) {
        Map<String, InspectionResult> told = new HashMap<>();
        stop.all().forEach(reading -> reading.scan().results().forEach(result -> told.put(result.item(), result)));
        return told;
    }

    List<InspectionResult> defects(StopWork stop) {
        PatrolCheckpoint checkpoint = checkpoints.get(stop.planned().checkpoint());
        if (checkpoint == null) {
            return List.of();
        }
        Map<String, InspectionResult> told = results(stop);
        return checkpoint.checklist().stream()
                .filter(item ->
                        told.containsKey(item.id()) && told.get(item.id()).isDefect(item))
                .map(item -> told.get(item.id()))
                .toList();
    }

    /** When the guard left is told, or shown by the same tag again; that they were at the next stop bounds it. */
    private static void dwell(Set<Flag> flags, StopWork stop, Reading made, @Nullable StopWork after) {
        Route.Stop way = stop.planned().way();
        Long left = made.scan().leftAt();
        long last = stop.all().stream().mapToLong(Reading::at).max().orElse(made.at());
        long stayed = (left != null ? Math.max(left, last) : last) - made.at();
        Reading next = after == null ? null : after.made();
        boolean gone = next != null && next.at() - made.at() < way.dwellMinSeconds() * 1_000L;
        boolean toldShort = (left != null || last > made.at()) && stayed < way.dwellMinSeconds() * 1_000L;
        add(flags, Flag.DWELL_SHORT, way.dwellMinSeconds() > 0 && (gone || (left != null && toldShort)));
        add(flags, Flag.DWELL_LONG, way.dwellMaxSeconds() > 0 && stayed > way.dwellMaxSeconds() * 1_000L);
    }

    private boolean isTooFast(StopWork before, StopWork stop) {
        Reading from = before.made();
        Reading to = stop.made();
        if (from == null || to == null || !from.sameOfficers(to)) {
            return false;
        }
        long took = to.at() - from.at();
        boolean next = stop.planned().ordinal() == before.planned().ordinal() + 1;
        if (next && took < stop.planned().way().travelSeconds() * 1_000L) {
            return true;
        }
        return took < metres(before, stop) / policy.metresPerSecond() * 1_000;
    }

    private double metres(StopWork before, StopWork stop) {
        Place from = place(before);
        Place to = place(stop);
        return from == null || to == null
                ? 0
                : from.metresTo(to) + Math.abs(from.floor() - to.floor()) * (double) policy.metresPerFloor();
    }

    private @Nullable Place place(StopWork stop) {
        PatrolCheckpoint checkpoint = checkpoints.get(stop.planned().checkpoint());
        return checkpoint == null ? null : checkpoint.place();
    }

    private boolean isElsewhere(CheckpointScan scan, PlannedStop planned) {
        PatrolCheckpoint checkpoint = checkpoints.get(planned.checkpoint());
        Place told = scan.position();
        Place wanted = checkpoint == null ? null : checkpoint.place();
        return told != null
                && wanted != null
                && told.metresTo(wanted) > policy.positionMetres() + told.metres() + wanted.metres();
    }
}
