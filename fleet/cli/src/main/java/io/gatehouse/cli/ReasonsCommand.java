package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;

/** The reasons of decisions in words, and what they are called elsewhere. */
@Command(name = "reasons")
final class ReasonsCommand extends FleetCommand {

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        JsonNode answer = client().get("/reason-codes");
        String language = terminal().view().locale().getLanguage().equals("zh") ? "zh-CN" : "en";
        return show(answer, () -> {
            Table table = table("code", "reason", "onvif", "bacnet", "uhppote", "hikvision");
            answer.path("items")
                    .forEach(each -> table.row(
                            text(each, "code"),
                            text(each.path(language), "reason"),
                            text(each, "onvif"),
                            listed(each.path("bacnet")),
                            listed(each.path("uhppote")),
                            listed(each.path("hikvision"))));
            print(table, answer.path("items").isEmpty());
        });
    }

    private static String listed(JsonNode codes) {
        return StreamSupport.stream(codes.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(" "));
    }
}
