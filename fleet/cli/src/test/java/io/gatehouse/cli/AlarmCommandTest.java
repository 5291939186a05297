package io.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alarms, as the shell shows them and deals with them. */
class AlarmCommandTest {

    private static final String ALARMS = """
            {"items":[{"id":7,"kind":"GATEWAY_SILENT","severity":"CRITICAL","site":"garden","gateway":"gw-1","name":"East",
              "state":"ACTIVE_UNACKNOWLEDGED","since":"2026-11-24T01:00:00.000Z","count":1}],
             "counts":{"open":1,"critical":1,"shelved":0,"masked":0}}""";

    @TempDir
    Path folder;

    private final ScriptedFleet fleet;
    private Shell shell;

    AlarmCommandTest() throws IOException {
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
    void the_list_says_what_where_and_whether_somebody_has_seen_it() {
        fleet.on("GET /alarms?shelf=OPEN", 200, ALARMS);

        assertThat(shell.run("alarm", "list")).isZero();

        assertThat(shell.out()).contains("critical", "gateway silent", "garden/gw-1", "standing, not seen");
    }

    @Test
    void an_act_on_several_says_of_each_what_came_of_it_and_fails_when_one_did_not() {
        fleet.on(
                "POST /alarms/acts",
                200,
                "{\"items\":[{\"id\":7,\"result\":\"DONE\"},{\"id\":8,\"result\":\"STANDS\"}]}");

        assertThat(shell.run("alarm", "resolve", "7", "8", "--note", "line repaired"))
                .isEqualTo(ExitCodes.REFUSED);

        assertThat(shell.out()).contains("7: done", "8: it still stands");
    }

    @Test
    void putting_aside_needs_an_end() {
        assertThat(shell.run("alarm", "shelve", "7", "--note", "x")).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void a_rule_is_tried_before_it_is_made() {
        fleet.on("POST /alarm-rule-previews?days=3", 200, "{\"now\":4}");
        fleet.on(
                "PUT /alarm-rules/weak",
                200,
                "{\"id\":\"weak\",\"name\":\"Weak\",\"source\":\"DEVICES\",\"query\":\"battery:<20\",\"enabled\":true}");

        assertThat(shell.run("alarm-rule", "preview", "--name", "Weak", "-q", "battery:<20", "--days", "3"))
                .isZero();
        assertThat(shell.out()).contains("Devices that answer now: 4");
        assertThat(shell.run("alarm-rule", "put", "weak", "--name", "Weak", "-q", "battery:<20"))
                .isZero();

        assertThat(shell.out()).contains("weak: kept.");
    }

    @Test
    void a_channel_whose_test_does_not_go_out_says_why_and_fails() {
        fleet.on("POST /channels/night/test", 200, "{\"sent\":false,\"error\":\"connection refused\"}");
        fleet.on(
                "GET /channels",
                200,
                "{\"items\":[{\"id\":\"night\",\"name\":\"Night\",\"kind\":\"EMAIL\","
                        + "\"target\":\"night@estate.example\",\"query\":\"\",\"level\":0,\"enabled\":true}]}");

        assertThat(shell.run("channel", "list")).isZero();
        assertThat(shell.out()).contains("night@estate.example");
        assertThat(shell.run("channel", "test", "night")).isEqualTo(ExitCodes.REFUSED);

        assertThat(shell.out()).contains("connection refused");
    }

    @Test
    void views_are_kept_and_lists_leave_as_lines() {
        fleet.on("PUT /search/devices/views/weak", 200, "{\"name\":\"weak\"}");
        fleet.on(
                "GET /search/devices/views",
                200,
                "{\"items\":[{\"name\":\"weak\",\"query\":\"battery:<20\",\"own\":true,\"shared\":true}]}");

        assertThat(shell.run("view", "put", "devices", "weak", "-q", "battery:<20", "--shared"))
                .isZero();
        assertThat(shell.run("view", "list", "devices")).isZero();

        assertThat(shell.out()).contains("battery:<20", "you");
    }
}
