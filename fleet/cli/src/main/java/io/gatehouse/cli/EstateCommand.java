package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What a site consists of: {@code estate apply}. */
@Command(name = "estate", subcommands = EstateCommand.Apply.class)
final class EstateCommand extends CommandGroup {

    /** Merges a file into a site; the same file twice changes nothing the second time. */
    @Command(name = "apply")
    static final class Apply extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(index = "1", paramLabel = "FILE")
        private Path file = Path.of("");

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().put("/sites/" + FleetClient.part(site) + "/estate", EstateFile.read(file));
            return show(answer, () -> {
                out().println(words().say("estate.done", site, text(answer, "version")));
                JsonNode devices = answer.path("devices");
                if (!devices.isEmpty()) {
                    out().println(words().say("estate.secrets"));
                    Table table = table("device", "secret");
                    devices.forEach(each -> table.row(text(each, "id"), text(each, "secret")));
                    table.print(out());
                }
            });
        }
    }
}
