package io.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatehouseMainTest {

    private static final String DEVICE = """
            {"id":"gate-1","site":"garden","kind":"TURNSTILE","name":"东门闸机","place":"East","presence":"ONLINE","reason":"HEARD",
             "since":"2026-11-24T00:00:00.000Z","lastHeard":"2026-11-24T01:00:00.000Z"}""";

    @TempDir
    Path folder;

    private ScriptedFleet fleet;
    private Shell shell;

    GatehouseMainTest() throws IOException {
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
    void overview_says_what_needs_a_person_in_words() {
        fleet.on("GET /overview", 200, """
                {"attention":[{"id":"1","severity":"CRITICAL","kind":"DOOR_FORCED","titleKey":"t","params":{"name":"东门"},
                "since":"2026-11-24T02:00:00.000Z","site":"garden","device":"door-1"}],
                "counts":{"sites":1,"gateways":1,"devices":{"online":3,"offline":1,"unknown":0,"never":2},
                "eventsToday":1200,"deniedToday":7},"sites":[]}""");

        int code = shell.run("overview");

        assertThat(code).isZero();
        assertThat(shell.out().lines())
                .containsExactly(
                        "1 sites, 1 gateways; devices: 3 online, 1 offline, 0 unknown, 2 never seen",
                        "Today: 1,200 events, 7 refused at a door",
                        "",
                        "SEVERITY  WHAT         WHERE          NAME  SINCE",
                        "critical  door forced  garden/door-1  东门  2026-11-24 10:00:00");
    }

    @Test
    void the_same_in_chinese_lines_up_too() {
        fleet.on("GET /devices?limit=500", 200, "{\"items\":[" + DEVICE + "]}");

        shell.in(Locale.CHINESE).run("devices");

        assertThat(shell.out().lines())
                .containsExactly(
                        "设备           类型  名称      位置  状况  自                   最近通信",
                        "garden/gate-1  闸机  东门闸机  East  在线  2026-11-24 08:00:00  2026-11-24 09:00:00");
    }

    @Test
    void devices_reads_every_page_and_passes_filters_on() throws IOException {
        String query = "GET /devices?site=garden&kind=DOOR_SENSOR&presence=OFFLINE&q=%E4%B8%9C%20a&limit=500";
        fleet.on(query, 200, "{\"items\":[" + DEVICE + "],\"next\":\"p2\"}");
        fleet.on(query + "&after=p2", 200, "{\"items\":[" + DEVICE + "]}");

        int code = shell.run(
                "devices", "--site", "garden", "--kind", "door-sensor", "--presence", "offline", "-q", "东 a", "--json");

        assertThat(code).isZero();
        JsonNode printed = FleetClient.JSON.readTree(shell.out());
        assertThat(printed.path("items")).hasSize(2);
        assertThat(fleet.only(query).header("Authorization")).isEqualTo("Bearer ghp_test");
    }

    @Test
    void device_shows_state_measures_and_what_it_last_did() {
        fleet.on("GET /sites/garden/devices/gate-1", 200, DEVICE.replace("}", ",\"state\":{\"door\":\"CLOSED\"}}"));
        fleet.on("GET /sites/garden/devices/gate-1/metrics", 200, """
                {"items":[{"metric":"temperature","unit":"Cel","last":21.5,"lastAt":"2026-11-24T01:00:00.000Z"}]}""");
        fleet.on("GET /sites/garden/devices/gate-1/timeline?limit=10", 200, """
                {"items":[{"kind":"EVENT","at":"2026-11-24T01:00:00.000Z","event":{"type":"CredentialPresented","outcome":"DENIED",
                "reason":"CREDENTIAL_UNKNOWN","replayed":true,"doorName":"东门"}},
                {"kind":"COMMAND","at":"2026-11-24T00:30:00.000Z","command":{"type":"UnlockDoor","state":"DONE","operator":"li"}},
                {"kind":"ALARM","at":"2026-11-24T00:20:00.000Z","alarm":{"kind":"DOOR_HELD","severity":"WARNING"}},
                {"kind":"NOTE","at":"2026-11-24T00:10:00.000Z","note":{"text":"Cracked cover","by":"wang"}},
                {"kind":"CHANGE","at":"2026-11-24T00:00:00.000Z","change":{"action":"swapBox","reason":"struck","who":"li"}}]}""");

        int code = shell.run("device", "garden/gate-1");

        assertThat(code).isZero();
        assertThat(shell.out())
                .contains("garden/gate-1  东门闸机  turnstile  East")
                .contains("PRESENCE: online (HEARD)")
                .contains("door: CLOSED")
                .contains("temperature: 21.5 Cel")
                .contains("2026-11-24 09:00:00  CredentialPresented  denied CREDENTIAL_UNKNOWN (late)  东门")
                .contains("2026-11-24 08:30:00  UnlockDoor           done")
                .containsPattern("08:20:00  DOOR_HELD +warning")
                .containsPattern("08:10:00  note +Cracked cover +wang")
                .containsPattern("08:00:00  swapBox +struck +li");
    }

    @Test
    void a_command_that_is_waited_for_answers_how_it_went() {
        String command =
                "{\"id\":\"c-1\",\"type\":\"UnlockDoor\",\"state\":\"%s\",\"steps\":[{\"state\":\"%s\",\"at\":\"2026-11-24T01:00:00.000Z\"}]}";
        fleet.on("POST /sites/garden/devices/gate-1/commands", 202, command.formatted("QUEUED", "QUEUED"));
        fleet.on("GET /commands/c-1", 200, command.formatted("SENT", "SENT"));
        fleet.on("GET /commands/c-1", 200, command.formatted("DONE", "DONE"));

        int code = shell.run("command", "garden/gate-1", "unlock", "--reason", "delivery", "--expires", "1m", "--wait");

        assertThat(code).isZero();
        assertThat(shell.out())
                .contains("UnlockDoor at garden/gate-1: done (c-1)")
                .contains("2026-11-24 09:00:00  done");
        assertThat(fleet.only("POST /sites/garden/devices/gate-1/commands").body())
                .isEqualTo(
                        "{\"type\":\"UnlockDoor\",\"idempotencyKey\":\"key-1\",\"expiresInSeconds\":60,\"reason\":\"delivery\"}");
    }

    @Test
    void a_command_that_expired_answers_5() {
        fleet.on(
                "POST /sites/garden/devices/gate-1/commands",
                202,
                "{\"id\":\"c-1\",\"type\":\"Reboot\",\"state\":\"EXPIRED\"}");

        assertThat(shell.run("command", "garden/gate-1", "reboot", "--wait")).isEqualTo(ExitCodes.NOT_DONE);
        assertThat(shell.run("command", "garden/gate-1", "reboot")).isZero();
    }

    @Test
    void an_estate_in_yaml_keeps_card_numbers_as_they_are_written() throws IOException {
        Path file = folder.resolve("estate.yaml");
        Files.writeString(file, """
                schedules:
                  - {id: office, name: Office, weekly: {MON: [08:00-18:00]}}
                doors:
                  - {id: d1, name: East, releaseMillis: 3000}
                credentials:
                  - {type: CARD, facility: 12, number: 0040001, person: p1}
                accessPoints:
                  - {id: a1, door: d1, direction: IN, reader: r1, enabled: true}
                """);
        fleet.on(
                "PUT /sites/garden/estate", 200, "{\"version\":4,\"devices\":[{\"id\":\"r1\",\"secret\":\"s3cret\"}]}");

        int code = shell.run("estate", "apply", "garden", file.toString());

        assertThat(code).isZero();
        JsonNode sent =
                FleetClient.JSON.readTree(fleet.only("PUT /sites/garden/estate").body());
        assertThat(sent.at("/credentials/0/number").asText()).isEqualTo("0040001");
        assertThat(sent.at("/credentials/0/facility").isInt()).isTrue();
        assertThat(sent.at("/doors/0/releaseMillis").asInt()).isEqualTo(3000);
        assertThat(sent.at("/schedules/0/weekly/MON/0").asText()).isEqualTo("08:00-18:00");
        assertThat(sent.at("/accessPoints/0/enabled").isBoolean()).isTrue();
        assertThat(shell.out()).contains("version 4").contains("r1      s3cret");
    }

    @Test
    void a_refusal_of_the_fleet_is_shown_with_its_hint() {
        fleet.on("GET /sites", 403, """
                {"code":"ROLE_TOO_LOW","message":"The role viewer may not do this.","hint":"Ask somebody with the role operator."}""");

        int code = shell.run("sites");

        assertThat(code).isEqualTo(ExitCodes.REFUSED);
        assertThat(shell.err().lines())
                .containsExactly(
                        "gatehouse: The role viewer may not do this. [ROLE_TOO_LOW]",
                        "Ask somebody with the role operator.");
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void who_is_not_signed_in_is_told_how_to() {
        fleet.on("GET /gaps", 401, "{\"code\":\"SIGNED_OUT\",\"message\":\"Nobody is signed in.\",\"hint\":\"\"}");

        assertThat(shell.run("gaps")).isEqualTo(ExitCodes.NOT_SIGNED_IN);
        assertThat(shell.err()).contains("gatehouse login --user NAME");
    }

    @Test
    void a_fleet_that_is_not_there_answers_4_and_its_address() {
        fleet.close();

        assertThat(shell.run("sites")).isEqualTo(ExitCodes.UNREACHABLE);
        assertThat(shell.err()).contains(fleet.url() + " cannot be reached");
    }

    @Test
    void an_answer_of_something_else_is_no_riddle() {
        fleet.on("GET /sites", 502, "text/html", "<html>bad gateway</html>", Map.of());

        assertThat(shell.run("sites")).isEqualTo(ExitCodes.REFUSED);
        assertThat(shell.err()).contains("HTTP 502");
    }

    @ParameterizedTest
    @CsvSource({
        "nonsense",
        "device no-slash",
        "command garden/gate-1 open",
        "command garden/gate-1 unlock --expires soon",
        "token",
        "''"
    })
    void a_wrong_command_line_answers_2(String line) {
        String[] arguments =
                Stream.of(line.split(" ")).filter(each -> !each.isEmpty()).toArray(String[]::new);

        assertThat(shell.run(arguments)).isEqualTo(ExitCodes.USAGE);
        assertThat(shell.err()).isNotEmpty();
    }

    @Test
    void login_keeps_a_token_and_no_password_where_only_the_owner_reads() throws IOException {
        fleet.on(
                "POST /session",
                200,
                "application/json",
                session(true),
                Map.of("Set-Cookie", "gh_session=abc; HttpOnly; Path=/"));
        fleet.on("GET /session", 200, session(true));
        fleet.on("POST /tokens", 201, "{\"id\":\"t1\",\"name\":\"x\",\"token\":\"ghp_new\"}");
        fleet.on("DELETE /session", 204, "");
        Shell fresh = new Shell(folder).typing("one-time\n");

        int code = fresh.run("login", "--fleet", fleet.url() + "/", "--user", "admin");

        assertThat(code).isZero();
        assertThat(fresh.out()).contains("Signed in as admin (admin)").contains("gatehouse password --user admin");
        Path kept = folder.resolve("cli.yaml");
        assertThat(kept).hasContent("fleet: \"" + fleet.url() + "\"\ntoken: \"ghp_new\"\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-------");
        ScriptedFleet.Request made = fleet.only("POST /tokens");
        assertThat(made.header("Cookie")).isEqualTo("gh_session=abc");
        assertThat(made.header("X-gatehouse-csrf")).isEqualTo("csrf-1");

        fleet.on("GET /gaps", 200, "{\"items\":[]}");
        assertThat(fresh.run("gaps")).isZero();
        assertThat(fleet.only("GET /gaps").header("Authorization")).isEqualTo("Bearer ghp_new");
    }

    @Test
    void password_signs_in_with_the_old_one_and_sends_both() {
        fleet.on("GET /session", 200, session(false));
        fleet.on(
                "POST /session",
                200,
                "application/json",
                session(false),
                Map.of("Set-Cookie", "gh_session=abc; Path=/"));
        fleet.on("POST /session/password", 204, "");

        assertThat(shell.typing("old\ncorrect-horse-1\ncorrect-horse-1\n").run("password"))
                .isZero();
        assertThat(fleet.only("POST /session/password").body())
                .isEqualTo("{\"old\":\"old\",\"new\":\"correct-horse-1\"}");

        assertThat(shell.typing("old\na\nb\n").run("password")).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void tokens_and_gateways_show_their_secret_once() {
        fleet.on("POST /tokens", 201, "{\"id\":\"t1\",\"token\":\"ghp_shown\"}");
        fleet.on("DELETE /tokens/t1", 204, "");
        fleet.on("PUT /gateways/gate-house", 200, "{\"gateway\":\"gate-house\",\"secret\":\"gs\"}");

        assertThat(shell.run("token", "create", "ci", "--role", "viewer")).isZero();
        assertThat(shell.out()).contains("ghp_shown");
        assertThat(fleet.only("POST /tokens").body()).isEqualTo("{\"name\":\"ci\",\"role\":\"viewer\"}");
        assertThat(shell.run("token", "revoke", "t1")).isZero();
        assertThat(shell.run("gateway", "register", "gate-house", "--site", "garden"))
                .isZero();
        assertThat(shell.out()).contains("Its secret, shown only now: gs");
        assertThat(fleet.only("PUT /gateways/gate-house").body())
                .isEqualTo("{\"site\":\"garden\",\"name\":\"gate-house\"}");
    }

    @Test
    void export_passes_the_lines_on_as_they_are() {
        String lines = "{\"seq\":1}\n{\"seq\":2}\n";
        String query = "q=outcome%3Adenied&format=ndjson&zone=Asia%2FShanghai&lang=en&site=garden";
        fleet.on("GET /events/export?" + query, 200, "application/x-ndjson", lines, Map.of());

        assertThat(shell.run("export", "events", "--site", "garden", "-q", "outcome:denied"))
                .isZero();
        assertThat(shell.out()).isEqualTo(lines);
    }

    @Test
    void help_speaks_the_shells_language_and_lists_the_exit_codes() {
        assertThat(shell.run("--help")).isZero();
        assertThat(shell.out())
                .contains("Exit codes:")
                .contains("not signed in")
                .contains("generate-completion");

        assertThat(shell.in(Locale.CHINESE).run("events", "--help")).isZero();
        assertThat(shell.out()).contains("列出事件").contains("--follow");
    }

    @Test
    void completion_names_the_commands() {
        assertThat(shell.run("generate-completion")).isZero();
        assertThat(shell.out()).contains("overview").contains("estate").contains("--follow");
    }

    private static String session(boolean mustChange) {
        return "{\"user\":\"admin\",\"role\":\"admin\",\"csrfToken\":\"csrf-1\",\"mustChangePassword\":" + mustChange
                + "}";
    }
}
