package io.gatehouse.patrol.judge;

import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.Mark;
import io.gatehouse.protocol.patrol.MarkKind;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.Place;
import io.gatehouse.protocol.patrol.TagReading;
import io.gatehouse.protocol.patrol.Wand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which checkpoint a scan was at: by its tag, else by its position. */
final class TagIndex {

    /** A checkpoint, and by what it was known. */
    record Found(String checkpoint, MarkKind kind) {}

    private record Fence(String checkpoint, Place place) {}

    private final Map<String, Found> byTag = new HashMap<>();
    private final Set<String> controls = new HashSet<>();
    private final List<Fence> fences;

    TagIndex(PatrolPlan plan) {
        for (PatrolCheckpoint checkpoint : plan.checkpoints()) {
            for (Mark mark : checkpoint.marks()) {
                if (mark.kind() != MarkKind.GPS) {
                    byTag.put(Mark.number(mark.value()), new Found(checkpoint.id(), mark.kind()));
                }
            }
        }
        for (Wand wand : plan.wands()) {
            if (!wand.controlTag().isEmpty()) {
                controls.add(Mark.number(wand.controlTag()));
            }
        }
        fences = plan.checkpoints().stream()
                .filter(one -> one.marks().stream().anyMatch(mark -> mark.kind() == MarkKind.GPS))
                .flatMap(one -> Optional.ofNullable(one.place()).map(place -> new Fence(one.id(), place)).stream())
                .toList();
    }

    Optional<Found> of(CheckpointScan scan) {
        Found tagged = byTag.get(TagReading.of(scan.tag()).number());
        return tagged != null ? Optional.of(tagged) : fenced(scan.position());
    }

    boolean isControl(CheckpointScan scan) {
        return controls.contains(Mark.number(scan.tag()));
    }

    private Optional<Found> fenced(@Nullable Place position) {
        if (position == null) {
            return Optional.empty();
        }
        return fences.stream()
                .filter(fence -> fence.place().floor() == position.floor()
                        && fence.place().metresTo(position) <= fence.place().metres())
                .min((a, b) ->
                        Double.compare(a.place().metresTo(position), b.place().metresTo(position)))
                .map(fence -> new Found(fence.checkpoint(), MarkKind.GPS));
    }
}
