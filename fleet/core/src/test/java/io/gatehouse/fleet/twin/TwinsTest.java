package io.gatehouse.fleet.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.rollout.PlayedDevices;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class TwinsTest {

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final SiteId site = TestCore.siteOf(gateway);
    private final PlayedDevices devices = new PlayedDevices(core, site, gateway.value()).with(3, "TURNSTILE");
    private final Twins twins = core.changing().twins();

    @Test
    void what_is_set_for_the_device_counts_before_the_site_and_the_site_before_the_profile() {
        set(LayerKey.ofSite(site.value(), "turnstile"), "{\"volume\": 40, \"passSeconds\": 6}", 0);
        set(LayerKey.ofDevice(site.value(), "d-1"), "{\"volume\": 20}", 0);

        assertThat(field("d-1", "volume").path("desired").asInt()).isEqualTo(20);
        assertThat(field("d-1", "volume").path("from").asText()).isEqualTo("DEVICE");
        assertThat(field("d-1", "passSeconds").path("desired").asInt()).isEqualTo(6);
        assertThat(field("d-2", "volume").path("from").asText()).isEqualTo("SITE");
        assertThat(field("d-2", "brightness").path("from").asText()).isEqualTo("DEFAULT");
    }

    @Test
    void drift_is_told_by_field_with_ages_and_is_over_when_the_device_tells_what_it_runs_with() {
        set(LayerKey.ofDevice(site.value(), "d-1"), "{\"volume\": 35}", 0);
        assertThat(twins.drift(Reach.of(Set.of(site.value())), 10))
                .singleElement()
                .satisfies(twin -> assertThat(twin.path("device").asText()).isEqualTo("d-1"));
        await().until(() -> {
            twins.tick();
            return field("d-1", "volume").path("reported").asInt() == 60;
        });
        assertThat(field("d-1", "volume").path("differs").asBoolean()).isTrue();
        assertThat(field("d-1", "volume").path("desiredSince").asText()).isNotEmpty();

        await().until(() -> {
            devices.live();
            twins.tick();
            return twins.drift(Reach.of(Set.of(site.value())), 10).isEmpty();
        });
        assertThat(twins.of(site.value(), "d-1")
                        .orElseThrow()
                        .path("reportedVersion")
                        .asInt())
                .isOne();
        assertThat(field("d-1", "volume").path("reportedSince").asText()).isNotEmpty();
    }

    @Test
    void of_two_people_who_change_the_same_device_the_second_is_told_who_was_quicker() {
        LayerKey key = LayerKey.ofDevice(site.value(), "d-2");
        set(key, "{\"volume\": 10}", 0);

        SettingsOutcome second = twins.change(key, object("{\"volume\": 90}"), 0, "wang");

        assertThat(second).isInstanceOfSatisfying(SettingsOutcome.Conflict.class, conflict -> {
            assertThat(conflict.now().changedBy()).isEqualTo("lee");
            assertThat(conflict.now().version()).isOne();
        });
        assertThat(field("d-2", "volume").path("desired").asInt()).isEqualTo(10);
    }

    @Test
    void the_last_change_can_be_undone_and_says_what_was_there_where_nobody_had_set_anything() {
        LayerKey one = LayerKey.ofDevice(site.value(), "d-3");
        await().until(() -> {
            twins.tick();
            return field("d-3", "volume").path("reported").asInt() == 60;
        });
        set(one, "{\"volume\": 15}", 0);
        assertThat(twins.layer(one).orElseThrow().at("/before/settings/volume").asInt())
                .as("what the device told")
                .isEqualTo(60);
        set(one, "{\"volume\": 25, \"passSeconds\": 4}", 1);
        ObjectNode layer = twins.layer(one).orElseThrow();
        assertThat(layer.at("/before/settings/volume").asInt()).isEqualTo(15);
        assertThat(layer.at("/before/changedBy").asText()).isEqualTo("lee");

        set(one, layer.at("/before/settings").toString(), 2);

        assertThat(field("d-3", "volume").path("desired").asInt()).isEqualTo(15);
        assertThat(twins.layer(one).orElseThrow().at("/before/settings/volume").asInt())
                .isEqualTo(25);
        LayerKey all = LayerKey.ofSite(site.value(), "turnstile");
        set(all, "{\"brightness\": 3}", 0);
        JsonNode back = twins.layer(all).orElseThrow().at("/before/settings");
        assertThat(back.path("brightness").asInt())
                .as("what the model has by default")
                .isEqualTo(80);
    }

    @Test
    void what_the_profile_does_not_have_or_allow_is_refused_and_a_preview_changes_nothing() {
        LayerKey key = LayerKey.ofSite(site.value(), "turnstile");
        assertThat(twins.change(key, object("{\"volume\": 400, \"colour\": 1}"), 0, "lee"))
                .isInstanceOfSatisfying(
                        SettingsOutcome.Wrong.class,
                        wrong -> assertThat(wrong.why()).contains("'volume'").contains("no setting 'colour'"));

        SettingsOutcome preview = twins.preview(key, object("{\"volume\": 5}"));

        ObjectNode shown = ((SettingsOutcome.Done) preview).shown();
        assertThat(shown.path("devices").asInt()).isEqualTo(3);
        assertThat(shown.at("/items/0/differs/volume/wanted").asInt()).isEqualTo(5);
        assertThat(twins.layer(key).orElseThrow().path("version").asInt()).isZero();
        assertThat(field("d-1", "volume").has("desired")).isFalse();
    }

    @Test
    void a_gateways_configuration_has_versions_and_never_touches_the_evidence() {
        GatewayConfigurations configurations = core.changing().gatewayConfigurations();
        assertThat(configurations.change(gateway, Map.of("journal.evidence-bytes", "1"), 0, "lee"))
                .isInstanceOf(SettingsOutcome.Wrong.class);

        assertThat(configurations.change(gateway, Map.of("fleet.longest-pause", "PT20S"), 0, "lee"))
                .isInstanceOf(SettingsOutcome.Done.class);
        assertThat(configurations.change(gateway, Map.of(), 0, "wang")).isInstanceOf(SettingsOutcome.Conflict.class);
        assertThat(configurations.of(gateway).orElseThrow().path("state").asText())
                .isEqualTo("QUEUED");
    }

    private void set(LayerKey key, String settings, long version) {
        assertThat(twins.change(key, object(settings), version, "lee")).isInstanceOf(SettingsOutcome.Done.class);
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.read(json);
    }

    private JsonNode field(String device, String name) {
        JsonNode fields = twins.of(site.value(), device).orElseThrow().path("fields");
        return StreamSupport.stream(fields.spliterator(), false)
                .filter(one -> one.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
