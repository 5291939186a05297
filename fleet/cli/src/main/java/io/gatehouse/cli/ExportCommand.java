package io.gatehouse.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything, for other programs: {@code export events}, {@code export gaps}, one thing a line. */
@Command(
        name = "export",
        subcommands = {
            ExportCommand.Events.class,
            ExportCommand.Gaps.class,
            ListExports.Devices.class,
            ListExports.Gateways.class,
            ListExports.Alarms.class,
            ListExports.People.class
        })
final class ExportCommand extends CommandGroup {

    /** The events of a span that answer, in the order of their logs. */
    @Command(name = "events")
    static final class Events extends ListExports.Asked {

        @Option(names = "--site", paramLabel = "SITE", defaultValue = "")
        private String site = "";

        @Option(names = "--from", paramLabel = "TIME", defaultValue = "")
        private String from = "";

        @Option(names = "--to", paramLabel = "TIME", defaultValue = "")
        private String to = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            Map<String, String> query = query();
            query.put("site", site);
            query.put("from", from);
            query.put("to", to);
            return print(FleetClient.path("/events/export", query));
        }
    }

    /** The whole gap ledger. */
    @Command(name = "gaps")
    static final class Gaps extends Lines {

        @Option(names = "--site", paramLabel = "SITE", defaultValue = "")
        private String site = "";

        @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "ndjson")
        private String format = "ndjson";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("site", site);
            query.put("format", format);
            query.put("lang", terminal().view().locale().getLanguage().equals("zh") ? "zh-CN" : "en");
            return print(FleetClient.path("/gaps/export", query));
        }
    }

    /** Prints an answer line by line. */
    abstract static class Lines extends FleetCommand {

        final int print(String path) throws IOException, InterruptedException, FleetRefusal {
            try (BufferedReader lines = client().lines(path, null)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    out().println(line);
                }
            }
            return ExitCodes.DONE;
        }
    }
}
