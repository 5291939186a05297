package io.gatehouse.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything, for other programs: {@code export events}, one JSON object a line. */
@Command(name = "export", subcommands = ExportCommand.Events.class)
final class ExportCommand extends CommandGroup {

    /** All events of a span, in the order of their logs. */
    @Command(name = "events")
    static final class Events extends FleetCommand {

        @Option(names = "--site", paramLabel = "SITE", defaultValue = "")
        private String site = "";

        @Option(names = "--from", paramLabel = "TIME", defaultValue = "")
        private String from = "";

        @Option(names = "--to", paramLabel = "TIME", defaultValue = "")
        private String to = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("site", site);
            query.put("from", from);
            query.put("to", to);
            try (BufferedReader lines = client().lines(FleetClient.path("/events/export", query), null)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    out().println(line);
                }
            }
            return ExitCodes.DONE;
        }
    }
}
