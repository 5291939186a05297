package io.gatehouse.gateway.journal;

import io.gatehouse.protocol.Lane;
import java.util.Map;

/**
 * How much a journal may take.
 *
 * @param segmentBytes a file grows to about this size
 * @param quotaBytes per lane; evidence pushes back when it is reached, telemetry loses its oldest file
 * @param maxQueuedBytes what may wait for the writer before appends are refused as busy
 * @param reserveBytes room on the disk that is kept for evidence until the disk is full, beside one spare file of
 *     {@code segmentBytes}; with 0 neither is kept
 */
public record JournalSettings(int segmentBytes, Map<Lane, Long> quotaBytes, long maxQueuedBytes, long reserveBytes) {

    private static final long MIB = 1L << 20;

    public JournalSettings {
        quotaBytes = Map.copyOf(quotaBytes);
    }

    /** Without room that is held for evidence. */
    public JournalSettings(int segmentBytes, Map<Lane, Long> quotaBytes, long maxQueuedBytes) {
        this(segmentBytes, quotaBytes, maxQueuedBytes, 0);
    }

    /** 8 MiB segments, 4 GiB of evidence (about 10,000,000 events), 1 GiB of telemetry, 64 MiB waiting, 16 MiB reserve. */
    public static JournalSettings usual() {
        return new JournalSettings(
                (int) (8 * MIB), Map.of(Lane.EVIDENCE, 4096 * MIB, Lane.TELEMETRY, 1024 * MIB), 64 * MIB, 16 * MIB);
    }

    long quota(Lane lane) {
        return quotaBytes.getOrDefault(lane, Long.MAX_VALUE);
    }
}
