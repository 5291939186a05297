package io.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People from the shell. */
class PeopleCommandTest {

    private static final String BAD = """
            {"written":false,"rows":2,"newPeople":1,"changedPeople":0,"samePeople":0,"newCards":1,"changedCards":0,
             "sameCards":0,"badRows":1,"errors":[{"row":3,"column":"ID","code":"BAD_ID","value":"p 2"}],"sample":[]}""";

    @TempDir
    Path folder;

    private final ScriptedFleet fleet;
    private Shell shell;

    PeopleCommandTest() throws IOException {
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
    void a_dry_run_says_which_row_is_wrong_and_ends_with_one() throws IOException {
        Path file = Files.writeString(folder.resolve("people.csv"), "id,name,type\np-1,A,STAFF\np 2,B,STAFF\n");
        fleet.on("POST /sites/garden/imports/people", 200, BAD);

        assertThat(shell.run("people", "import", "garden", file.toString(), "--dry-run"))
                .isEqualTo(ExitCodes.REFUSED);

        assertThat(shell.out()).contains("2 rows: 1 new people", "Nothing was written.", "no id", "p 2");
    }

    @Test
    void people_are_listed() {
        fleet.on("GET /sites/garden/people?q=zs&limit=500", 200, """
                {"items":[{"id":"p-1","name":"张三","type":"STAFF","active":true,"status":"ACTIVE","cards":2,"rules":{}}]}""");

        assertThat(shell.run("people", "list", "garden", "-q", "zs")).isZero();

        assertThat(shell.out()).contains("张三", "ACTIVE");
    }

    @Test
    void what_if_says_what_would_be_and_what_would_have_to_change() {
        fleet.on("GET /sites/garden/what-if?person=p-1&accessPoint=in&lockdown=true", 200, """
                {"items":[{"credentialMask":"•••11","at":"2026-11-22T04:00:00.000Z","words":{
                  "en":{"outcome":"Denied","reason":"the door is locked down","toChange":["Release the lockdown."]},
                  "zh-CN":{"outcome":"拒绝","reason":"门已封锁","toChange":["解除封锁。"]}}}],"assumed":[]}""");

        assertThat(shell.run("what-if", "garden", "p-1", "in", "--lockdown")).isZero();

        assertThat(shell.out()).contains("•••11: Denied, the door is locked down", "- Release the lockdown.");
    }

    @Test
    void why_says_why_somebody_was_denied_and_all_that_would_have_to_change() {
        fleet.on("GET /events?site=garden&person=p-1&outcome=DENIED&limit=1", 200, """
                {"items":[{"id":"gw-1/00/17"}]}""");
        fleet.on("GET /events/garden/gw-1/00/17", 200, """
                {"id":"gw-1/00/17","type":"CredentialPresented","gatewayTime":"2026-11-22T04:00:00.000Z","personName":"Li",
                 "doorName":"East","details":{"by":"CARD + PIN"},"trace":[{"rule":"right now","passed":false,
                 "reason":"OUT_OF_SCHEDULE"},{"rule":"no lockdown","passed":true}],"words":{
                  "en":{"outcome":"Denied","reason":"outside of the hours","toChange":["Come by day.","Wait."]},
                  "zh-CN":{"outcome":"拒绝","reason":"不在时段内","toChange":["白天再来。","请稍候。"]}}}""");

        assertThat(shell.run("why", "garden", "--person", "p-1")).isZero();
        assertThat(shell.out())
                .contains("Li @ East: Denied, outside of the hours", "recognised by CARD + PIN", "  - Come by day.")
                .contains("  - Wait.", "right now", "OUT_OF_SCHEDULE", "passed");
        assertThat(shell.run("why", "garden", "gw-1")).isEqualTo(2);
    }

    @Test
    void a_draft_says_whom_it_would_refuse_where_and_why() {
        fleet.on("POST /sites/garden/what-if/replay", 200, """
                {"reads":900,"from":"2026-11-17T04:00:00.000Z","to":"2026-11-24T04:00:00.000Z",
                 "wouldRefuse":{"reads":214,"people":40},"wouldAdmit":{"reads":0,"people":0},
                 "wouldAsk":{"reads":0,"people":0},"wouldNotAsk":{"reads":0,"people":0},"warnings":[],
                 "byType":[{"type":"OWNER","wouldRefuse":3,"wouldAdmit":0,"wouldAsk":0,"wouldNotAsk":0}],
                 "byDoor":[{"door":"e","doorName":"East","wouldRefuse":214,"wouldAdmit":0,"wouldAsk":0,"wouldNotAsk":0}],
                 "byReason":[{"reason":"DENY_RULE","wouldRefuse":214,"wouldAdmit":0,"wouldAsk":0,"wouldNotAsk":0}]}""");

        assertThat(shell.run("access", "preview", "garden", "profiles", "staff"))
                .as(shell.err())
                .isZero();

        assertThat(shell.out())
                .containsPattern("would have been refused +214 +40")
                .containsPattern("OWNER +3 ")
                .containsPattern("East +214 ")
                .containsPattern("DENY_RULE +214 ");
    }

    @Test
    void an_estate_in_yaml_keeps_numbers_of_rules_as_numbers_and_card_numbers_as_text() throws IOException {
        Path file = Files.writeString(folder.resolve("estate.yaml"), """
                areas: [{id: hall, name: Hall, most: 5, clearance: {red: 2}}]
                doors: [{id: gate, name: Gate, rules: {preAlarmSeconds: 3, fireZone: [1]}}]
                credentials: [{type: CARD, number: 0040001}]
                """);

        String read = EstateFile.read(file).toString();

        assertThat(read).contains("\"most\":5", "{\"red\":2}", "\"preAlarmSeconds\":3", "[\"1\"]", "\"0040001\"");
    }
}
