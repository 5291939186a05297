package io.gatehouse.protocol.uplink;

import static org.assertj.core.api.Assertions.assertThat;

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
}
