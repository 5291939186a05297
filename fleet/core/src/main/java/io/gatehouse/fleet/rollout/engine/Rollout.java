package io.gatehouse.fleet.rollout.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A rollout as it stands. Of one thread; whoever keeps it asks for {@link #changed} after each step. */
public final class Rollout {

    private final Plan plan;
    private final Map<UnitKey, Unit> units = new LinkedHashMap<>();
    private final Set<UnitKey> changed = new LinkedHashSet<>();
    private Standing standing;

    /**
     * How it stands.
     *
     * @param wave the one that is on, from 0
     * @param reason why it paused, stopped or goes back, as a code
     * @param approvedBy who agreed to the wave that is on
     */
    public record Standing(
            Phase phase,
            int wave,
            Instant since,
            @Nullable String reason,
            @Nullable String approvedBy) {

        Standing to(Phase next, Instant at, @Nullable String why) {
            return new Standing(next, wave, at, why, approvedBy);
        }

        Standing wave(Phase next, int number, Instant at) {
            return new Standing(next, number, at, null, null);
        }
    }

    public Rollout(Plan plan, Standing standing, Collection<Unit> units) {
        this.plan = plan;
        this.standing = standing;
        units.forEach(unit -> this.units.put(unit.key(), unit));
    }

    /** A new one; it waits for somebody who agrees, if the plan says so. */
    public static Rollout begin(Plan plan, Collection<Unit> units, Instant at) {
        Phase first = plan.care().approval() == Plan.Approval.NONE ? Phase.RUNNING : Phase.WAITING;
        return new Rollout(plan, new Standing(first, 0, at, null, null), units);
    }

    public Plan plan() {
        return plan;
    }

    public Standing standing() {
        return standing;
    }

    public Phase phase() {
        return standing.phase();
    }

    public Collection<Unit> units() {
        return List.copyOf(units.values());
    }

    /** The units that changed since this was asked last. */
    public List<Unit> changed() {
        List<Unit> all = new ArrayList<>();
        changed.forEach(key -> all.add(unit(key)));
        changed.clear();
        return all;
    }

    Unit unit(UnitKey key) {
        Unit found = units.get(key);
        if (found == null) {
            throw new IllegalArgumentException(key + " is not in this rollout");
        }
        return found;
    }

    boolean has(UnitKey key) {
        return units.containsKey(key);
    }

    void put(Unit unit) {
        if (!unit.equals(units.put(unit.key(), unit))) {
            changed.add(unit.key());
        }
    }

    void stand(Standing next) {
        standing = next;
    }

    List<Unit> units(Predicate<Unit> which) {
        return units.values().stream().filter(which).toList();
    }

    List<Unit> wave() {
        return units(unit -> unit.wave() == standing.wave());
    }

    /** How many of its devices are in each state. */
    public Map<UnitState, Long> tally(int wave) {
        Map<UnitState, Long> tally = new LinkedHashMap<>();
        units.values().stream()
                .filter(unit -> unit.wave() == wave)
                .forEach(unit -> tally.merge(unit.state(), 1L, Long::sum));
        return tally;
    }
}
