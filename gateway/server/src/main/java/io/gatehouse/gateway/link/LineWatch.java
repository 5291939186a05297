package io.gatehouse.gateway.link;

import io.gatehouse.protocol.uplink.UplinkPulse;
import java.time.Duration;

/**
 * Notices a connection that is open and carries nothing: half of it gone, one way lost, large packets swallowed. TCP
 * would take minutes, the broker's keep-alive knows nothing of what lies behind the broker. Times are monotonic
 * nanoseconds; on the gateway's context.
 */
final class LineWatch {

    private static final long SILENCE_NANOS =
            Duration.ofSeconds(UplinkPulse.SILENCE_SECONDS).toNanos();
    /** Whoever answers heartbeats and no batch for this long does not get the batches. */
    private static final long UNANSWERED_NANOS = Duration.ofSeconds(40).toNanos();

    private long upSince;
    private long lastHeard;
    private long askedAt;
    private boolean asked;
    private boolean anything;
    private boolean pulses;

    void begin(long nanos) {
        upSince = nanos;
        lastHeard = nanos;
        asked = false;
        anything = false;
        pulses = false;
    }

    void heard(long nanos, boolean pulse) {
        lastHeard = nanos;
        anything = true;
        pulses |= pulse;
    }

    /** A batch or a hello has left, which will be answered. */
    void asked(long nanos) {
        if (!asked) {
            asked = true;
            askedAt = nanos;
        }
    }

    void answered() {
        asked = false;
    }

    /** Whether to give the connection up. A fleet that does not answer heartbeats is judged by its first answer only. */
    boolean isDead(long nanos) {
        boolean silent = (pulses || !anything) && nanos - lastHeard > SILENCE_NANOS;
        return silent || asked && nanos - askedAt > UNANSWERED_NANOS;
    }

    Duration lived(long nanos) {
        return Duration.ofNanos(nanos - upSince);
    }
}
