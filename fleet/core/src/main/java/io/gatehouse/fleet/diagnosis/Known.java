package io.gatehouse.fleet.diagnosis;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a device for a diagnosis.
 *
 * @param through its gateway, or the site's; nothing when the site has none
 * @param past what it did and what was done to it lately
 */
public record Known(Device device, @Nullable Gateway through, Proof proof, Past past) {

    /** The device's own row. */
    public record Device(
            int heartbeatSeconds,
            @Nullable Instant lastHeard,
            @Nullable String session,
            long refused,
            @Nullable String lastRefusal) {}

    /**
     * Its gateway.
     *
     * @param book the version of the site book that it has proved, and {@code wanted} the newest one
     * @param addresses where it listens, by kind
     */
    public record Gateway(
            String id,
            @Nullable Instant lastHeard,
            @Nullable String clock,
            @Nullable Long clockOffsetMillis,
            long book,
            long wanted,
            boolean storageFailed,
            Map<String, String> addresses) {}

    /**
     * What it may prove itself with.
     *
     * @param claimed whether its label was claimed, or it never had one
     * @param generation of certificates that count, 0 before the first
     * @param ends of the newest certificate that counts
     * @param revokedAfter whether certificates were issued and none counts any more
     * @param tokenUntil until when a claim token waits to be used
     */
    public record Proof(
            boolean claimed,
            int generation,
            @Nullable Instant ends,
            boolean revokedAfter,
            @Nullable Instant tokenUntil) {}

    /**
     * The last day.
     *
     * @param refusedAt when a sign-in in its name was refused last, of {@code refusals}
     * @param disconnectedAt when it went last, and why
     * @param refusedBy what it showed last, {@code KEY} or {@code CERTIFICATE}; empty when that was not told
     * @param disconnects how often it went
     * @param power what it said of its power last: {@code PowerLost}, {@code PowerRestored}, {@code BatteryLow}
     * @param battery the newest level in percent
     * @param starts how often it started
     * @param clockOffsetMillis its own clock against the gateway's at its newest event
     * @param gapSeconds the usual time between two of its messages
     */
    public record Past(
            @Nullable Instant refusedAt,
            long refusals,
            String refusedBy,
            @Nullable Instant disconnectedAt,
            @Nullable String disconnectReason,
            long disconnects,
            @Nullable String power,
            @Nullable Instant powerAt,
            @Nullable Double battery,
            long starts,
            @Nullable Long clockOffsetMillis,
            @Nullable Double gapSeconds) {}
}
