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

    @Option(names = "--at", paramLabel = "TIME", defaultValue = Times.NONE, converter = Times.Typed.class)
    private Times at = new Times(Times.NONE);

    @Option(names = "--threat-level", paramLabel = "LEVEL", defaultValue = "")
    private String threatLevel = "";

    @Option(names = "--lockdown")
    private boolean lockdown;

    @Option(names = "--first-person")
    private boolean firstPerson;

    @Option(names = "--pin")
    private boolean pin;

    @Option(names = "--approved")
    private boolean approved;

    @Option(names = "--where", paramLabel = "AREA", defaultValue = "")
    private String where = "";

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("person", person);
        query.put("accessPoint", entrance);
        query.put("at", at.isGiven() ? at.in(terminal().view().zone()).toString() : "");
        query.put("threatLevel", threatLevel);
        query.put("lockdown", yes(lockdown));
        query.put("firstPerson", yes(firstPerson));
        query.put("pin", yes(pin));
        query.put("approved", yes(approved));
        query.put("where", where);
        JsonNode answer = client().get(FleetClient.path("/sites/" + FleetClient.part(site) + "/what-if", query));
        return show(answer, () -> {
            if (answer.path("items").isEmpty()) {
                out().println(words().say("whatIf.noCredential", person));
            }
            answer.path("items").forEach(this::line);
            answer.path("assumed")
                    .forEach(
                            one -> out().println(words().say("whatIf.assumed", words().code("assumed", one.asText()))));
        });
    }

    private static String yes(boolean said) {
        return said ? "true" : "";
    }

    private void line(JsonNode each) {
        JsonNode said = wordsOf(each);
        out().println(words().say(
                        "whatIf.line",
                        text(each, "credentialMask"),
                        text(said, "outcome"),
                        text(said, "reason"),
                        time(each, "at")));
        toChange(said);
    }
}
