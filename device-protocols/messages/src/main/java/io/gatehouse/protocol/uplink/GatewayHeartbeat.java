package io.gatehouse.protocol.uplink;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.Urgency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway is, each {@link #PERIOD_SECONDS}: facts from which the fleet computes presence.
 *
 * @param time milliseconds since 1970, the gateway's clock
 * @param backlog records per lane that the fleet does not hold yet
 * @param journalBytes what the journal takes on disk
 * @param measures numbers of the gateway's own health ({@code heap_bytes}, {@code decisions_total}, ...)
 * @param storage what the journal's disk and lanes hold, or nothing from a gateway that does not tell
 * @param clockFacts more about {@code clock}, or nothing from a gateway that does not tell
 */
public record GatewayHeartbeat(
        GatewayId gateway,
        String bootId,
        long time,
        TimeQuality clock,
        long siteBookVersion,
        Map<String, Long> backlog,
        long journalBytes,
        Map<String, Double> measures,
        List<DeviceFacts> devices,
        @Nullable Storage storage,
        @Nullable ClockFacts clockFacts) {

    public static final int PERIOD_SECONDS = 5;

    public GatewayHeartbeat {
        backlog = Map.copyOf(backlog);
        measures = Map.copyOf(measures);
        devices = List.copyOf(devices);
    }

    /** A heartbeat that tells nothing of storage and clock. */
    public GatewayHeartbeat(
            GatewayId gateway,
            String bootId,
            long time,
            TimeQuality clock,
            long siteBookVersion,
            Map<String, Long> backlog,
            long journalBytes,
            Map<String, Double> measures,
            List<DeviceFacts> devices) {
        this(gateway, bootId, time, clock, siteBookVersion, backlog, journalBytes, measures, devices, null, null);
    }

    /**
     * What the gateway knows of one device.
     *
     * @param session {@code mqtt}, {@code coap}, {@code dtls}, or nothing when not connected; CoAP counts for one
     *     heartbeat of the device
     * @param lastHeard milliseconds since 1970 by the gateway's clock, or nothing when never in this boot
     * @param refused messages refused since the gateway started
     */
    public record DeviceFacts(
            DeviceId device,
            @Nullable String session,
            @Nullable Long lastHeard,
            long refused,
            @Nullable String lastRefusal) {}

    /**
     * The journal's storage.
     *
     * @param failed whether the last write failed for good
     * @param diskFree bytes that may still be written on the journal's disk, or nothing when the disk does not say
     * @param diskSize bytes of the journal's disk, or nothing when the disk does not say
     */
    public record Storage(
            boolean failed,
            @Nullable Long diskFree,
            @Nullable Long diskSize,
            List<LaneFacts> lanes) {

        public Storage {
            lanes = List.copyOf(lanes);
        }
    }

    /**
     * One lane of the journal.
     *
     * @param bytes what it takes on the disk
     * @param quota what it may take
     * @param oldestWaiting when the oldest record that the fleet does not hold was written, in milliseconds since 1970
     *     by the gateway's clock, or nothing when none waits
     * @param byClass records that the fleet does not hold, by {@link Urgency}; fewer than {@code backlog} says while
     *     the gateway still counts what it found at its start
     */
    public record LaneFacts(
            Lane lane, long bytes, long quota, @Nullable Long oldestWaiting, Map<String, Long> byClass) {

        public LaneFacts {
            byClass = Map.copyOf(byClass);
        }
    }

    /**
     * More about the gateway's clock.
     *
     * @param since since when its quality is what it is, in milliseconds since 1970 by the clock itself
     * @param jumpMillis how far it jumped last against the machine's own count of time, or nothing when it never did
     */
    public record ClockFacts(long since, @Nullable Long jumpMillis) {}
}
