package io.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The command line does for access all that the console does. */
class AccessCommandsTest {

    private static final Path CONTRACT = Path.of("../server/src/main/resources/openapi/fleet.yaml");

    /** Operations that no command is for, and why. Empty: there is none. */
    private static final Map<String, String> EXCEPTED = Map.of();

    /** One line at least for each operation; FILE is a YAML file with one thing in it. */
    private static final List<String> LINES = List.of(
            "people list garden",
            "people show garden p-1",
            "people put garden p-1 --name A --type staff --status active --group nurses",
            "people put garden p-1 --watch alert-silent --exempt escort --exempt deny --traced --host p-2 --to 2027-01-01",
            "people delete garden p-1",
            "people import garden FILE",
            "erase garden p-1 --reason moved --confirm p-1",
            "card list garden --person p-1 --state lost -q 78",
            "card show garden c1",
            "card add garden --number 40078 --format H10301 --facility 12 --person p-1 --profile staff --to 2027-01-01",
            "card change garden c1 --profile staff --permit w-1",
            "card state garden c1 lost",
            "card pin garden c1 --remove",
            "card replace garden c1 --number 40079 --temporary --to 2027-01-01",
            "card return garden c1",
            "card delete garden c1",
            "access list garden special-days",
            "access show garden doors gate",
            "access put garden authentications two FILE",
            "access delete garden denials no",
            "access check garden",
            "access policies garden --set maxFailures=4 --set failSoft=false",
            "access preview garden profiles staff FILE --days 3",
            "what-if garden p-1 in --pin --approved --first-person --where OUTSIDE --at 2026-11-24T07:00",
            "pass list garden --all",
            "pass issue garden --holder Li --at in --entries 2 --from 2026-11-24T07:00 --to 2026-11-24T19:00",
            "pass code garden --holder Li --at in",
            "pass phone garden p-1 --key MCow --at in --to 2027-11-24",
            "pass show garden x",
            "pass revoke garden x",
            "revocations garden",
            "permit list garden",
            "permit put garden w-1 --from 2026-11-24 --to 2026-12-01 --headcount 4 --at in --area hall --during day",
            "permit delete garden w-1",
            "visit put garden v-1 --from 2026-11-24T08:00 --to 2026-11-24T18:00 --host p-1 --entries 1",
            "visit check-in garden v-1",
            "visit list garden",
            "visit delete garden v-1",
            "rule-pack put garden contractor --area hall --max-days 30 --approval operator --escorted --factor pin",
            "rule-pack list garden",
            "rule-pack delete garden CONTRACTOR",
            "denial put garden no --group barred --at in --during day",
            "export people --site garden",
            "denial list garden",
            "denial delete garden no",
            "authentication put garden two --way card+pin --way qr-code --during night=card+pin,face+pin",
            "authentication list garden",
            "authentication delete garden two",
            "reasons",
            "holidays list",
            "holidays take garden 2026",
            "holidays import 2031 FILE",
            "report reads garden --day 2026-11-24 --by door --type staff --door gate --area hall",
            "report cards garden --kind unused --days 90");

    @TempDir
    Path folder;

    private final ScriptedFleet fleet;
    private Shell shell;

    AccessCommandsTest() throws IOException {
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
    void every_operation_of_access_has_a_command() throws IOException {
        Path file = Files.writeString(folder.resolve("thing.yaml"), "name: A\n");
        fleet.otherwise("{\"items\":[]}");

        for (String line : LINES) {
            String[] words = line.replace("FILE", file.toString()).split(" ", -1);
            assertThat(shell.run(words)).as(line + ": " + shell.err()).isZero();
        }

        Set<String> missing = new TreeSet<>();
        operations().forEach((id, pattern) -> {
            if (!EXCEPTED.containsKey(id)
                    && fleet.requests().stream()
                            .noneMatch(one -> one.line().split("\\?", 2)[0].matches(pattern))) {
                missing.add(id);
            }
        });
        assertThat(missing).as("operations without a command").isEmpty();
    }

    /** What the contract has of access, as patterns of method and path. */
    @SuppressWarnings("unchecked")
    private static Map<String, String> operations() throws IOException {
        Map<String, Object> contract =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(CONTRACT));
        Map<String, Map<String, Object>> paths =
                Objects.requireNonNull((Map<String, Map<String, Object>>) contract.get("paths"));
        return paths.entrySet().stream()
                .flatMap(path -> path.getValue().entrySet().stream()
                        .filter(one -> one.getValue() instanceof Map<?, ?> operation
                                && operation.get("tags") instanceof List<?> tags
                                && tags.contains("access"))
                        .map(one -> Map.entry(
                                String.valueOf(((Map<?, ?>) one.getValue()).get("operationId")),
                                one.getKey().toUpperCase(Locale.ROOT) + " "
                                        + path.getKey().replaceAll("\\{[^}]*}", "[^/]+"))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void a_pass_is_issued_in_the_shells_time_and_drawn() throws IOException {
        fleet.on("POST /sites/garden/passes", 200, """
                {"pass":{"id":"x1","kind":"PASS","holder":"李娜","gates":["in"],"validFrom":"2026-11-23T23:00:00.000Z",
                  "validTo":"2026-11-24T11:00:00.000Z","text":"GHP1.abc","qr":["10","01"]},"warnings":[]}""");

        assertThat(shell.run("pass", "issue", "garden", "--holder", "李娜", "--at", "in", "--from", "2026-11-24T07:00"))
                .isZero();

        JsonNode asked = FleetClient.JSON.readTree(
                fleet.only("POST /sites/garden/passes").body());
        assertThat(asked.path("validFrom").asText()).isEqualTo("2026-11-23T23:00:00Z");
        assertThat(shell.out()).contains("李娜", "2026-11-24 07:00:00 to 2026-11-24 19:00:00", "▀▄", "GHP1.abc");
    }

    @Test
    void a_refusal_says_everything_that_is_wrong_and_where() throws IOException {
        Path file = Files.writeString(folder.resolve("permit.yaml"), "headcount: 0\n");
        fleet.on("PUT /sites/garden/access/permits/w-1", 400, """
                {"code":"CONFIGURATION_REFUSED","message":"permits/w-1/validTo: It ends before it begins.","hint":"Set an end.",
                 "findings":[{"field":"permits/w-1/validTo","message":"It ends before it begins.","hint":"Set an end."},
                   {"field":"permits/w-1/areas","message":"There is no area “x”.","hint":"Make it first."}]}""");

        assertThat(shell.run("access", "put", "garden", "permits", "w-1", file.toString()))
                .isEqualTo(ExitCodes.REFUSED);

        assertThat(shell.err())
                .contains(
                        "It ends before it begins", "Set an end.", "permits/w-1/areas: There is no area “x”. Make it");
    }

    @Test
    void visitors_are_checked_in_without_touching_the_rest_of_their_visit() throws IOException {
        fleet.on("GET /sites/garden/access/visits/v-1", 200, """
                {"id":"v-1","checkedIn":false,"host":"p-9","validFrom":1,"validTo":2}""");
        fleet.on("PUT /sites/garden/access/visits/v-1", 200, "{\"thing\":{},\"warnings\":[]}");

        assertThat(shell.in(Locale.CHINESE).run("visit", "check-in", "garden", "v-1"))
                .isZero();

        assertThat(fleet.only("PUT /sites/garden/access/visits/v-1").body())
                .isEqualTo("{\"checkedIn\":true,\"host\":\"p-9\",\"validFrom\":1,\"validTo\":2}");
        assertThat(shell.out()).contains("已保存");
    }

    @Test
    void ways_to_authenticate_are_typed_as_they_are_said() throws IOException {
        fleet.on("PUT /sites/garden/access/authentications/two", 200, "{\"thing\":{},\"warnings\":[]}");

        assertThat(shell.run(
                        "authentication",
                        "put",
                        "garden",
                        "two",
                        "--way",
                        "card+pin",
                        "--way",
                        "qr-code",
                        "--during",
                        "day=card",
                        "--during",
                        "night=card+pin,face+pin"))
                .isZero();

        assertThat(fleet.only("PUT /sites/garden/access/authentications/two").body())
                .isEqualTo(
                        "{\"name\":\"two\",\"usual\":{\"priority\":0,\"ways\":[[\"CARD\",\"PIN\"],[\"QR_CODE\"]]},"
                                + "\"policies\":[{\"schedule\":\"day\",\"level\":{\"priority\":1,\"ways\":[[\"CARD\"]]}},"
                                + "{\"schedule\":\"night\",\"level\":{\"priority\":2,\"ways\":[[\"CARD\",\"PIN\"],[\"FACE\",\"PIN\"]]}}]}");
    }

    @Test
    void what_is_no_time_and_no_kind_is_said_before_anything_is_asked() {
        assertThat(shell.run("visit", "put", "garden", "v-1", "--from", "soon", "--to", "2026-11-24"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("is no time");
        assertThat(shell.run("access", "list", "garden", "windows")).isEqualTo(2);

        assertThat(fleet.requests()).isEmpty();
    }

    @Test
    void completion_knows_the_kinds() {
        assertThat(shell.run("generate-completion")).isZero();

        assertThat(shell.out()).contains("special-days", "rule-packs", "check-in");
    }
}
