package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;

/** What needs a person now, and how many of what there are. */
@Command(name = "overview")
final class OverviewCommand extends FleetCommand {

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        JsonNode answer = client().get("/overview");
        return show(answer, () -> print(answer));
    }

    private void print(JsonNode answer) {
        JsonNode counts = answer.path("counts");
        JsonNode devices = counts.path("devices");
        out().println(words().say(
                        "overview.counts",
                        counts.path("sites").asInt(),
                        counts.path("gateways").asInt(),
                        devices.path("online").asInt(),
                        devices.path("offline").asInt(),
                        devices.path("unknown").asInt(),
                        devices.path("never").asInt()));
        if (counts.path("toPutInService").asInt() > 0) {
            out().println(words().say(
                            "overview.toPutInService",
                            counts.path("toPutInService").asInt()));
        }
        out().println(words().say(
                        "overview.today",
                        counts.path("eventsToday").asLong(),
                        counts.path("deniedToday").asLong()));
        JsonNode attention = answer.path("attention");
        if (attention.isEmpty()) {
            out().println(words().say("overview.quiet"));
            return;
        }
        out().println();
        Table table = table("severity", "what", "where", "name", "since");
        attention.forEach(each -> table.row(
                words().code("severity", text(each, "severity")),
                words().code("attention", text(each, "kind")),
                text(each, "site") + "/" + (each.has("device") ? text(each, "device") : text(each, "gateway")),
                text(each.path("params"), "name"),
                time(each, "since")));
        table.print(out());
    }
}
