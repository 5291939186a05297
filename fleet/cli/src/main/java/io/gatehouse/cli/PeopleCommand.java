package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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

/** The people of a site: {@code people list}, {@code people import}. */
@Command(
        name = "people",
        subcommands = {
            PeopleCommand.Listing.class,
            PersonCommands.Show.class,
            PersonCommands.Put.class,
            PersonCommands.Delete.class,
            PeopleCommand.Import.class
        })
final class PeopleCommand extends CommandGroup {

    private static final int PAGE = 500;

    /** Finds people by name, pinyin or id; all pages of them. */
    @Command(name = "list")
    static final class Listing extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Option(names = "-q", paramLabel = "TEXT", defaultValue = "")
        private String text = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode answer = object();
            ArrayNode all = answer.putArray("items");
            String after = "";
            do {
                Map<String, Object> query = new LinkedHashMap<>();
                query.put("q", text);
                query.put("limit", PAGE);
                query.put("after", after);
                JsonNode page = client().get(FleetClient.path("/sites/" + FleetClient.part(site) + "/people", query));
                page.path("items").forEach(all::add);
                after = page.path("next").asText();
            } while (!after.isEmpty());
            return show(answer, () -> {
                Table table = table("id", "name", "type", "status", "cards");
                all.forEach(each -> table.row(
                        text(each, "id"),
                        text(each, "name"),
                        text(each, "type"),
                        text(each, "status"),
                        text(each, "cards")));
                print(table, all.isEmpty());
            });
        }
    }

    /** Takes people and cards from a CSV or XLSX file, or tries it; exit code 1 when a row is wrong. */
    @Command(name = "import")
    static final class Import extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(index = "1", paramLabel = "FILE")
        private Path file = Path.of("");

        @Option(names = "--dry-run")
        private boolean dryRun;

        @Option(names = "--skip-bad")
        private boolean skipBad;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode body = object().put("fileName", String.valueOf(file.getFileName()))
                    .put("content", Base64.getEncoder().encodeToString(Files.readAllBytes(file)))
                    .put("dryRun", dryRun)
                    .put("skipBad", skipBad);
            JsonNode report = client().post("/sites/" + FleetClient.part(site) + "/imports/people", body);
            show(report, () -> tell(report));
            return report.path("errors").isEmpty() || report.path("written").asBoolean()
                    ? ExitCodes.DONE
                    : ExitCodes.REFUSED;
        }

        private void tell(JsonNode report) {
            out().println(words().say(
                            "people.rows",
                            text(report, "rows"),
                            text(report, "newPeople"),
                            text(report, "changedPeople"),
                            text(report, "newCards"),
                            text(report, "changedCards"),
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
            report.path("warnings").forEach(each -> out().println(text(each, "message") + " " + text(each, "hint")));
        }
    }
}
