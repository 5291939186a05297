package io.gatehouse.protocol.patrol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that a site's patrol needs to be judged at the site alone. Immutable.
 *
 * @param sealKey Base64 of 32 random bytes: what random orders and starts come from; whoever has it knows them before
 * @param phones of guards, with those that were taken back lately; nothing is none
 */
public record PatrolPlan(
        List<PatrolCheckpoint> checkpoints,
        List<Route> routes,
        List<PatrolSchedule> schedules,
        List<GapRule> gapRules,
        List<Officer> officers,
        List<Wand> wands,
        PatrolPolicy policy,
        String sealKey,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        List<GuardPhone> phones) {

    public static final PatrolPlan NONE =
            new PatrolPlan(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), PatrolPolicy.DEFAULT, "");

    /** A plan without guards' phones. */
    public PatrolPlan(
            List<PatrolCheckpoint> checkpoints,
            List<Route> routes,
            List<PatrolSchedule> schedules,
            List<GapRule> gapRules,
            List<Officer> officers,
            List<Wand> wands,
            PatrolPolicy policy,
            String sealKey) {
        this(checkpoints, routes, schedules, gapRules, officers, wands, policy, sealKey, List.of());
    }

    public PatrolPlan {
        phones = phones == null ? List.of() : List.copyOf(phones);
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

    public Optional<Officer> officer(String id) {
        return officers.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** Guards' phones; those that were taken back lately too. */
    public List<GuardPhone> guardPhones() {
        return Objects.requireNonNullElse(phones, List.of());
    }

    /** The same with these phones. */
    public PatrolPlan with(List<GuardPhone> some) {
        return new PatrolPlan(checkpoints, routes, schedules, gapRules, officers, wands, policy, sealKey, some);
    }

    public Optional<Wand> wand(String id) {
        return wands.stream().filter(one -> one.id().equals(id)).findFirst();
    }
}
