package io.gatehouse.fleet.rollout.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What keeps a device from being touched now. The last working lane of an entrance is never touched while another one is out,
 * and one that was just installed counts as out until it has proved itself: else a fault that shows late would close both.
 */
final class Guard {

    static final String EMERGENCY = "EMERGENCY";
    static final String OUT_OF_HOURS = "OUT_OF_HOURS";
    static final String LAST_LANE = "LAST_LANE";
    static final String SOLE_LANE = "SOLE_LANE";

    private final Rollout rollout;
    private final World world;
    private final Instant now;

    Guard(Rollout rollout, World world, Instant now) {
        this.rollout = rollout;
        this.world = world;
        this.now = now;
    }

    /** Why the device has to wait, as a code, or nothing. */
    Optional<String> holds(Unit unit, boolean anyHour) {
        if (world.emergencyAt(unit.key().site())) {
            return Optional.of(EMERGENCY);
        }
        Window window = rollout.plan().window();
        if (!anyHour
                && window != null
                && !window.holds(now, world.zoneOf(unit.key().site()))) {
            return Optional.of(OUT_OF_HOURS);
        }
        return unit.entrances().stream()
                .sorted()
                .map(entrance -> lane(unit, world.lanes(entrance)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> lane(Unit unit, List<Set<UnitKey>> lanes) {
        List<Set<UnitKey>> others =
                lanes.stream().filter(lane -> !lane.contains(unit.key())).toList();
        if (others.isEmpty()) {
            return rollout.plan().care().soleLanes() ? Optional.empty() : Optional.of(SOLE_LANE);
        }
        if (!world.works(unit.key())) {
            // nobody passes by it as it is
            return Optional.empty();
        }
        boolean underway = others.stream().flatMap(Set::stream).anyMatch(this::isUnderway);
        boolean anotherWorks = others.stream().anyMatch(lane -> lane.stream().allMatch(this::isThere));
        return underway || !anotherWorks ? Optional.of(LAST_LANE) : Optional.empty();
    }

    private boolean isThere(UnitKey device) {
        return world.works(device)
                && !(rollout.has(device) && rollout.unit(device).state().isOut());
    }

    /** One lane of an entrance at a time, to the end of its soak. */
    private boolean isUnderway(UnitKey device) {
        if (!rollout.has(device)) {
            return false;
        }
        UnitState state = rollout.unit(device).state();
        return state == UnitState.ORDERED || state == UnitState.INSTALLED || state == UnitState.RETURNING;
    }
}
