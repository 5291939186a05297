package io.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A technician's list, unannounced devices, and labels of gateways from a shell. */
class TechnicianCommandsTest {

    private static final String TOKEN =
            "{\"gateway\":\"west\",\"site\":\"lake\",\"token\":\"ghe_1\",\"expires\":\"2026-11-24T01:15:00.000Z\"}";
    private static final String HOOK = """
            {"address":"https://buyers.example/ask","signs":true,"patienceMillis":5000,"enabled":true,
             "changed":"2026-11-24T01:00:00.000Z","changedBy":"admin"}""";

    @TempDir
    Path folder;

    private final ScriptedFleet fleet;
    private Shell shell;

    TechnicianCommandsTest() throws IOException {
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
    void another_authority_is_ordered_looked_at_and_the_old_one_retired() {
        String now = """
                {"changing":true,"given":false,"listeners":"aa","gateways":3,"gatewaysThatKnow":2,"gatewaysBehind":1,
                 "devicesBehind":0,"issuing":{"fingerprint":"bb","name":"CN=new","since":"2026-11-26T01:00:00.000Z",
                 "ends":"2046-11-26T01:00:00.000Z"},"old":[{"fingerprint":"aa","name":"CN=old","since":"2026-01-01T00:00:00.000Z",
                 "ends":"2046-01-01T00:00:00.000Z","retireAt":"2026-12-26T00:00:00.000Z"}],
                 "behind":[{"kind":"GATEWAY","site":"lake","name":"west","title":"West","ends":"2027-01-01T00:00:00.000Z"}]}""";
        fleet.on("GET /authority", 200, now);
        fleet.on("POST /authority", 200, now);
        fleet.on("PUT /authority", 200, now);
        fleet.on("POST /authority/retirement", 200, now);

        assertThat(shell.run("authority", "show")).isZero();
        assertThat(shell.out()).contains("Certifies now:  bb", "2 of 3 gateways", "West", "gatehouse gateway claim");
        assertThat(shell.run("authority", "change", "--until", "2026-12-26T00:00:00Z", "--reason", "a lost copy"))
                .isZero();
        assertThat(fleet.only("POST /authority").body())
                .isEqualTo("{\"reason\":\"a lost copy\",\"retireAt\":\"2026-12-26T00:00:00Z\"}");
        assertThat(shell.run("authority", "plan", "--until", "2027-01-01T00:00:00Z"))
                .isZero();
        assertThat(shell.run("authority", "retire", "--reason", "all done", "--leave-behind"))
                .isZero();
        assertThat(fleet.only("POST /authority/retirement").body())
                .isEqualTo("{\"reason\":\"all done\",\"leaveBehind\":true}");
    }

    @Test
    void the_list_says_where_what_waits_and_for_what() {
        fleet.on("GET /work?site=lake", 200, """
                {"counts":{},"items":[
                 {"kind":"FAILED_CHECKS","site":"lake","siteName":"Lake","device":"door-1","name":"East door","building":"Tower 1",
                  "floor":"2F","action":"/commission/lake/door-1","blocks":[{"code":"CHECKS_FAILED","count":1},
                  {"code":"CHECKS_MISSING","count":1,"checks":[{"key":"door","zh":"开门","en":"Door open"}]}]},
                 {"kind":"QUARANTINE","site":"lake","siteName":"Lake","device":"box-9","name":"box-9","action":"/strangers",
                  "blocks":[{"code":"VETOED","reason":"never bought"}]}]}""");

        assertThat(shell.run("work", "--site", "lake")).isZero();
        assertThat(shell.out())
                .contains("Tower 1 2F", "checks failed; still to check: Door open", "objected to: never bought");
        assertThat(shell.run("work", "--site", "lake", "--kind", "quarantine")).isZero();
        assertThat(shell.out()).contains("box-9");
    }

    @Test
    void a_stranger_is_let_in_or_kept_out() {
        fleet.on("POST /sites/lake/quarantine/box-9/approval", 201, TOKEN)
                .on("POST /sites/lake/quarantine/box-8/refusal", 204, "");

        assertThat(shell.run("quarantine", "approve", "lake/box-9", "--kind", "door-sensor"))
                .isZero();
        assertThat(shell.out()).contains("ghe_1");
        assertThat(shell.run("quarantine", "refuse", "lake/box-8")).isZero();

        assertThat(fleet.only("POST /sites/lake/quarantine/box-9/approval").body())
                .contains("\"kind\":\"DOOR_SENSOR\"", "\"name\":\"box-9\"");
    }

    @Test
    void who_is_asked_before_is_set_and_tried() {
        fleet.on("PUT /approval-hook", 200, HOOK)
                .on(
                        "POST /approval-hook/test",
                        200,
                        "{\"allowed\":false,\"veto\":\"UNANSWERED\",\"reason\":\"no answer within 5000 ms\"}");

        assertThat(shell.run("quarantine", "hook", "set", "https://buyers.example/ask", "--secret", "k"))
                .isZero();
        assertThat(shell.out()).contains("https://buyers.example/ask");
        assertThat(shell.run("quarantine", "hook", "test")).isEqualTo(ExitCodes.REFUSED);
        assertThat(shell.out()).contains("no answer within 5000 ms");

        assertThat(fleet.only("PUT /approval-hook").body())
                .contains("\"secret\":\"k\"", "\"patienceMillis\":5000", "\"enabled\":true");
    }

    @Test
    void a_gateway_is_adopted_by_its_label() {
        fleet.on("POST /gateway-labels", 201, "{\"items\":[{\"shown\":\"01234-56789\",\"path\":\"/c/0123456789\"}]}")
                .on("POST /gateway-labels/0123456789/adoption", 201, TOKEN);

        assertThat(shell.run("gateway", "labels", "--site", "lake")).isZero();
        assertThat(shell.out()).contains("01234-56789  /c/0123456789");
        assertThat(shell.run("gateway", "adopt", "0123456789", "--name", "West", "--id", "west"))
                .isZero();
        assertThat(shell.out()).contains("ghe_1");

        assertThat(fleet.only("POST /gateway-labels/0123456789/adoption").body())
                .contains("\"gateway\":\"west\"", "\"name\":\"West\"");
    }

    @Test
    void what_a_tag_holds_is_written_into_a_file() throws IOException {
        fleet.on(
                "GET /labels/0123456789/tag?address=https%3A%2F%2Ff.example",
                200, "{\"address\":\"https://f.example/c/0123456789\",\"ndef\":\"d1010155\",\"tag\":\"03fe\"}");
        Path file = folder.resolve("label.ndef");

        assertThat(shell.run("label", "tag", "0123456789", "--address", "https://f.example", "--out", file.toString()))
                .isZero();

        assertThat(Files.readAllBytes(file)).isEqualTo(HexFormat.of().parseHex("d1010155"));
    }
}
