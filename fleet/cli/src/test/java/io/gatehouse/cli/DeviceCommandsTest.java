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

/** Devices by the hundred, their labels, and why one is offline, from the shell. */
class DeviceCommandsTest {

    private static final String BAD = """
            {"written":false,"rows":2,"newBoxes":1,"newPlaces":1,"changed":0,"same":0,"badRows":1,"headings":["Barcode"],
             "columns":{},"errors":[{"row":3,"column":"KIND","code":"BAD_KIND","value":"TOASTER"}],"sample":[],"codes":[]}""";

    private static final String SILENT = """
            {"reason":{"subject":"POWER","verdict":"BAD","code":"POWER_LOST","facts":{},"message":"Its power is gone.",
              "todo":"Check the fuse."},
             "checks":[{"subject":"GATEWAY","verdict":"GOOD","code":"GATEWAY_HEARD","facts":{},"message":"Heard."},
              {"subject":"POWER","verdict":"BAD","code":"POWER_LOST","facts":{},"message":"Its power is gone.",
               "todo":"Check the fuse."}]}""";

    private static final String WELL = """
            {"version":"0.1.0","time":"2026-11-26T00:00:00.000Z","checks":[{"subject":"DISK","verdict":"GOOD",
             "code":"DISK_ROOMY","facts":{"percent":"41"},"message":"41 % of the disk is used."}]}""";

    @TempDir
    Path folder;

    private final ScriptedFleet fleet;
    private Shell shell;

    DeviceCommandsTest() throws IOException {
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
    void a_list_is_tried_with_columns_that_were_said_and_ends_with_one_when_a_row_is_wrong() throws IOException {
        Path file = Files.writeString(folder.resolve("devices.csv"), "Barcode,Art\nSN1,READER\nSN2,TOASTER\n");
        fleet.on("POST /sites/garden/imports/devices", 200, BAD);

        int exit = shell.run("device", "import", "garden", file.toString(), "--dry-run", "--column", "serial=Barcode");

        assertThat(exit).isEqualTo(ExitCodes.REFUSED);
        assertThat(shell.out())
                .contains("2 rows: 1 new labels", "Nothing was written.", "no kind of device", "TOASTER");
        assertThat(fleet.only("POST /sites/garden/imports/devices").body())
                .contains("\"dryRun\":true", "\"SERIAL\":\"Barcode\"");
    }

    @Test
    void a_template_and_a_label_sheet_are_written_to_files() throws IOException {
        fleet.on("GET /sites/garden/imports/devices/template?format=csv&lang=zh-CN", 200, "text/csv", "序列号", Map.of());
        fleet.on("GET /sites/garden/imports/devices/template?lang=zh-CN&format=csv", 200, "text/csv", "序列号", Map.of());
        fleet.on("POST /labels/sheet", 200, "application/pdf", "%PDF", Map.of());
        Path template = folder.resolve("devices.csv");
        Path sheet = folder.resolve("labels.pdf");

        assertThat(shell.in(Locale.CHINESE).run("device", "template", "garden", template.toString()))
                .isZero();
        assertThat(shell.run("label", "sheet", sheet.toString(), "--site", "garden", "--stock", "roll-50x30"))
                .isZero();

        assertThat(template).hasContent("序列号");
        assertThat(sheet).hasContent("%PDF");
        assertThat(fleet.only("POST /labels/sheet").body())
                .contains("ROLL_50X30", "\"site\":\"garden\"", "\"address\":\"" + fleet.url());
    }

    @Test
    void the_doctor_says_why_a_device_is_offline_and_what_to_do() {
        fleet.on("GET /sites/garden/devices/gate-1/diagnosis", 200, SILENT);

        assertThat(shell.run("doctor", "garden/gate-1")).isEqualTo(ExitCodes.REFUSED);

        assertThat(shell.out())
                .contains("BAD", "power", "Most likely: Its power is gone.", "What to do: Check the fuse.");
    }

    @Test
    void the_doctor_alone_examines_the_installation_and_writes_a_bundle() {
        fleet.on("GET /installation", 200, WELL);
        fleet.on("GET /installation/support-bundle", 200, "application/zip", "PK", Map.of());
        Path bundle = folder.resolve("bundle.zip");

        assertThat(shell.run("doctor", "--bundle", bundle.toString())).isZero();

        assertThat(shell.out()).contains("version 0.1.0", "41 % of the disk", "clock is", "http: tokens travel");
        assertThat(bundle).hasContent("PK");
    }

    @Test
    void a_device_that_is_not_named_is_asked_for() {
        assertThat(shell.run("device")).isEqualTo(2);

        assertThat(shell.err()).contains("SITE/DEVICE");
    }
}
