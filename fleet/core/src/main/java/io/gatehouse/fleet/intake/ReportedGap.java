package io.gatehouse.fleet.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.util.Optional;

/** A gap that a gateway reports of one of its logs: the log in hex, the lane, both ends, the reason in its words. */
public record ReportedGap(String log, String lane, long from, long to, String reason) {

    /** What the event reports, or nothing when it is another event or makes no sense. */
    public static Optional<ReportedGap> of(SiteEvent event) {
        JsonNode body = event.body();
        // a device may name its events as it likes: only a gateway speaks for its log
        if (event.device() != null || !event.type().equals(GatewayEvents.JOURNAL_GAP) || body == null) {
            return Optional.empty();
        }
        long from = body.path("from").asLong();
        long to = body.path("to").asLong();
        if (from < 1 || to < from) {
            return Optional.empty();
        }
        return Optional.of(new ReportedGap(
                body.path("log").asText(),
                body.path("lane").asText(),
                from,
                to,
                body.path("reason").asText()));
    }
}
