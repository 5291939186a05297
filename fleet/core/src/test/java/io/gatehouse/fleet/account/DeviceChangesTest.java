package io.gatehouse.fleet.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a device's timeline tells of the audit, in a real database. */
class DeviceChangesTest {

    private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

    private final FleetCore core = TestCore.core();
    private final SiteId site = TestCore.siteOf(TestCore.newGateway());

    @Test
    void who_changed_a_device_its_settings_or_its_position_is_told_and_what_else_tells_itself_is_not() {
        did("putPosition", "position " + site + "/gate-1", null);
        did("putSettings", "settings DEVICE " + site + "/gate-1", "louder");
        did("orderCommand", "device " + site + "/gate-1", null);
        did("putPosition", "position " + site + "/gate-10", null);

        List<ObjectNode> changes = new DeviceChanges(core.jdbi()).of(site, new DeviceId("gate-1"), FAR, 10);

        assertThat(changes)
                .extracting(change -> change.path("action").asText())
                .containsExactly("putSettings", "putPosition");
        assertThat(changes.get(0).path("who").asText()).isEqualTo("li");
        assertThat(changes.get(0).path("reason").asText()).isEqualTo("louder");
        assertThat(changes.get(0).has("before")).isFalse();
    }

    private void did(String action, String target, @Nullable String reason) {
        core.accounting()
                .audit()
                .note(
                        new AuditLog.Who("li", null, null),
                        new AuditLog.Deed(action, target, site.value(), reason, Map.of(), null));
    }
}
