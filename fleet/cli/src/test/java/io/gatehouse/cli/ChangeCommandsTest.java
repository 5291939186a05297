package io.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.artifact.MakerKey;
import io.gatehouse.protocol.artifact.Manifest;
import io.gatehouse.protocol.artifact.SignedManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cancelling, makers' keys, and where firmware is, from the shell. */
class ChangeCommandsTest {

    private static final String COMMAND = """
            {"id":"c-1","site":"garden","device":"gate-1","type":"Identify","idempotencyKey":"k","state":"ACCEPTED",
             "issuedAt":"2026-11-24T01:00:00.000Z","expiresAt":"2026-11-24T01:05:00.000Z","operator":"lee","steps":[]}""";

    @TempDir
    Path folder;

    private final ScriptedFleet fleet;
    private Shell shell;

    ChangeCommandsTest() throws IOException {
        fleet = new ScriptedFleet();
        shell = new Shell(Path.of(""));
    }

    @BeforeEach
    void sign_in() {
        shell = new Shell(folder).at(fleet);
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void a_command_is_taken_back_and_the_shell_says_how_far_that_is() {
        fleet.on("POST /commands/c-1/cancel", 202, COMMAND);

        assertThat(shell.run("job", "cancel-command", "c-1", "--reason", "the wrong lane"))
                .isZero();

        assertThat(shell.out()).contains("Its gateway is asked", "accepted by the gateway");
    }

    @Test
    void a_job_is_taken_back() {
        fleet.on("POST /sites/garden/jobs/j-1/cancel", 200, "{\"id\":\"j-1\",\"state\":\"CANCELLED\"}");

        assertThat(shell.run("job", "cancel", "garden", "j-1")).isZero();

        assertThat(shell.out()).contains("cancelled");
    }

    @Test
    void firmware_is_shown_with_the_gateways_that_have_it() {
        fleet.on("GET /artifacts/abc/gateways", 200, """
                {"items":[{"gateway":"gw-1","name":"East","site":"garden","bytes":300000,"parts":7,"whole":true,
                  "begunAt":"2026-11-24T01:00:00.000Z","lastAt":"2026-11-24T01:00:09.000Z"}]}""");

        assertThat(shell.run("rollout", "where", "abc")).isZero();

        assertThat(shell.out()).contains("garden", "gw-1", "300000");
    }

    @Test
    void a_maker_signs_at_its_own_place_what_the_fleet_then_believes_with_its_public_key() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path key = Files.writeString(
                folder.resolve("maker.pem"),
                pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Path file = Files.writeString(folder.resolve("lane.bin"), "firmware");
        Path out = folder.resolve("lane.manifest");

        assertThat(shell.run(
                        "maker",
                        "sign",
                        file.toString(),
                        "--product",
                        "acme-lane",
                        "--version",
                        "2.5.0",
                        "--key",
                        key.toString(),
                        "--out",
                        out.toString()))
                .isZero();

        MakerKey maker =
                new MakerKey("acme", List.of("acme-lane"), pair.getPublic().getEncoded());
        String version = SignedManifest.read(Files.readAllBytes(out))
                .then(signed -> signed.openAsMakers(maker))
                .fold(Manifest::version, Refusal::message);
        assertThat(version).isEqualTo("2.5.0");
        assertThat(shell.run(
                        "maker",
                        "sign",
                        file.toString(),
                        "--product",
                        "acme-lane",
                        "--version",
                        "2.5.0",
                        "--key",
                        file.toString(),
                        "--out",
                        out.toString()))
                .isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void a_makers_public_key_is_registered_and_withdrawn() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path key = Files.writeString(
                folder.resolve("maker.pub"), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        fleet.on("PUT /makers/acme", 200, """
                {"id":"acme","name":"Acme","products":["acme-lane"],"fingerprint":"0a1b","madeBy":"lee",
                 "madeAt":"2026-11-24T01:00:00.000Z"}""");
        fleet.on("DELETE /makers/acme", 204, "");

        assertThat(shell.run(
                        "maker", "put", "acme", "--name", "Acme", "--product", "acme-lane", "--key", key.toString()))
                .isZero();
        assertThat(shell.out()).contains("0a1b");
        assertThat(shell.run("maker", "withdraw", "acme")).isZero();
        assertThat(shell.out()).contains("acme: withdrawn");
    }

    @Test
    void a_rollout_says_whom_by_a_question_in_which_waves_and_with_which_limits() {
        fleet.on("POST /rollouts/preview", 200, """
                {"target":"2.5.0","devices":1,"same":0,"away":0,"onlyLanes":0,"emergencies":[],
                 "plan":{"waves":["pilot","100 %"]},"items":[{"site":"garden","device":"cam-1","name":"Cam","wave":0,
                 "there":true,"interrupts":false,"onlyLane":false,"differs":{"firmware":{"is":"2.4.1","wanted":"2.5.0"}}}]}""");

        assertThat(shell.run(
                        "rollout",
                        "make",
                        "Cameras",
                        "--reason",
                        "sharper",
                        "--artifact",
                        "0".repeat(64),
                        "--query",
                        "type:camera fw:<2.4",
                        "--first",
                        "pilot=group:pilot",
                        "--waves",
                        "100",
                        "--errors",
                        "3",
                        "--soak",
                        "10m",
                        "--from",
                        "22:00",
                        "--to",
                        "05:00",
                        "--on-breach",
                        "PAUSE"))
                .isZero();

        assertThat(fleet.only("POST /rollouts/preview").body())
                .contains(
                        "\"query\":\"type:camera fw:<2.4\"",
                        "{\"name\":\"pilot\",\"query\":\"group:pilot\"},{\"name\":\"100 %\",\"percent\":100}",
                        "\"errorPercent\":3",
                        "\"soakSeconds\":600",
                        "\"from\":\"22:00\"",
                        "\"onBreach\":\"PAUSE\"");
        assertThat(shell.out()).contains("garden/cam-1", "pilot", "Touches 1 devices");
    }

    @Test
    void the_last_change_of_settings_is_looked_at_and_undone() {
        fleet.on("GET /sites/garden/settings/camera", 200, """
                {"scope":"SITE","key":"camera","site":"garden","version":4,"settings":{"retentionDays":45},
                 "before":{"settings":{"retentionDays":30},"changedBy":"lee"}}""");
        fleet.on("POST /sites/garden/settings/camera/preview", 200, """
                {"devices":2,"differing":1,"items":[{"site":"garden","device":"cam-1","name":"Cam",
                 "differs":{"retentionDays":{"is":45,"wanted":30}}}]}""");
        fleet.on("PUT /sites/garden/settings/camera", 200, "{\"version\":5}");

        assertThat(shell.run("config", "undo", "--profile", "camera", "--site", "garden", "--preview"))
                .isZero();
        assertThat(shell.out()).contains("garden/cam-1", "Touches 2 devices; 1 of them differ.");
        assertThat(shell.run("config", "undo", "--profile", "camera", "--site", "garden"))
                .isZero();

        assertThat(fleet.only("PUT /sites/garden/settings/camera").body())
                .contains("\"version\":4", "\"retentionDays\":30");
    }

    @Test
    void what_happened_to_a_device_in_rollouts_is_listed() {
        fleet.on("GET /sites/garden/devices/cam-1/rollouts", 200, """
                {"items":[{"at":"2026-11-24T01:00:00.000Z","code":"GOOD","name":"Cameras","target":"2.5.0"}]}""");

        assertThat(shell.run("rollout", "history", "garden/cam-1")).isZero();

        assertThat(shell.out()).contains("Cameras", "2.5.0", "good");
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }
}
