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

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }
}
