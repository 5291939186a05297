package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Why somebody was denied, check by check, and what would have to change; without an event, the newest denial. */
@Command(name = "why")
final class WhyCommand extends FleetCommand {

    /** Gateway, log, number. */
    private static final int PARTS = 3;

    @Parameters(index = "0", paramLabel = "SITE")
    private String site = "";

    @Parameters(index = "1", paramLabel = "EVENT", arity = "0..1", defaultValue = "")
    private String event = "";

    @Option(names = "--person", paramLabel = "PERSON", defaultValue = "")
    private String person = "";

    @Option(names = "--door", paramLabel = "DOOR", defaultValue = "")
    private String door = "";

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        String id = event.isEmpty() ? newest() : event;
        if (id.isEmpty()) {
            out().println(words().say("why.none"));
            return ExitCodes.DONE;
        }
        String[] parts = id.split("/", -1);
        if (parts.length != PARTS) {
            throw usage("why.noEvent", id);
        }
        String path = Arrays.stream(parts).map(FleetClient::part).collect(Collectors.joining("/"));
        JsonNode found = client().get("/events/" + FleetClient.part(site) + "/" + path);
        return show(found, () -> tell(found));
    }

    /** The id of the newest denial that is meant, or nothing. */
    private String newest() throws IOException, InterruptedException, FleetRefusal {
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("site", site);
        query.put("person", person);
        query.put("door", door);
        query.put("outcome", "DENIED");
        query.put("limit", 1);
        return text(
                client().get(FleetClient.path("/events", query)).path("items").path(0), "id");
    }

    private void tell(JsonNode found) {
        JsonNode said = wordsOf(found);
        if (said.isMissingNode()) {
            out().println(words().say("why.noDecision", text(found, "type")));
            return;
        }
        out().println(words().say(
                        "why.line",
                        time(found, "gatewayTime"),
                        EventsCommand.who(found),
                        text(said, "outcome"),
                        text(said, "reason")));
        String by = text(found.path("details"), "by");
        if (!by.isEmpty()) {
            out().println(words().say("why.by", by));
        }
        toChange(said);
        Table table = table("check", "result");
        found.path("trace")
                .forEach(check -> table.row(
                        text(check, "rule"),
                        check.path("passed").asBoolean() ? words().say("why.passed") : text(check, "reason")));
        print(table, found.path("trace").isEmpty());
    }
}
