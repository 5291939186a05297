package io.gatehouse.fleet.plan;

import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a plan.
 *
 * @param area an area of the site's, or nothing
 * @param building as positions name it, or nothing; what belongs there is offered first when things are placed
 * @param rank plans are listed by it, then by name
 */
public record PlanForm(
        String name,
        @Nullable String area,
        @Nullable String building,
        @Nullable String floor,
        int rank) {}
