package io.gatehouse.fleet.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * One measured value.
 *
 * @param at milliseconds since 1970, the gateway's clock
 */
public record Point(
        String site, String device, String metric, @Nullable String unit, long at, double value) {}
