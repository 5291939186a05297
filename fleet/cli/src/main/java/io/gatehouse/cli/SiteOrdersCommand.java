package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What was asked of a site, and which of its gateways have done it. */
@Command(name = "orders")
final class SiteOrdersCommand extends FleetCommand {

    @Parameters(paramLabel = "SITE")
    private String site = "";

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        JsonNode answer = client().get("/sites/" + FleetClient.part(site) + "/orders");
        return show(answer, () -> {
            Table table = table("time", "type", "gateway", "state", "operator", "reason");
            answer.path("items")
                    .forEach(each -> table.row(
                            time(each, "issuedAt"),
                            text(each, "type"),
                            text(each, "gateway"),
                            words().code("state", text(each, "state")),
                            text(each, "operator"),
                            text(each, "reason")));
            print(table, answer.path("items").isEmpty());
        });
    }
}
