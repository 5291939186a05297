package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Lists the records that the fleet knows to be missing. */
@Command(name = "gaps")
final class GapsCommand extends FleetCommand {

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        JsonNode answer = client().get("/gaps");
        return show(answer, () -> {
            Table table = table("gateway", "lane", "from", "to", "reason", "since");
            answer.path("items")
                    .forEach(each -> table.row(
                            text(each, "site") + "/" + text(each, "gateway"),
                            text(each, "lane"),
                            text(each, "from"),
                            text(each, "to"),
                            text(each, "reason"),
                            time(each, "since")));
            print(table, answer.path("items").isEmpty());
        });
    }
}
