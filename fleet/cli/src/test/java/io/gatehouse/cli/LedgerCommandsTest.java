package io.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backlog, gaps and how full gateways are, as the shell shows them. */
class LedgerCommandsTest {

    private static final String BACKLOG = """
            {"items":[
             {"gateway":"gw-1","site":"garden","name":"East","presence":"OFFLINE","reason":"SILENT","state":"UNKNOWN",
              "since":"2026-11-24T01:00:00.000Z","waiting":900,"byLane":{},"byClass":{},"notCounted":900,"level":0},
             {"gateway":"gw-2","site":"garden","name":"West","presence":"ONLINE","reason":"HEARD","state":"DRAINING",
              "waiting":1200,"byLane":{},"byClass":{"ALARM":3,"ACCESS":1197},"notCounted":0,"perSecond":5.0,
              "secondsLeft":240,"oldest":"2026-11-24T01:00:00.000Z","level":70}]}""";

    private static final String GAPS = """
            {"items":[
             {"source":"LOG","site":"garden","gateway":"gw-1","lane":"EVIDENCE","log":"00","from":6,"to":10,"count":5,
              "reason":"DAMAGED","since":"2026-11-24T01:00:00.000Z","state":"OPEN"},
             {"source":"DEVICE","site":"garden","gateway":"gw-1","device":"gate-1","bootId":"b7","from":4,"to":4,"count":1,
              "reason":"ON_ITS_WAY","since":"2026-11-24T01:00:00.000Z","state":"ENDED",
              "endedAt":"2026-11-24T02:00:00.000Z","supersededBy":"ARRIVED"}]}""";

    @TempDir
    Path folder;

    private final ScriptedFleet fleet;
    private Shell shell;

    LedgerCommandsTest() throws IOException {
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
    void backlog_says_when_gateways_will_have_caught_up_and_when_nobody_knows() {
        fleet.on("GET /backlog", 200, BACKLOG);

        assertThat(shell.run("backlog")).isZero();

        assertThat(shell.out())
                .contains("unknown: not connected since 2026-11-24 09:00:00")
                .contains("at this pace in 4 min (5 fewer a second)")
                .contains("1197");
    }

    @Test
    void the_same_in_chinese() {
        fleet.on("GET /backlog", 200, BACKLOG);

        assertThat(shell.in(Locale.CHINESE).run("backlog")).isZero();

        assertThat(shell.out()).contains("按此速度约 4 分钟 后追平").contains("未知：自 2026-11-24 09:00:00 起未连接");
    }

    @Test
    void gaps_name_whose_numbers_are_missing_why_and_what_came_after_all() {
        fleet.on("GET /gaps?site=garden&state=OPEN", 200, GAPS);

        assertThat(shell.run("gaps", "--site", "garden", "--state", "open")).isZero();

        assertThat(shell.out().lines())
                .containsExactly(
                        "WHERE          LANE      FROM  TO  MISSING  REASON      SINCE                ENDED",
                        "garden/gw-1    EVIDENCE  6     10  5        damaged     2026-11-24 09:00:00",
                        "garden/gate-1  b7        4     4   1        on its way  2026-11-24 09:00:00  2026-11-24 10:00:00 arrived later");
    }

    @Test
    void the_ledger_is_exported_as_it_comes_in_the_shells_language() {
        fleet.on("GET /gaps/export?format=csv&lang=zh-CN", 200, "text/csv", "\"站点\"\n", Map.of());

        assertThat(shell.in(Locale.CHINESE).run("export", "gaps", "--format", "csv"))
                .isZero();

        assertThat(shell.out()).isEqualTo("\"站点\"\n");
    }

    @Test
    void gateways_show_what_is_fullest_and_how_their_clock_is() {
        fleet.on("GET /gateways", 200, """
                {"items":[{"id":"gw-1","site":"garden","name":"East","presence":"ONLINE","reason":"HEARD","clock":"DRIFTING",
                 "storage":{"failed":false,"level":85,"disk":{"free":1,"size":2,"percent":50.0,"level":0},
                 "lanes":[{"lane":"EVIDENCE","bytes":1,"quota":2,"percent":86.4,"level":85}]}}]}""");

        assertThat(shell.run("gateways")).isZero();

        assertThat(shell.out()).contains("EVIDENCE 86 %").contains("drifting");
    }

    @Test
    void a_lockdown_needs_a_reason_and_says_which_gateways_have_it() {
        fleet.on("POST /sites/garden/orders", 202, """
                {"items":[{"id":"c-1","site":"garden","gateway":"gw-1","device":"gw-1","type":"LockDown","state":"QUEUED"}]}""");

        assertThat(shell.run("site", "order", "garden", "lock-down")).isEqualTo(2);
        assertThat(shell.run("site", "order", "garden", "lock", "--reason", "x"))
                .isEqualTo(2);
        assertThat(shell.err()).contains("'lock' is none of", "lock-down");
        assertThat(shell.run("site", "order", "garden", "lock-down", "--reason", "Intruder"))
                .isZero();

        assertThat(shell.out()).contains("LockDown at garden/gw-1");
    }

    @Test
    void what_was_asked_of_a_site_is_listed_by_gateway() {
        fleet.on("GET /sites/garden/orders", 200, """
                {"items":[{"id":"c-1","gateway":"gw-1","type":"LockDown","state":"DONE","operator":"li",
                 "reason":"Intruder","issuedAt":"2026-11-24T01:00:00.000Z"}]}""");

        assertThat(shell.run("site", "orders", "garden")).isZero();

        assertThat(shell.out()).contains("LockDown", "gw-1", "li", "Intruder", "OPERATOR");
    }
}
