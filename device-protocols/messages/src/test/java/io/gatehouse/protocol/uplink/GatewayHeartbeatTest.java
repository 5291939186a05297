package io.gatehouse.protocol.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.WireFormat;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GatewayHeartbeatTest {

    @Test
    void a_heartbeat_of_an_older_gateway_is_read_and_tells_nothing_of_storage() {
        String old = "{\"gateway\":\"gw-1\",\"bootId\":\"g1\",\"time\":1,\"clock\":\"SYNCED\",\"siteBookVersion\":0,"
                + "\"backlog\":{},\"journalBytes\":0,\"measures\":{},\"devices\":[]}";

        GatewayHeartbeat heartbeat = WireFormat.JSON
                .read(old.getBytes(StandardCharsets.UTF_8), GatewayHeartbeat.class)
                .fold(read -> read, refusal -> {
                    throw new AssertionError(refusal.message());
                });

        assertThat(heartbeat.storage()).isNull();
        assertThat(heartbeat.clockFacts()).isNull();
    }

    @Test
    void what_waits_is_told_apart_by_what_it_is_about() {
        assertThat(BacklogClass.of(EventClass.EVIDENCE, "DoorForced")).isEqualTo(BacklogClass.ALARM);
        assertThat(BacklogClass.of(EventClass.EVIDENCE, GatewayEvents.JOURNAL_FILLING))
                .isEqualTo(BacklogClass.ALARM);
        assertThat(BacklogClass.of(EventClass.EVIDENCE, "CredentialPresented")).isEqualTo(BacklogClass.ACCESS);
        assertThat(BacklogClass.of(EventClass.EVIDENCE, "SomethingNew")).isEqualTo(BacklogClass.ACCESS);
        assertThat(BacklogClass.of(EventClass.EVIDENCE, "CheckpointScanned")).isEqualTo(BacklogClass.PATROL);
        assertThat(BacklogClass.of(EventClass.EVIDENCE, GatewayEvents.SITE_BOOK_APPLIED))
                .isEqualTo(BacklogClass.CONFIGURATION);
        assertThat(BacklogClass.of(EventClass.HEALTH, "Telemetry")).isEqualTo(BacklogClass.TELEMETRY);
    }
}
