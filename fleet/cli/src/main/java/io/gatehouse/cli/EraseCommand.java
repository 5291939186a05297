package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases what is known of a person; the id is asked for twice. */
@Command(name = "erase")
final class EraseCommand extends FleetCommand {

    @Parameters(index = "0", paramLabel = "SITE")
    private String site = "";

    @Parameters(index = "1", paramLabel = "PERSON")
    private String person = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true)
    private String reason = "";

    @Option(names = "--confirm", paramLabel = "PERSON", required = true)
    private String confirm = "";

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        JsonNode answer = client().post(
                        "/sites/" + FleetClient.part(site) + "/people/" + FleetClient.part(person) + "/erase",
                        object().put("reason", reason).put("confirm", confirm));
        return show(
                answer,
                () -> out().println(words().say(
                                "erase.done",
                                person,
                                text(answer, "pseudonym"),
                                text(answer, "credentials"),
                                text(answer, "revocation"),
                                site)));
    }
}
