package io.gatehouse.fleet.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.command.Outlet;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.core.TestCore;
import io.gatehouse.fleet.rollout.engine.Plan.Approval;
import io.gatehouse.fleet.rollout.engine.Plan.OnBreach;
import io.gatehouse.fleet.rollout.engine.Wish;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.artifact.ArtifactPart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rollouts as the database keeps them: over restarts, on several nodes, with commands for what is to be done. */
class RolloutsTest {

    private static final Duration WITHIN = Duration.ofSeconds(60);

    private final FleetCore core = TestCore.core();
    private final GatewayId gateway = TestCore.newGateway();
    private final SiteId site = TestCore.siteOf(gateway);
    private final PlayedDevices devices = new PlayedDevices(core, site, gateway.value()).with(40, "CAMERA");

    @Test
    void a_rollout_goes_through_its_waves_over_any_number_of_restarts_and_nodes_and_asks_each_device_once() {
        String id = make(firmware("2.5.0"));
        devices.sleeps("d-7");

        assertThat(core.changing().rollouts().wish(id, Wish.APPROVE, "lee", null))
                .isInstanceOf(Rollouts.Outcome.Refused.class);
        assertThat(core.changing().rollouts().wish(id, Wish.APPROVE, "wang", "looked at it"))
                .isInstanceOf(Rollouts.Outcome.Done.class);
        await().atMost(WITHIN).until(() -> step().path("phase").asText().equals("DONE"));

        assertThat(tally(id, 1)).hasToString("{\"GOOD\":35,\"OFFLINE\":1}");
        assertThat(commands("UpdateFirmware")).isEqualTo(39);
        devices.wakes("d-7");
        core.jdbi().useHandle(handle -> handle.execute("update rollout set looked_at = made_at where id = ?", id));
        await().atMost(WITHIN).until(() -> step().path("settled").asBoolean());
        assertThat(core.changing().rollouts().timeline(site.value(), "d-7", 10))
                .extracting(one -> one.path("code").asText())
                .containsExactly("GOOD", "INSTALLED", "ORDERED");
    }

    @Test
    void one_that_falls_silent_in_the_first_wave_takes_all_of_it_back_and_nobody_else_is_touched() {
        String id = make(firmware("2.6.0"));
        devices.spoil(firstWave(id).get(0));
        core.changing().rollouts().wish(id, Wish.APPROVE, "wang", null);

        await().atMost(WITHIN).until(() -> step().path("phase").asText().equals("ROLLED_BACK"));

        ObjectNode rollout = core.changing().rollouts().find(id).orElseThrow();
        assertThat(rollout.path("reason").asText()).isEqualTo("SILENCE");
        assertThat(tally(id, 0)).hasToString("{\"RETURNED\":3,\"SILENT\":1}");
        assertThat(tally(id, 1)).hasToString("{\"PENDING\":36}");
        assertThat(rollout.path("notes").findValuesAsText("code"))
                .contains("MADE", "APPROVE", "SILENCE", "ROLLED_BACK");
    }

    @Test
    void settings_are_rolled_out_the_same_way_and_taken_back_to_what_each_device_ran_with() {
        RolloutWish wish = new RolloutWish(
                "Quieter", "Neighbours", null, Json.read("{\"retentionDays\":10}"), target(), course(Approval.NONE));
        String id = ((Rollouts.Outcome.Done) core.changing().rollouts().make(wish, "lee"))
                .rollout()
                .path("id")
                .asText();
        await().atMost(WITHIN).until(() -> step(id).path("phase").asText().equals("DONE"));
        assertThat(reported("d-3")).contains("\"retentionDays\": 10");

        core.changing().rollouts().wish(id, Wish.ROLL_BACK, "lee", "too quiet");
        await().atMost(WITHIN)
                .until(() -> step(id).path("phase").asText().equals("ROLLED_BACK")
                        || !tally(id, 1).has("GOOD"));
        assertThat(commands("Configure")).isGreaterThanOrEqualTo(40);
    }

    @Test
    void a_preview_says_whom_it_touches_and_makes_nothing() {
        Rollouts.Outcome outcome = core.changing().rollouts().preview(firmware("2.7.0"), "lee");

        ObjectNode preview = ((Rollouts.Outcome.Done) outcome).rollout();
        assertThat(preview.path("devices").asInt()).isEqualTo(40);
        assertThat(preview.at("/items/0/differs/firmware/is").asText()).isEqualTo("2.4.1");
        assertThat(preview.at("/items/0/differs/firmware/wanted").asText()).isEqualTo("2.7.0");
        assertThat(core.changing().rollouts().list(500))
                .noneMatch(one -> one.path("target").asText().equals("2.7.0"));
    }

    @Test
    void an_artifact_is_signed_given_in_parts_and_never_replaced() {
        byte[] content = "firmware".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        Artifacts artifacts = core.changing().artifacts();
        ObjectNode kept =
                ((Artifacts.Brought.Kept) artifacts.bring("lane-" + site, "3.0.0", "2.0.0", content, "lee")).artifact();

        assertThat(artifacts.bring("lane-" + site, "3.0.0", "2.0.0", new byte[] {1}, "lee"))
                .isInstanceOf(Artifacts.Brought.Taken.class);
        ArtifactPart last =
                artifacts.part(kept.path("sha256").asText(), 131_072, 65_536).orElseThrow();
        assertThat(last.total()).isEqualTo(160_000);
        assertThat(last.part()).hasSize(160_000 - 131_072);
        assertThat(artifacts.bring("lane-" + site, "next", "0", content, "lee"))
                .isInstanceOf(Artifacts.Brought.Wrong.class);
    }

    private @Nullable String now;

    private String make(RolloutWish wish) {
        now = ((Rollouts.Outcome.Done) core.changing().rollouts().make(wish, "lee"))
                .rollout()
                .path("id")
                .asText();
        return now;
    }

    private RolloutWish firmware(String version) {
        byte[] content = ("firmware " + version + " of " + site).getBytes(StandardCharsets.UTF_8);
        Artifacts.Brought brought = core.changing().artifacts().bring("cam-" + site, version, "2.0.0", content, "lee");
        String sha256 =
                ((Artifacts.Brought.Kept) brought).artifact().path("sha256").asText();
        return new RolloutWish("To " + version, "A test", sha256, null, target(), course(Approval.START));
    }

    private RolloutWish.Target target() {
        return new RolloutWish.Target(List.of(site.value()), null, null, null);
    }

    private static RolloutWish.Course course(Approval approval) {
        return new RolloutWish.Course(
                List.of(new RolloutWish.Wave("10 %", 10, null, null), new RolloutWish.Wave("rest", 100, null, null)),
                null,
                null,
                null,
                new RolloutWish.Times(4, 30, 1, null, null),
                new RolloutWish.Care(approval, OnBreach.ROLL_BACK, null, null));
    }

    private ObjectNode step() {
        return step(String.valueOf(now));
    }

    /** Devices live on, and two nodes that have just started take a step at the same time. */
    private ObjectNode step(String id) {
        devices.live();
        Surroundings around = Surroundings.ofSystem();
        Stream.of(1, 2)
                .parallel()
                .forEach(node -> new Rollouts(
                                core.jdbi(),
                                core.commands(),
                                core.changing().artifacts(),
                                core.changing().twins(),
                                new Outlet(),
                                around)
                        .tick());
        core.changing().twins().tick();
        return core.changing().rollouts().find(id).orElseThrow();
    }

    private List<String> firstWave(String id) {
        return core.changing().rollouts().units(id, null, 0, 100).stream()
                .map(one -> one.path("device").asText())
                .toList();
    }

    private ObjectNode tally(String id, int wave) {
        return (ObjectNode) core.changing().rollouts().find(id).orElseThrow().at("/waves/" + wave + "/tally");
    }

    private String reported(String device) {
        return core.jdbi()
                .withHandle(handle -> handle.createQuery("select state::text from device where site = ? and id = ?")
                        .bind(0, site.value())
                        .bind(1, device)
                        .mapTo(String.class)
                        .one());
    }

    private long commands(String type) {
        return core.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from command where site = ? and type = ?")
                        .bind(0, site.value())
                        .bind(1, type)
                        .mapTo(Long.class)
                        .one());
    }
}
