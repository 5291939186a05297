package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Would they get through there then? Answered with the door's own rules; nothing is opened. */
@Command(name = "what-if")
final class WhatIfCommand extends FleetCommand {

    @Parameters(paramLabel = "SITE")
    private String site = "";

    @Parameters(paramLabel = "PERSON")
    private String person = "";

    @Parameters(paramLabel = "ENTRANCE")
    private String entrance = "";

    @Option(names = "--at", paramLabel = "TIME", defaultValue = "")
    private String at = "";

    @Option(names = "--threat-level", paramLabel = "LEVEL", defaultValue = "")
    private String threatLevel = "";

    @Option(names = "--lockdown")
    private boolean lockdown;

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("person", person);
        query.put("accessPoint", entrance);
        query.put("at", at);
        query.put("threatLevel", threatLevel);
        query.put("lockdown", lockdown ? "true" : "");
        JsonNode answer = client().get(FleetClient.path("/sites/" + FleetClient.part(site) + "/what-if", query));
        return show(answer, () -> {
            if (answer.path("items").isEmpty()) {
                out().println(words().say("whatIf.noCredential", person));
            }
            answer.path("items").forEach(this::line);
        });
    }

    private void line(JsonNode each) {
        boolean chinese = terminal().view().locale().getLanguage().equals("zh");
        JsonNode said = each.path("words").path(chinese ? "zh-CN" : "en");
        out().println(words().say(
                        "whatIf.line",
                        text(each, "credentialMask"),
                        text(said, "outcome"),
                        text(said, "reason"),
                        time(each, "at")));
        said.path("toChange").forEach(one -> out().println("  - " + one.asText()));
    }
}
