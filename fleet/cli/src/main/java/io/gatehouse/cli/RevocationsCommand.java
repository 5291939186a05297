package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What was revoked at a site, by how many gateways it is confirmed, and which are missing since when. */
@Command(name = "revocations")
final class RevocationsCommand extends FleetCommand {

    @Parameters(paramLabel = "SITE")
    private String site = "";

    @Option(names = "--person", paramLabel = "PERSON", defaultValue = "")
    private String person = "";

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("person", person);
        JsonNode answer = client().get(FleetClient.path("/sites/" + FleetClient.part(site) + "/revocations", query));
        return show(answer, () -> {
            Table table = table("number", "since", "person", "credentials", "confirmed", "missing");
            answer.path("items")
                    .forEach(each -> table.row(
                            text(each, "seq"),
                            time(each, "issuedAt"),
                            text(each, "person"),
                            String.valueOf(each.path("credentials").size()),
                            text(each, "confirmed") + "/" + text(each, "of"),
                            StreamSupport.stream(each.path("waiting").spliterator(), false)
                                    .map(JsonNode::asText)
                                    .collect(Collectors.joining(" "))));
            print(table, answer.path("items").isEmpty());
        });
    }
}
