package io.gatehouse.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reports as sheets, in the language of the shell. */
@Command(
        name = "report",
        subcommands = {ReportCommand.Reads.class, ReportCommand.Cards.class})
final class ReportCommand extends CommandGroup {

    /** Passes the lines of a sheet on as they come. */
    abstract static class Sheet extends FleetCommand {

        @Parameters(paramLabel = "SITE")
        private String site = "";

        abstract String name();

        abstract void put(Map<String, Object> query);

        @Override
        final int ask() throws IOException, InterruptedException, FleetRefusal {
            Map<String, Object> query = new LinkedHashMap<>();
            put(query);
            query.put("format", "csv");
            query.put("lang", terminal().view().locale().getLanguage().equals("zh") ? "zh-CN" : "en");
            String path = FleetClient.path("/sites/" + FleetClient.part(site) + "/reports/" + name(), query);
            try (BufferedReader lines = client().lines(path, null)) {
                lines.lines().forEach(out()::println);
            }
            return ExitCodes.DONE;
        }
    }

    /** Who was where: first and last reads by day. */
    @Command(name = "reads")
    static final class Reads extends Sheet {

        @Option(names = "--day", paramLabel = "DATE", required = true)
        private String day = "";

        @Option(names = "--to", paramLabel = "DATE", defaultValue = "")
        private String to = "";

        @Option(names = "--by", paramLabel = "WHAT", defaultValue = "")
        private String by = "";

        @Option(names = "--person", paramLabel = "PERSON", defaultValue = "")
        private String person = "";

        @Option(names = "--type", paramLabel = "TYPE", defaultValue = "")
        private String type = "";

        @Option(names = "--door", paramLabel = "DOOR", defaultValue = "")
        private String door = "";

        @Option(names = "--area", paramLabel = "AREA", defaultValue = "")
        private String area = "";

        @Override
        String name() {
            return "reads";
        }

        @Override
        void put(Map<String, Object> query) {
            query.put("day", day);
            query.put("to", to);
            query.put("by", by);
            query.put("person", person);
            query.put("type", DevicesCommand.code(type));
            query.put("door", door);
            query.put("area", area);
        }
    }

    /** Cards that should not be in use and are, or that nobody uses. */
    @Command(name = "cards")
    static final class Cards extends Sheet {

        @Option(names = "--kind", paramLabel = "KIND", defaultValue = "")
        private String kind = "";

        @Option(names = "--days", paramLabel = "DAYS", defaultValue = "")
        private String days = "";

        @Override
        String name() {
            return "cards";
        }

        @Override
        void put(Map<String, Object> query) {
            query.put("kind", kind);
            query.put("days", days);
        }
    }
}
