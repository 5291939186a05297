package io.gatehouse.protocol.uplink;

import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the fleet holds of a log, written and committed; the only thing that lets a gateway forget.
 *
 * @param held sequence numbers that are in the fleet's database, or known as a gap that will never be filled
 * @param credit how many records may be in flight beyond {@code held}, for all logs of the gateway together
 * @param refusal set when nothing was taken and why, such as {@code UNKNOWN_GATEWAY} or {@code DATABASE_DOWN}
 * @param retryAfterMillis with a refusal: wait at least this long
 * @param lease whom it is for; nothing from a fleet, or to a gateway, that does not know of leases
 */
public record UplinkAck(
        LogId log,
        IntervalSet held,
        int credit,
        @Nullable String refusal,
        int retryAfterMillis,
        @Nullable Lease lease) {

    /** There is no room now. */
    public static final String BUSY = "BUSY";

    public static final String DATABASE_DOWN = "DATABASE_DOWN";
    public static final String UNKNOWN_GATEWAY = "UNKNOWN_GATEWAY";
    /** A younger boot of the same gateway has the word: this one's disk, or the other's, is a copy. */
    public static final String FENCED = "FENCED";
    /** What was packed cannot be unpacked within its bounds. */
    public static final String UNREADABLE = "UNREADABLE";

    /**
     * Whom an acknowledgement is for. Whoever has another boot must not act on it, and has lost the word when the epoch
     * is above its own.
     *
     * @param boot the gateway's process, as its hello named it
     * @param epoch counts the boots of this gateway that have had the word
     * @param takes encodings of {@link PackedBatch} that the fleet can read; empty when it was not asked
     * @param parted true when the fleet holds more of this log than the boot had at its start: the disk went back, or is
     *     a copy, and what comes now is kept under another name; else nothing
     */
    public record Lease(
            String boot,
            long epoch,
            List<String> takes,
            @Nullable Boolean parted) {

        public Lease {
            takes = List.copyOf(takes);
        }

        /** One for a log that goes on. */
        public Lease(String boot, long epoch, List<String> takes) {
            this(boot, epoch, takes, null);
        }

        /** The same for a log that parted. */
        public Lease ofParted() {
            return new Lease(boot, epoch, takes, true);
        }
    }

    /** One for whoever listens, as fleets without leases send it. */
    public UplinkAck(LogId log, IntervalSet held, int credit, @Nullable String refusal, int retryAfterMillis) {
        this(log, held, credit, refusal, retryAfterMillis, null);
    }

    /** Nothing was taken. */
    public static UplinkAck refused(LogId log, String refusal, int retryAfterMillis, @Nullable Lease lease) {
        return new UplinkAck(log, IntervalSet.EMPTY, 0, refusal, retryAfterMillis, lease);
    }

    public UplinkAck with(int granted) {
        return new UplinkAck(log, held, granted, refusal, retryAfterMillis, lease);
    }
}
