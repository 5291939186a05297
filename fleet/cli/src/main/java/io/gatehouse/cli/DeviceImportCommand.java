package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes devices from a CSV or XLSX file, or tries it; exit code 1 when a row is wrong. */
@Command(name = "import")
final class DeviceImportCommand extends FleetCommand {

    @Parameters(index = "0", paramLabel = "SITE")
    private String site = "";

    @Parameters(index = "1", paramLabel = "FILE")
    private Path file = Path.of("");

    @Option(names = "--dry-run")
    private boolean dryRun;

    @Option(names = "--skip-bad")
    private boolean skipBad;

    @Option(names = "--column", paramLabel = "COLUMN=HEADING")
    private Map<String, String> columns = new LinkedHashMap<>();

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        ObjectNode body = object().put("fileName", String.valueOf(file.getFileName()))
                .put("content", Base64.getEncoder().encodeToString(Files.readAllBytes(file)))
                .put("dryRun", dryRun)
                .put("skipBad", skipBad);
        ObjectNode said = body.putObject("columns");
        columns.forEach((column, heading) -> said.put(column.toUpperCase(java.util.Locale.ROOT), heading));
        JsonNode report = client().post("/sites/" + FleetClient.part(site) + "/imports/devices", body);
        show(report, () -> tell(report));
        return report.path("errors").isEmpty() || report.path("written").asBoolean()
                ? ExitCodes.DONE
                : ExitCodes.REFUSED;
    }

    private void tell(JsonNode report) {
        out().println(words().say(
                        "devices.rows",
                        text(report, "rows"),
                        text(report, "newBoxes"),
                        text(report, "newPlaces"),
                        text(report, "changed"),
                        text(report, "same"),
                        text(report, "badRows")));
        out().println(words().say(report.path("written").asBoolean() ? "people.written" : "people.notWritten"));
        if (!report.path("errors").isEmpty()) {
            Table table = table("row", "column", "what", "value");
            report.path("errors")
                    .forEach(each -> table.row(
                            text(each, "row"),
                            text(each, "column"),
                            words().code("importError", text(each, "code")),
                            text(each, "value")));
            table.print(out());
        }
    }
}
