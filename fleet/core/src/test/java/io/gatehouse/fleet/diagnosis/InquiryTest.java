package io.gatehouse.fleet.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.fleet.bulk.DeviceImport;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.sheet.Sheet;
import io.gatehouse.fleet.support.Installation;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The facts come from where they are kept: registry, labels, heartbeats, certificates. */
class InquiryTest {

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final SiteId site = TestCore.siteOf(gateway);
    private final DeviceId device = new DeviceId("east");
    private final Surroundings surroundings = Surroundings.ofSystem();

    private void imported() {
        String list = "serial,kind,name,id\n" + site + "-1,READER,East reader,east\n";
        new DeviceImport(core.jdbi(), core.keys(), surroundings)
                .take(
                        site,
                        Sheet.read(list.getBytes(StandardCharsets.UTF_8)).orElseThrow(),
                        new DeviceImport.Wish(false, false, Map.of()),
                        "office");
    }

    private String reason() {
        return new Inquiry(core.jdbi(), core.telemetry().store(), surroundings.clock())
                .into(site, device)
                .orElseThrow()
                .reason()
                .map(Check::code)
                .orElse("");
    }

    private void heartbeat(GatewayHeartbeat.DeviceFacts facts) {
        long now = surroundings.clock().millis();
        core.facts()
                .note(new GatewayHeartbeat(
                        gateway, "boot", now, TimeQuality.SYNCED, 99, Map.of(), 0, Map.of(), List.of(facts)));
    }

    @Test
    void a_device_that_is_not_there_has_no_diagnosis() {
        assertThat(new Inquiry(core.jdbi(), core.telemetry().store(), surroundings.clock()).into(site, device))
                .isEmpty();
    }

    @Test
    void from_an_unclaimed_box_to_a_device_that_is_well() {
        imported();
        Instant now = surroundings.clock().instant();

        assertThat(reason()).isEqualTo("GATEWAY_NEVER_HEARD");
        heartbeat(new GatewayHeartbeat.DeviceFacts(device, null, null, 0, null));
        assertThat(reason()).isEqualTo("NOT_CLAIMED");
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "update label set claimed_by = 'li', claimed = now() where site = ? and device = 'east'",
                        site.value()));
        assertThat(reason()).isEqualTo("NOTHING_ARRIVED");
        heartbeat(new GatewayHeartbeat.DeviceFacts(device, "mqtt", now.toEpochMilli(), 0, null));
        assertThat(reason()).isEmpty();
        heartbeat(new GatewayHeartbeat.DeviceFacts(device, "coap", now.toEpochMilli(), 3, "BAD_TYPE"));
        assertThat(reason()).isEqualTo("PLAIN");
    }

    @Test
    void the_installation_says_how_it_is() {
        List<Check> checks = new Installation(
                        new Installation.Parts(
                                core.jdbi(),
                                core.authorities(),
                                TestCore.folder(),
                                TestCore.folder().resolve("keys").resolve("ca.crt"),
                                "1"),
                        surroundings.clock())
                .examine();

        assertThat(checks).hasSize(Installation.Subject.values().length);
        assertThat(checks)
                .extracting(Check::code)
                .contains("DATABASE_ANSWERS", "LISTENER_VALID", "AUTHORITY_VALID", "KEYS_PRIVATE");
    }
}
