package io.gatehouse.patrol.judge;

import io.gatehouse.patrol.PlannedStop;
import io.gatehouse.patrol.Round;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.PatrolPolicy;
import io.gatehouse.protocol.patrol.Wand;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Why a stop was missed: the guard, or what should have noticed them. */
final class Causes {

    private final PatrolPolicy policy;
    private final Map<String, PatrolCheckpoint> checkpoints;
    private final Evidence evidence;
    private final List<Reading> uncertain;
    private final Set<String> silentTags;
    private final Set<String> wands;

    /**
     * @param uncertain readings that prove nothing, for their time or otherwise
     * @param silentTags checkpoints that nobody has read for too many rounds
     */
    Causes(
            PatrolPlan plan,
            Map<String, PatrolCheckpoint> checkpoints,
            Evidence evidence,
            List<Reading> uncertain,
            Set<String> silentTags) {
        this.policy = plan.policy();
        this.wands = plan.wands().stream().map(Wand::id).collect(Collectors.toUnmodifiableSet());
        this.checkpoints = checkpoints;
        this.evidence = evidence;
        this.uncertain = uncertain;
        this.silentTags = silentTags;
    }

    /** Whether a wand that may have been there is still to be read. */
    boolean isWandOut(Round round, PlannedStop stop) {
        return evidence.custody().stream()
                .filter(held -> held.overlaps(stop.earlyFrom(), stop.lateTo()))
                .filter(held -> round.isFor(List.of(held.officer())))
                .filter(held -> isReadBy(stop, held.wand()))
                .anyMatch(held -> evidence.watermarks().getOrDefault(held.wand(), Long.MIN_VALUE) < stop.lateTo());
    }

    /** A wand reads buttons, a phone reads tags, codes and positions. */
    private boolean isReadBy(PlannedStop stop, String collector) {
        PatrolCheckpoint checkpoint = checkpoints.get(stop.checkpoint());
        boolean wand = wands.contains(collector);
        return checkpoint != null
                && checkpoint.marks().stream()
                        .filter(mark -> mark.device() == null && !mark.kind().isIncidental())
                        .anyMatch(mark -> (mark.kind() == MarkKind.RFID_BUTTON) == wand);
    }

    MissCause of(Round round, PlannedStop stop) {
        if (isWandOut(round, stop)) {
            return MissCause.DATA_IN_WAND;
        }
        boolean uncertainTime = uncertain.stream()
                .filter(reading -> reading.use() == ScanVerdict.Use.TIME_UNCERTAIN)
                .anyMatch(reading -> reading.checkpoint().equals(stop.checkpoint()) && reading.fits(stop));
        if (uncertainTime) {
            return MissCause.CLOCK_WRONG;
        }
        return outage(stop)
                .orElseGet(() -> silentTags.contains(stop.checkpoint()) ? MissCause.TAG_DAMAGED : MissCause.GUARD);
    }

    /** Everything that could have noticed a guard was away for most of the window. */
    private Optional<MissCause> outage(PlannedStop stop) {
        Optional<MissCause> gateway = down(Evidence.Outage.GATEWAY, stop);
        PatrolCheckpoint checkpoint = checkpoints.get(stop.checkpoint());
        Set<String> devices = new HashSet<>();
        boolean passive = checkpoint == null || checkpoint.marks().isEmpty();
        for (Mark mark : checkpoint == null ? List.<Mark>of() : checkpoint.marks()) {
            String device = mark.device();
            if (device == null && !mark.kind().isIncidental()) {
                passive = true;
            } else {
                devices.add(device == null ? mark.value() : device);
            }
        }
        if (passive) {
            return Optional.empty();
        }
        if (gateway.isPresent()) {
            return gateway;
        }
        List<Optional<MissCause>> each =
                devices.stream().sorted().map(device -> down(device, stop)).toList();
        return each.stream().allMatch(Optional::isPresent) ? each.get(0) : Optional.empty();
    }

    private Optional<MissCause> down(String device, PlannedStop stop) {
        List<Evidence.Outage> down = evidence.outages().stream()
                .filter(outage -> outage.device().equals(device))
                .filter(outage -> outage.within(stop.earlyFrom(), stop.lateTo()) > 0)
                .toList();
        long window = stop.lateTo() - stop.earlyFrom();
        long away = down.stream()
                .mapToLong(outage -> outage.within(stop.earlyFrom(), stop.lateTo()))
                .sum();
        return down.isEmpty() || away * 100 < window * policy.outagePercent()
                ? Optional.empty()
                : Optional.of(down.get(0).cause());
    }
}
