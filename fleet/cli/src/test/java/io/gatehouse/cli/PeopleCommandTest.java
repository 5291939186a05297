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
