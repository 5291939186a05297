package io.gatehouse.fleet.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Presence with its reason, computed from facts and never stored.
 *
 * @param reason a stable code: {@code HEARD}, {@code ASLEEP}, {@code SILENT}, {@code NOT_CONNECTED}, {@code FLAPPING},
 *     {@code GATEWAY_SILENT}, {@code NEVER_HEARD}
 * @param since since when, or nothing when that is not known
 */
public record Standing(
        Presence presence, String reason, @Nullable Instant since) {

    /** Two missed heartbeats and a little for the way. */
    private static final int MISSED = 2;

    private static final Duration WAY = Duration.ofSeconds(2);

    /** Silent for longer, somebody would ask why it is shown as being there. */
    private static final Duration LOOKS_SILENT = Duration.ofMinutes(10);

    /** What is known of a gateway: when it was heard, and since when it has been so without a break. */
    public static Standing ofGateway(Heard heard, Duration heartbeat, Instant now) {
        if (heard.last() == null) {
            return new Standing(Presence.NEVER_SEEN, "NEVER_HEARD", null);
        }
        Instant deadline = heard.last().plus(patienceOf(heartbeat));
        return now.isAfter(deadline)
                ? new Standing(Presence.OFFLINE, "SILENT", heard.last())
                : new Standing(Presence.ONLINE, "HEARD", heard.since());
    }

    /** How long a gateway may be silent. */
    static Duration patienceOf(Duration heartbeat) {
        return WAY.plusMillis(MISSED * heartbeat.toMillis());
    }

    /** What is known of a device, through its gateway. */
    public static Standing ofDevice(Known known, Standing gateway, Instant now) {
        Instant last = known.heard.last();
        if (last == null) {
            return new Standing(Presence.NEVER_SEEN, "NEVER_HEARD", null);
        }
        if (gateway.presence() != Presence.ONLINE) {
            return new Standing(Presence.UNKNOWN, "GATEWAY_SILENT", gateway.since());
        }
        // whoever wakes to speak comes and goes by design
        Instant flapping = known.pattern == Pattern.MAINS ? Flapping.since(known.changes, now) : null;
        if (flapping != null) {
            return new Standing(Presence.UNSTABLE, "FLAPPING", flapping);
        }
        if (now.isAfter(last.plus(known.pattern.patience(known.heartbeat)))) {
            boolean cut = known.session == null && known.pattern == Pattern.MAINS;
            return new Standing(Presence.OFFLINE, cut ? "NOT_CONNECTED" : "SILENT", last);
        }
        boolean asleep = known.pattern != Pattern.MAINS && now.isAfter(last.plus(LOOKS_SILENT));
        return new Standing(Presence.ONLINE, asleep ? "ASLEEP" : "HEARD", known.heard.since());
    }

    /** The same by how often it speaks alone, for whom neither its profile nor its flapping matters. */
    public static Standing ofDevice(
            Heard heard, @Nullable String session, Duration heartbeat, Standing gateway, Instant now) {
        return ofDevice(new Known(heard, session, Pattern.of(heartbeat), heartbeat, List.of()), gateway, now);
    }

    /** When somebody was heard last, and since when without a break. */
    public record Heard(@Nullable Instant last, @Nullable Instant since) {}

    /**
     * The facts of a device, each by itself.
     *
     * @param session how it is connected now, or nothing
     * @param heartbeat how often it speaks
     * @param changes when its connection began or ended, the oldest first
     */
    public record Known(
            Heard heard, @Nullable String session, Pattern pattern, Duration heartbeat, List<Instant> changes) {

        public Known {
            changes = List.copyOf(changes);
        }
    }
}
