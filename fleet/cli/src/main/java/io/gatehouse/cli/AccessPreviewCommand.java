package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a draft would have made different in the last days; nothing is changed. */
@Command(name = "preview")
final class AccessPreviewCommand extends FleetCommand {

    private static final String[] COUNTS = {"wouldRefuse", "wouldAdmit", "wouldAsk", "wouldNotAsk"};

    @Parameters(index = "0", paramLabel = "SITE")
    private String site = "";

    @Parameters(index = "1", paramLabel = "KIND", converter = ThingKinds.class, completionCandidates = ThingKinds.class)
    private String kind = "";

    @Parameters(index = "2", paramLabel = "ID")
    private String id = "";

    /** Without one, as if it were taken away. */
    @Parameters(index = "3", paramLabel = "FILE", arity = "0..1", defaultValue = "")
    private Path file = Path.of("");

    @Option(names = "--days", paramLabel = "DAYS", defaultValue = "7")
    private int days;

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        ObjectNode draft = object().put("kind", kind).put("id", id).put("days", days);
        if (Files.isRegularFile(file)) {
            draft.set("body", EstateFile.read(file));
        }
        JsonNode report = client().post("/sites/" + FleetClient.part(site) + "/what-if/replay", draft);
        return show(report, () -> {
            warn(report);
            out().println(words().say(
                            "preview.reads", text(report, "reads"), time(report, "from"), time(report, "to")));
            Table table = table("what", "reads", "people");
            for (String count : COUNTS) {
                JsonNode each = report.path(count);
                table.row(words().say("preview." + count), text(each, "reads"), text(each, "people"));
            }
            table.print(out());
            if (report.has("cut")) {
                out().println(words().say("preview.cut." + text(report, "cut")));
            }
            rows(report.path("byType"), "type");
            rows(report.path("byDoor"), "doorName");
            rows(report.path("byReason"), "reason");
        });
    }

    /** Of whom, where, and why. */
    private void rows(JsonNode rows, String by) {
        if (rows.isEmpty()) {
            return;
        }
        out().println();
        Table table = table(by, "wouldRefuse", "wouldAdmit", "wouldAsk", "wouldNotAsk");
        rows.forEach(row -> table.row(
                text(row, by),
                text(row, "wouldRefuse"),
                text(row, "wouldAdmit"),
                text(row, "wouldAsk"),
                text(row, "wouldNotAsk")));
        table.print(out());
    }
}
