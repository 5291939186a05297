package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What waits for a technician, in the order in which one walks. */
@Command(name = "work")
final class WorkCommand extends FleetCommand {

    @Option(names = "--site", paramLabel = "SITE", defaultValue = "")
    private String site = "";

    @Option(names = "--kind", paramLabel = "KIND", defaultValue = "")
    private String kind = "";

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("site", site);
        JsonNode answer = client().get(FleetClient.path("/work", query));
        String wanted = DevicesCommand.code(kind);
        return show(answer, () -> {
            Table table = table("site", "place", "device", "name", "what", "blocked", "since");
            List<JsonNode> shown = new ArrayList<>();
            answer.path("items").forEach(each -> {
                if (wanted.isEmpty() || text(each, "kind").equals(wanted)) {
                    shown.add(each);
                }
            });
            shown.forEach(each -> table.row(
                    text(each, "site"),
                    place(each),
                    text(each, "device"),
                    text(each, "name"),
                    words().code("workKind", text(each, "kind")),
                    blocks(each),
                    time(each, "since")));
            print(table, shown.isEmpty());
        });
    }

    private static String place(JsonNode item) {
        return Stream.of("building", "floor", "door")
                .map(part -> text(item, part))
                .filter(part -> !part.isEmpty())
                .reduce((one, next) -> one + " " + next)
                .orElseGet(() -> text(item, "place"));
    }

    private String blocks(JsonNode item) {
        List<String> said = new ArrayList<>();
        item.path("blocks").forEach(block -> said.add(block(block)));
        return String.join("; ", said);
    }

    private String block(JsonNode block) {
        List<String> checks = new ArrayList<>();
        block.path("checks").forEach(check -> checks.add(text(check, words().language())));
        String more = checks.isEmpty() ? text(block, "reason") : String.join(", ", checks);
        String word = words().code("workBlock", text(block, "code"));
        return more.isEmpty() ? word : word + ": " + more;
    }
}
