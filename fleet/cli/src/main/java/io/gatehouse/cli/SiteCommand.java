package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One site: {@code site put}, {@code site order}, {@code site orders}. */
@Command(
        name = "site",
        subcommands = {SiteCommand.Put.class, SiteOrderCommand.class, SiteOrdersCommand.class})
final class SiteCommand extends CommandGroup {

    /** Makes or changes a site. */
    @Command(name = "put")
    static final class Put extends FleetCommand {

        @Parameters(paramLabel = "SITE")
        private String site = "";

        @Option(names = "--name", paramLabel = "NAME", required = true)
        private String name = "";

        @Option(names = "--time-zone", paramLabel = "ZONE", required = true)
        private String timeZone = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().put(
                            "/sites/" + FleetClient.part(site),
                            object().put("name", name).put("timeZone", timeZone));
            return show(answer, () -> out().println(words().say("site.done", site, name, timeZone)));
        }
    }
}
