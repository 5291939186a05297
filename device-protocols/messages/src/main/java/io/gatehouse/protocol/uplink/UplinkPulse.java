package io.gatehouse.protocol.uplink;

import org.jspecify.annotations.Nullable;

/**
 * The fleet's answer to each {@link GatewayHeartbeat}: the line carries both ways. A gateway that has heard one and then
 * hears nothing for {@link #SILENCE_SECONDS} gives the connection up.
 *
 * @param boot the boot that is answered; of no use to any other
 * @param refusal {@link UplinkAck#FENCED} when the boot has not the word, else nothing
 * @param retryAfterMillis with a refusal: stay away at least this long
 */
public record UplinkPulse(String boot, @Nullable String refusal, int retryAfterMillis) {

    /** Three heartbeats without an answer. */
    public static final int SILENCE_SECONDS = 3 * GatewayHeartbeat.PERIOD_SECONDS;
}
