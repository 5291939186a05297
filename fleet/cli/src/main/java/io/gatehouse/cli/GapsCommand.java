package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The gap ledger: what is missing and why, those that are open first, and what came after all. */
@Command(name = "gaps")
final class GapsCommand extends FleetCommand {

    @Option(names = "--site", paramLabel = "SITE", defaultValue = "")
    private String site = "";

    @Option(names = "--gateway", paramLabel = "GATEWAY", defaultValue = "")
    private String gateway = "";

    @Option(names = "--device", paramLabel = "DEVICE", defaultValue = "")
    private String device = "";

    @Option(names = "--state", paramLabel = "STATE", defaultValue = "")
    private String state = "";

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("site", site);
        query.put("gateway", gateway);
        query.put("device", device);
        query.put("state", DevicesCommand.code(state));
        JsonNode answer = client().get(FleetClient.path("/gaps", query));
        return show(answer, () -> {
            Table table = table("where", "lane", "from", "to", "count", "reason", "since", "ended");
            answer.path("items")
                    .forEach(each -> table.row(
                            where(each),
                            each.has("bootId") ? text(each, "bootId") : text(each, "lane"),
                            text(each, "from"),
                            text(each, "to"),
                            text(each, "count"),
                            words().code("gapReason", text(each, "reason")),
                            time(each, "since"),
                            ended(each)));
            print(table, answer.path("items").isEmpty());
        });
    }

    /** The device whose numbers they are, or the gateway. */
    private static String where(JsonNode gap) {
        return text(gap, "site") + "/" + text(gap, gap.has("device") ? "device" : "gateway");
    }

    private String ended(JsonNode gap) {
        return (time(gap, "endedAt") + " " + words().code("gapReason", text(gap, "supersededBy"))).strip();
    }
}
