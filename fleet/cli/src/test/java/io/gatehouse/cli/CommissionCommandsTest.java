package io.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.protocol.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles, positions and checklists from a shell. */
class CommissionCommandsTest {

    private static final String LIST = """
            {"site":"garden","id":"door-1","name":"East door","kind":"READER","profile":"reader","service":"TO_COMMISSION",
             "round":1,"now":"2026-11-24T01:00:00.000Z","checks":[
             {"key":"door","name":{"zh":"开门与关门","en":"Door open and closed"},"mandatory":true,"outcome":"FAILED",
              "finding":"REVERSED","cause":{"key":"contact-reversed","text":{"zh":"接反","en":"Wired the wrong way"}}},
             {"key":"tamper","name":{"zh":"防拆","en":"Tamper"},"mandatory":false,"outcome":"SKIPPED","reason":"sealed"}]}""";

    @TempDir
    Path folder;

    private final ScriptedFleet fleet;
    private Shell shell;

    CommissionCommandsTest() throws IOException {
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
    void a_checklist_says_what_failed_and_why() {
        fleet.on("GET /sites/garden/positions/door-1/checklist", 200, LIST);

        assertThat(shell.run("commission", "show", "garden/door-1")).isZero();

        assertThat(shell.out())
                .contains("East door  TO_COMMISSION")
                .contains("REVERSED: Wired the wrong way")
                .contains("sealed");
    }

    @Test
    void a_check_is_begun_under_a_name_of_its_own_and_answered_with_one_of_three() {
        fleet.on("POST /sites/garden/positions/door-1/checklist/door/run", 200, LIST)
                .on("POST /sites/garden/positions/door-1/checklist/tamper/answer", 200, LIST);

        assertThat(shell.run("commission", "run", "garden/door-1", "door")).isZero();
        assertThat(shell.run("commission", "answer", "garden/door-1", "tamper", "--skip", "sealed"))
                .isZero();
        assertThat(shell.run("commission", "answer", "garden/door-1", "tamper")).isEqualTo(ExitCodes.USAGE);
        assertThat(shell.run("commission", "answer", "garden/door-1", "tamper", "--seen", "--not-seen"))
                .isEqualTo(ExitCodes.USAGE);

        assertThat(fleet.only("POST /sites/garden/positions/door-1/checklist/door/run")
                        .body())
                .contains("\"request\":\"");
        assertThat(fleet.only("POST /sites/garden/positions/door-1/checklist/tamper/answer")
                        .body())
                .contains("\"reason\":\"sealed\"");
    }

    @Test
    void a_box_is_swapped_and_its_token_is_told() {
        fleet.on(
                "POST /sites/garden/positions/door-1/swap",
                201,
                "{\"token\":\"ghe_1.2\",\"expires\":\"2026-11-24T01:15:00.000Z\",\"device\":\"door-1\"}");

        assertThat(shell.run("position", "swap", "garden/door-1", "--new", "ABCDE-FGHJ8", "--reason", "broken"))
                .isZero();

        assertThat(shell.out()).contains("ghe_1.2");
        assertThat(fleet.only("POST /sites/garden/positions/door-1/swap").body())
                .contains("\"newCode\":\"ABCDE-FGHJ8\"")
                .doesNotContain("oldCode");
    }

    @Test
    void a_file_is_checked_without_a_fleet_and_each_fault_is_told_with_its_line() throws IOException {
        Path file = folder.resolve("mine.yaml");
        String camera = Profiles.shippedText("camera").orElseThrow();
        Files.writeString(file, camera.replace("kind: CAMERA", "kind: CAMRA"));

        assertThat(shell.run("profile", "check", file.toString())).isEqualTo(ExitCodes.REFUSED);
        assertThat(shell.out()).contains("mine.yaml: line 4, kind: 'CAMRA' does not fit");

        Files.writeString(file, camera);
        assertThat(shell.run("profile", "check", file.toString())).isZero();
        assertThat(fleet.requests()).isEmpty();
    }
}
