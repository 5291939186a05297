package io.gatehouse.fleet.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportedGapTest {

    private static final ObjectNode BODY = JsonNodeFactory.instance
            .objectNode()
            .put("log", "0f".repeat(16))
            .put("lane", "EVIDENCE")
            .put("from", 3)
            .put("to", 9)
            .put("reason", "DAMAGED");

    @Test
    void a_gateway_speaks_for_its_log() {
        assertThat(ReportedGap.of(told(null))).contains(new ReportedGap("0f".repeat(16), "EVIDENCE", 3, 9, "DAMAGED"));
    }

    @Test
    void a_device_does_not_whatever_it_calls_its_event() {
        assertThat(ReportedGap.of(told(new DeviceId("reader-1")))).isEmpty();
    }

    private static SiteEvent told(@Nullable DeviceId device) {
        return SiteEvent.ofGateway(
                EventClass.EVIDENCE,
                GatewayEvents.JOURNAL_GAP,
                device,
                new SiteEvent.Stamp(1, TimeQuality.SYNCED),
                BODY);
    }
}
