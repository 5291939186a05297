package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Lists the sites. */
@Command(name = "sites")
final class SitesCommand extends FleetCommand {

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        JsonNode answer = client().get("/sites");
        return show(answer, () -> {
            Table table = table("id", "name", "timeZone", "gateways", "devices", "siteBook");
            answer.path("items")
                    .forEach(each -> table.row(
                            text(each, "id"),
                            text(each, "name"),
                            text(each, "timeZone"),
                            text(each, "gateways"),
                            text(each, "devices"),
                            text(each, "siteBookVersion")));
            print(table, answer.path("items").isEmpty());
        });
    }
}
