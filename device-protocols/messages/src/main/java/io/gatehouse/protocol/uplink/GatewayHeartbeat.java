package io.gatehouse.protocol.uplink;

import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.TimeQuality;
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
        List<DeviceFacts> devices) {

    public static final int PERIOD_SECONDS = 5;

    public GatewayHeartbeat {
        backlog = Map.copyOf(backlog);
        measures = Map.copyOf(measures);
        devices = List.copyOf(devices);
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
}
