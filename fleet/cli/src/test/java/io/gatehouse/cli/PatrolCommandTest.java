package io.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds from the shell. */
class PatrolCommandTest {

    private static final String ROUND = """
            {"id":"night@2026-11-26T22:00","missing":1,"stops":[
             {"ordinal":1,"name":"东门","status":"ON_TIME","at":"2026-11-26T14:03:00.000Z"},
             {"ordinal":2,"name":"泵房","status":"MISSED","cause":"READER_DOWN"}]}""";

    @TempDir
    Path folder;

    private final ScriptedFleet fleet;
    private Shell shell;

    PatrolCommandTest() throws IOException {
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
    void a_round_with_a_missed_point_says_why_and_ends_with_one() {
        fleet.on("GET /sites/garden/rounds/night@2026-11-26T22:00", 200, ROUND);

        assertThat(shell.run("patrol", "round", "garden", "night@2026-11-26T22:00"))
                .isEqualTo(ExitCodes.REFUSED);
        assertThat(shell.out()).contains("On time", "2026-11-26 22:03:00", "Missed", "the reader was down");
        assertThat(shell.in(Locale.CHINESE).run("patrol", "round", "garden", "night@2026-11-26T22:00"))
                .isEqualTo(ExitCodes.REFUSED);
        assertThat(shell.out()).contains("准时", "漏检", "读点设备故障");
    }

    @Test
    void an_excuse_carries_its_reason() {
        fleet.on("POST /sites/garden/rounds/night@2026-11-26T22:00/orders", 200, ROUND);

        assertThat(shell.run(
                        "patrol", "excuse", "garden", "night@2026-11-26T22:00", "--stop", "2", "--reason", "Flooded"))
                .isZero();

        assertThat(fleet.only("POST /sites/garden/rounds/night@2026-11-26T22:00/orders")
                        .body())
                .contains("EXCUSE", "\"stop\":2", "Flooded");
    }

    @Test
    void a_whole_plan_is_taken_from_a_file_and_what_wands_brought_is_listed() throws IOException {
        Path file = Files.writeString(folder.resolve("plan.json"), "{\"checkpoints\":[{\"id\":\"c-1\"}]}");
        fleet.on("PUT /sites/garden/patrol", 200, "{\"parts\":1,\"warnings\":[]}");
        fleet.on("GET /sites/garden/wand-uploads", 200, """
                {"items":[{"at":"2026-11-26T22:10:00Z","wand":"w-9","dock":"dock-1","records":5,"by":"gw",
                 "troubles":[{"code":"FOREIGN_WAND","message":"no wand of this site"}]}]}""");

        assertThat(shell.run("patrol", "plan", "garden", "--put", file.toString()))
                .isZero();
        assertThat(shell.out()).contains("Kept: 1 parts");
        assertThat(shell.run("patrol", "uploads", "garden")).isZero();
        assertThat(shell.out()).contains("w-9", "dock-1", "FOREIGN_WAND");
    }

    @Test
    void a_wands_file_is_uploaded_and_what_was_wrong_is_said() throws IOException {
        Path file = Files.writeString(folder.resolve("w.csv"), "gatehouse-wand,1\n");
        fleet.on("POST /sites/garden/wand-uploads", 200, """
                {"kept":true,"wand":"w-1","records":3,"scans":2,"newScans":0,
                 "troubles":[{"code":"ALREADY_KNOWN","message":"all of it is known already"}]}""");

        assertThat(shell.run("patrol", "upload", "garden", file.toString())).isZero();

        assertThat(shell.out()).contains("Wand w-1: 3 records, 2 scans, 0 of them new.", "[ALREADY_KNOWN]");
    }

    @Test
    void a_report_is_shown_or_written_to_a_file() throws IOException {
        String path = "GET /sites/garden/patrol-report?day=2026-11-26&by=route";
        fleet.on(path, 200, """
                {"lines":[{"name":"Walk","due":2,"made":1,"onTime":1,"late":0,"missed":1,"completionPercent":50.0}],
                 "total":{"due":2,"made":1,"onTime":1,"late":0,"missed":1,"completionPercent":50.0},
                 "gaps":[{"name":"Pump","minutes":700,"maxMinutes":360,"exceeded":true,"source":"DB11/T 2552"}]}""");
        Path file = folder.resolve("report.csv");
        fleet.on(path + "&format=csv&lang=en", 200, "text/csv", "Name,Due\r\n", Map.of());

        assertThat(shell.run("patrol", "report", "garden", "--day", "2026-11-26"))
                .isZero();
        assertThat(shell.out()).contains("Walk", "Total", "Pump: 700 minutes without a visit, at most 360");
        assertThat(shell.run("patrol", "report", "garden", "--day", "2026-11-26", "--out", file.toString()))
                .isZero();
        assertThat(file).hasContent("Name,Due");
    }

    @Test
    void a_round_has_a_report_of_its_own_in_each_format() throws IOException {
        String path = "GET /sites/garden/rounds/night@2026-11-26T22:00/report";
        fleet.on(path, 200, ROUND);
        fleet.on(path + "?format=pdf&lang=zh-CN", 200, "application/pdf", "%PDF", Map.of());
        Path file = folder.resolve("round.pdf");

        assertThat(shell.run("patrol", "report", "garden", "--round", "night@2026-11-26T22:00"))
                .isZero();
        assertThat(shell.in(Locale.CHINESE)
                        .run(
                                "patrol",
                                "report",
                                "garden",
                                "--round",
                                "night@2026-11-26T22:00",
                                "--out",
                                file.toString()))
                .isZero();

        assertThat(file).hasContent("%PDF");
        assertThat(shell.run("patrol", "report", "garden")).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void a_signature_is_over_what_the_round_is_now() {
        fleet.on("GET /sites/garden/rounds/night@2026-11-26T22:00", 200, "{\"contentHash\":\"ab\"}");
        fleet.on("POST /sites/garden/rounds/night@2026-11-26T22:00/signatures", 200, """
                {"signatures":[{"kind":"COUNTERSIGN","by":"lee","at":"2026-11-27T08:00:00.000Z","hash":"ab"}]}""");

        assertThat(shell.run("patrol", "sign", "garden", "night@2026-11-26T22:00", "--supervisor"))
                .isZero();

        assertThat(fleet.only("POST /sites/garden/rounds/night@2026-11-26T22:00/signatures")
                        .body())
                .contains("COUNTERSIGN", "\"hash\":\"ab\"");
        assertThat(shell.out()).contains("Supervisor: lee", "over ab");
    }

    @Test
    void what_is_held_is_placed_listed_and_released_with_reasons() {
        fleet.on("POST /sites/garden/patrol-holds", 201, "{\"id\":\"h-1\"}");
        fleet.on("GET /sites/garden/patrol-holds", 200, """
                {"items":[{"id":"h-1","from":"2026-11-26T00:00:00.000Z","to":"2026-11-27T00:00:00.000Z","reason":"Case 7",
                 "placedBy":"lee","inForce":true}]}""");
        fleet.on("POST /sites/garden/patrol-holds/h-1/release", 200, "{\"id\":\"h-1\"}");
        fleet.on("GET /sites/garden/patrol-retention", 200, """
                {"days":90,"usualDays":90,"source":"DB11/T 2552-2026, 8.5.2","keptSince":"2026-08-28T00:00:00.000Z",
                 "heldRounds":2,"deletions":[{"at":"2026-11-26T01:00:00.000Z","before":"2026-08-28T00:00:00.000Z",
                 "removed":{"rounds":7}}]}""");

        assertThat(shell.run(
                        "patrol", "hold", "garden", "--from", "2026-11-26", "--to", "2026-11-27", "--reason", "Case 7"))
                .isZero();
        assertThat(shell.out()).contains("Held as h-1.");
        assertThat(shell.run("patrol", "holds", "garden")).isZero();
        assertThat(shell.out()).contains("Case 7", "held");
        assertThat(shell.run("patrol", "release", "garden", "h-1", "--reason", "Closed"))
                .isZero();
        assertThat(shell.run("patrol", "retention", "garden")).isZero();
        assertThat(shell.out()).contains("Kept 90 days", "\"rounds\":7");
        assertThat(fleet.only("POST /sites/garden/patrol-holds/h-1/release").body())
                .contains("Closed");
    }

    @Test
    void a_report_is_mailed_again_and_again_and_what_was_given_up_is_told() {
        String path = "/sites/garden/report-subscriptions";
        fleet.on("PUT " + path + "/daily", 200, """
                {"nextRun":"2026-11-27T23:00:00.000Z","nextFrom":"2026-11-27","nextTo":"2026-11-27"}""");
        fleet.on("GET " + path + "/daily", 200, """
                {"runs":[{"from":"2026-11-26","to":"2026-11-26","mails":[{"recipient":"a@estate.example","state":"FAILED",
                 "attempts":10,"error":"550 no such user"}]}]}""");
        fleet.on("GET " + path, 200, """
                {"items":[{"id":"daily","name":"Daily","every":"DAY","format":"pdf","recipients":["a@estate.example"]}]}""");
        fleet.on("POST " + path + "/daily/retry", 200, "{\"mails\":1}");

        assertThat(shell.run("patrol", "mail", "garden", "daily", "--to", "a@estate.example,b@estate.example"))
                .isZero();
        assertThat(shell.out()).contains("The next one leaves");
        assertThat(shell.run("patrol", "mails", "garden")).isZero();
        assertThat(shell.out()).contains("each day", "a@estate.example");
        assertThat(shell.run("patrol", "mail-log", "garden", "daily", "--retry"))
                .isEqualTo(ExitCodes.REFUSED);

        assertThat(fleet.only("PUT " + path + "/daily").body())
                .contains("\"every\":\"DAY\"", "b@estate.example", "\"language\":\"en\"");
        assertThat(shell.out()).contains("given up", "550 no such user");
    }
}
