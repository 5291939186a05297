package io.gatehouse.protocol.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnConfigurationTest {

    @Test
    void nothing_from_afar_touches_the_evidence_the_keys_or_the_name() {
        for (String name : List.of(
                "journal.evidence-bytes",
                "journal.telemetry-bytes",
                "journal.segment-bytes",
                "audit.events",
                "audit.period",
                "data",
                "id",
                "fleet.key",
                "fleet.secret",
                "fleet.claim",
                "tls.key")) {
            assertThat(why(name, "1")).as(name).contains("never set from afar");
        }
        assertThat(why("colour", "red")).contains("there is no setting 'colour'");
        assertThat(OwnConfiguration.KNOWN)
                .noneMatch(name -> name.startsWith("journal") || name.startsWith("audit") || name.startsWith("data"));
    }

    @Test
    void addresses_and_durations_must_be_such() {
        assertThat(why("fleet.mqtt", "tcp://10.0.0.1:1884")).isEmpty();
        assertThat(why("fleet.mqtt", "http://10.0.0.1:1884")).contains("ssl, tcp");
        assertThat(why("fleet.http", "https://fleet.example")).contains("://host:port");
        assertThat(why("fleet.longest-pause", "PT30S")).isEmpty();
        assertThat(why("fleet.longest-pause", "30s")).contains("PT30S");
        assertThat(why("access.clock-tolerance", "P2D")).contains("a day");
    }

    private static String why(String name, String value) {
        return new OwnConfiguration(new GatewayId("gw-1"), 1, Map.of(name, value))
                .checked()
                .fold(ok -> "", Refusal::message);
    }
}
