package io.gatehouse.fleet.presence;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Presence with its reason, computed from facts and never stored.
 *
 * @param reason a stable code: {@code HEARD}, {@code SILENT}, {@code NOT_CONNECTED}, {@code GATEWAY_SILENT},
 *     {@code NEVER_HEARD}
 * @param since since when, or nothing when that is not known
 */
public record Standing(
        Presence presence, String reason, @Nullable Instant since) {

    /** Two missed heartbeats and a little for the way. */
    private static final int MISSED = 2;

    private static final Duration WAY = Duration.ofSeconds(2);

    /** What is known of a gateway: when it was heard, and since when it has been so without a break. */
    public static Standing ofGateway(Heard heard, Duration heartbeat, Instant now) {
        if (heard.last() == null) {
            return new Standing(Presence.NEVER_SEEN, "NEVER_HEARD", null);
        }
        Instant deadline = heard.last().plus(heartbeat.multipliedBy(MISSED)).plus(WAY);
        return now.isAfter(deadline)
                ? new Standing(Presence.OFFLINE, "SILENT", heard.last())
                : new Standing(Presence.ONLINE, "HEARD", heard.since());
    }

    /** What is known of a device, through its gateway. */
    public static Standing ofDevice(
            Heard heard, @Nullable String session, Duration heartbeat, Standing gateway, Instant now) {
        if (heard.last() == null) {
            return new Standing(Presence.NEVER_SEEN, "NEVER_HEARD", null);
        }
        if (gateway.presence() != Presence.ONLINE) {
            return new Standing(Presence.UNKNOWN, "GATEWAY_SILENT", gateway.since());
        }
        Instant deadline = heard.last().plus(heartbeat.multipliedBy(MISSED)).plus(WAY);
        if (now.isAfter(deadline)) {
            return new Standing(Presence.OFFLINE, session == null ? "NOT_CONNECTED" : "SILENT", heard.last());
        }
        return new Standing(Presence.ONLINE, "HEARD", heard.since());
    }

    /** When somebody was heard last, and since when without a break. */
    public record Heard(@Nullable Instant last, @Nullable Instant since) {}
}
