package io.gatehouse.protocol.uplink;

import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import org.jspecify.annotations.Nullable;

/**
 * What the fleet holds of a log, written and committed; the only thing that lets a gateway forget.
 *
 * @param held sequence numbers that are in the fleet's database, or known as a gap that will never be filled
 * @param credit how many records may be in flight beyond {@code held}, for all logs of the gateway together
 * @param refusal set when nothing was taken and why, such as {@code UNKNOWN_GATEWAY} or {@code DATABASE_DOWN}
 * @param retryAfterMillis with a refusal: wait at least this long
 */
public record UplinkAck(
        LogId log, IntervalSet held, int credit, @Nullable String refusal, int retryAfterMillis) {}
