package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;

/** Lists the gateways and how they are. */
@Command(name = "gateways")
final class GatewaysCommand extends FleetCommand {

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        JsonNode answer = client().get("/gateways");
        return show(answer, () -> {
            Table table = table(
                    "id",
                    "site",
                    "name",
                    "presence",
                    "lastHeard",
                    "backlog",
                    "fullest",
                    "clock",
                    "siteBook",
                    "software");
            answer.path("items")
                    .forEach(each -> table.row(
                            text(each, "id"),
                            text(each, "site"),
                            text(each, "name"),
                            words().code("presence", text(each, "presence")),
                            time(each, "lastHeard"),
                            backlog(each),
                            fullest(each),
                            words().code("clock", text(each, "clock")),
                            siteBook(each),
                            text(each, "software")));
            print(table, answer.path("items").isEmpty());
        });
    }

    private static String backlog(JsonNode gateway) {
        JsonNode lanes = gateway.path("backlog");
        return lanes.isEmpty()
                ? ""
                : String.valueOf(StreamSupport.stream(lanes.spliterator(), false)
                        .mapToLong(JsonNode::asLong)
                        .sum());
    }

    /** The lane or disk that is fullest, in percent. */
    private static String fullest(JsonNode gateway) {
        JsonNode storage = gateway.path("storage");
        double percent = storage.path("disk").path("percent").asDouble();
        String name = percent > 0 ? "DISK" : "";
        for (JsonNode lane : storage.path("lanes")) {
            if (lane.path("percent").asDouble() > percent) {
                percent = lane.path("percent").asDouble();
                name = text(lane, "lane");
            }
        }
        return name.isEmpty() ? "" : name + " " + Math.round(percent) + " %";
    }

    /** What it decides with, and what it should when that differs. */
    private static String siteBook(JsonNode gateway) {
        String runs = text(gateway, "siteBookVersion");
        String wanted = text(gateway, "siteBookWanted");
        return wanted.isEmpty() || wanted.equals(runs) ? runs : (runs.isEmpty() ? "-" : runs) + " → " + wanted;
    }
}
