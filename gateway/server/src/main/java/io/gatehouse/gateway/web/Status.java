package io.gatehouse.gateway.web;

import io.gatehouse.gateway.desk.Decisions;
import io.gatehouse.gateway.link.Doubt;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.DeviceFacts;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.Storage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the gateway is, as its page and scripts see it; times are milliseconds since 1970. */
public record Status(
        @Nullable String site,
        String gateway,
        String software,
        Link link,
        SiteBook siteBook,
        Journal journal,
        Storage storage,
        Clock clock,
        List<Line> devices,
        List<Decisions.Line> decisions,
        Map<String, Double> measures) {

    /** The line to the fleet, and what that doubts of this disk. */
    public record Link(boolean connected, long upForMillis, Doubt doubt) {}

    /** @param version 0 when there is none */
    public record SiteBook(long version) {}

    /**
     * Records per lane that the fleet does not hold yet.
     *
     * @param held records that are in memory only, because the storage has failed
     */
    public record Journal(long evidence, long telemetry, long bytes, boolean storageFailed, int held) {}

    /** How far the clock can be believed, since when, and how far it jumped last. */
    public record Clock(
            TimeQuality quality,
            long now,
            long since,
            @Nullable Long jumpMillis) {}

    /** One device. */
    public record Line(
            String id, @Nullable String session, @Nullable Long lastHeard, long refused) {
        public static Line of(DeviceFacts facts) {
            return new Line(facts.device().value(), facts.session(), facts.lastHeard(), facts.refused());
        }
    }
}
