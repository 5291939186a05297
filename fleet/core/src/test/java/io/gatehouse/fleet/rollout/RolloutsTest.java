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
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.artifact.Acceptance;
import io.gatehouse.protocol.artifact.ArtifactPart;
import io.gatehouse.protocol.artifact.Manifest;
import io.gatehouse.protocol.artifact.SignedManifest;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
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
    void what_did_not_come_to_devices_is_asked_for_again_and_nothing_is_taken_back_for_it() {
        List.of("d-1", "d-2", "d-3", "d-4", "d-5").forEach(devices::cutOff);
        String id =
                make(firmware("2.5.1").with(course(Approval.NONE).with(List.of(RolloutWish.Wave.share("all", 100)))));

        await().atMost(WITHIN).until(() -> {
            step();
            return tally(id, 0).toString().equals("{\"GOOD\":35,\"PENDING\":5}");
        });
        assertThat(core.changing().rollouts().units(id, "PENDING", 0, 10))
                .allSatisfy(one -> assertThat(one.path("note").asText()).isEqualTo("NOT_FETCHED"));
        assertThat(step().path("phase").asText()).isEqualTo("RUNNING");
        assertThat(commands("UpdateFirmware")).isEqualTo(40);

        devices.joined();
        core.jdbi()
                .useHandle(handle -> handle.execute(
                        "update rollout_unit set since = since - interval '1 minute' where rollout = ? and state = 'PENDING'",
                        id));
        await().atMost(WITHIN).until(() -> step().path("phase").asText().equals("DONE"));
        assertThat(tally(id, 0)).hasToString("{\"GOOD\":40}");
        assertThat(commands("UpdateFirmware")).isEqualTo(45);
        assertThat(commands("RevertFirmware")).isZero();
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
    void devices_and_waves_by_a_question_are_those_that_were_found_and_a_question_that_finds_nobody_means_nobody() {
        RolloutWish wish = firmware("2.8.0");
        List<RolloutWish.Wave> waves = List.of(
                new RolloutWish.Wave("first", null, null, null, "id:d-1", List.of(site + "/d-1", site + "/d-2")),
                RolloutWish.Wave.share("rest", 100));
        RolloutWish asked = wish.with(course(Approval.NONE).with(waves))
                .with(new RolloutWish.Target(null, null, null, null, "id:d-")
                        .of(List.of(site + "/d-1", site + "/d-2", site + "/d-3")));

        ObjectNode preview = ((Rollouts.Outcome.Done) core.changing().rollouts().preview(asked, "lee")).rollout();

        assertThat(preview.path("devices").asInt()).isEqualTo(3);
        assertThat(preview.path("items").findValuesAsText("wave")).containsExactlyInAnyOrder("0", "0", "1");
        RolloutWish nobody = wish.with(new RolloutWish.Target(null, null, null, null, "id:none").of(List.of()));
        assertThat(core.changing().rollouts().make(nobody, "lee"))
                .isEqualTo(new Rollouts.Outcome.Wrong("no device fits; look at the preview"));
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

    @Test
    void a_makers_product_takes_the_makers_signature_and_no_other_and_nothing_of_it_goes_on_when_the_key_is_withdrawn()
            throws Exception {
        Artifacts artifacts = core.changing().artifacts();
        KeyPair acme = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String product = "cam-" + site;
        String maker = "acme-" + site;
        String key = Base64.getEncoder().encodeToString(acme.getPublic().getEncoded());
        assertThat(artifacts.makers().put(maker, "Acme", List.of(product), key, "lee"))
                .isInstanceOf(Makers.Registered.Kept.class);
        assertThat(artifacts.makers().put("other-" + site, "Other", List.of(product), key, "lee"))
                .isEqualTo(new Makers.Registered.Taken(product, maker));
        byte[] content = ("made by acme for " + site).getBytes(StandardCharsets.UTF_8);
        Manifest manifest = new Manifest(product, "4.0.0", Acceptance.sha256(content), content.length, "2.0.0");
        byte[] signed = SignedManifest.signAsMaker(manifest, acme.getPrivate()).write();

        assertThat(artifacts.bring(product, "4.0.0", "2.0.0", content, "lee"))
                .isInstanceOf(Artifacts.Brought.Wrong.class);
        assertThat(artifacts.bring(product, "4.0.1", "2.0.0", content, signed, "lee"))
                .isInstanceOf(Artifacts.Brought.Wrong.class);
        assertThat(artifacts.bring("lane-" + site, "4.0.0", "2.0.0", content, signed, "lee"))
                .isInstanceOf(Artifacts.Brought.Wrong.class);
        ObjectNode kept = ((Artifacts.Brought.Kept) artifacts.bring(product, "4.0.0", "2.0.0", content, signed, "lee"))
                .artifact();
        assertThat(kept.path("maker").asText()).isEqualTo(maker);
        byte[] sent = artifacts
                .part(kept.path("sha256").asText(), 0, 10)
                .orElseThrow()
                .signed();
        assertThat(Acceptance.whole(sent, content, core.keys().verifying())).isEqualTo(Decoded.ok(manifest));

        RolloutWish wish =
                new RolloutWish("Acme", "A test", kept.path("sha256").asText(), null, target(), course(Approval.NONE));
        String id = make(wish);
        artifacts.makers().withdraw(maker, "lee");
        core.changing().rollouts().pauseThoseOf(maker, "lee");
        assertThat(core.changing()
                        .rollouts()
                        .find(id)
                        .orElseThrow()
                        .path("phase")
                        .asText())
                .isEqualTo("PAUSED");
        assertThat(core.changing().rollouts().wish(id, Wish.RESUME, "wang", null))
                .isInstanceOf(Rollouts.Outcome.Wrong.class);
        assertThat(core.changing().rollouts().make(wish, "lee")).isInstanceOf(Rollouts.Outcome.Wrong.class);
    }

    @Test
    void a_model_that_sleeps_between_its_reports_is_there_though_another_one_would_be_away() {
        new PlayedDevices(core, site, gateway.value()).with("s-", 1, "DOOR_SENSOR");
        core.jdbi().useHandle(handle -> {
            handle.execute(
                    "update gateway set last_heard = now(), online_since = now() - interval '1 hour' where id = ?",
                    gateway.value());
            handle.execute("""
                    update device set last_heard = now() - interval '3 minutes', online_since = now() - interval '1 hour'
                    where site = ? and id in ('s-1', 'd-1')
                    """, site.value());
        });
        RolloutWish.Target both = new RolloutWish.Target(null, List.of(site + "/s-1", site + "/d-1"), null, null, null);
        RolloutWish wish =
                new RolloutWish("Sleepers", "A test", firmware("5.0.0").artifact(), null, both, atOnce());
        String id = make(wish);

        core.changing().rollouts().tick();

        assertThat(core.changing().rollouts().units(id, null, null, 10))
                .extracting(one ->
                        one.path("device").asText() + " " + one.path("state").asText())
                .contains("s-1 ORDERED", "d-1 PENDING");
    }

    @Test
    void what_a_gateway_was_given_is_counted_so_that_twice_is_seen() {
        byte[] content = "counted".repeat(2_000).getBytes(StandardCharsets.UTF_8);
        Artifacts artifacts = core.changing().artifacts();
        String sha256 = ((Artifacts.Brought.Kept) artifacts.bring("count-" + site, "1.0.0", "0", content, "lee"))
                .artifact()
                .path("sha256")
                .asText();

        artifacts.fetches().note(gateway, sha256, 10_000);
        artifacts.fetches().note(gateway, sha256, 4_000);

        assertThat(artifacts.fetches().of(sha256, Reach.all()))
                .singleElement()
                .satisfies(one -> assertThat(one.path("bytes").asInt()).isEqualTo(14_000))
                .satisfies(one -> assertThat(one.path("whole").asBoolean()).isTrue());
        assertThat(artifacts.fetches().of(sha256, Reach.of(Set.of("elsewhere"))))
                .isEmpty();
        assertThat(artifacts.bySha256(sha256).orElseThrow().path("gateways").asInt())
                .isEqualTo(1);
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
        return new RolloutWish.Target(List.of(site.value()), null, null, null, null);
    }

    private static RolloutWish.Course atOnce() {
        return new RolloutWish.Course(
                List.of(RolloutWish.Wave.share("all", 100)),
                null,
                null,
                null,
                null,
                new RolloutWish.Care(Approval.NONE, OnBreach.ROLL_BACK, null, null));
    }

    private static RolloutWish.Course course(Approval approval) {
        return new RolloutWish.Course(
                List.of(RolloutWish.Wave.share("10 %", 10), RolloutWish.Wave.share("rest", 100)),
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
