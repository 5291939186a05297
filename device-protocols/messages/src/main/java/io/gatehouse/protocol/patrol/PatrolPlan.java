package io.gatehouse.protocol.patrol;

import java.util.List;
import java.util.Optional;

/**
 * All that a site's patrol needs to be judged at the site alone. Immutable.
 *
 * @param sealKey Base64 of 32 random bytes: what random orders and starts come from; whoever has it knows them before
 */
public record PatrolPlan(
        List<PatrolCheckpoint> checkpoints,
        List<Route> routes,
        List<PatrolSchedule> schedules,
        List<GapRule> gapRules,
        List<Officer> officers,
        List<Wand> wands,
        PatrolPolicy policy,
        String sealKey) {

    public static final PatrolPlan NONE =
            new PatrolPlan(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), PatrolPolicy.DEFAULT, "");

    public PatrolPlan {
        checkpoints = List.copyOf(checkpoints);
        routes = List.copyOf(routes);
        schedules = List.copyOf(schedules);
        gapRules = List.copyOf(gapRules);
        officers = List.copyOf(officers);
        wands = List.copyOf(wands);
    }

    public Optional<PatrolCheckpoint> checkpoint(String id) {
        return checkpoints.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    public Optional<Route> route(String id) {
        return routes.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    public Optional<Wand> wand(String id) {
        return wands.stream().filter(one -> one.id().equals(id)).findFirst();
    }
}
