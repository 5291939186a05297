package io.gatehouse.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists as files: {@code export devices}, {@code alarms}, {@code gateways}, {@code people}. */
final class ListExports {

    private ListExports() {}

    /** What every list takes: a question and a form. */
    abstract static class Asked extends ExportCommand.Lines {

        @Option(names = "-q", paramLabel = "QUESTION", defaultValue = "")
        private String question = "";

        @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "ndjson")
        private String format = "ndjson";

        final Map<String, String> query() {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("q", question);
            query.put("format", format);
            query.put("zone", terminal().view().zone().getId());
            query.put("lang", terminal().view().locale().getLanguage().equals("zh") ? "zh-CN" : "en");
            return query;
        }
    }

    /** The devices that answer. */
    @Command(name = "devices")
    static final class Devices extends Asked {
        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return print(FleetClient.path("/devices/export", query()));
        }
    }

    /** The gateways that answer. */
    @Command(name = "gateways")
    static final class Gateways extends Asked {
        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return print(FleetClient.path("/exports/gateways", query()));
        }
    }

    /** The alarms that answer, of a shelf. */
    @Command(name = "alarms")
    static final class Alarms extends Asked {

        @Option(names = "--shelf", paramLabel = "SHELF", defaultValue = "open")
        private String shelf = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            Map<String, String> query = query();
            query.put("shelf", DevicesCommand.code(shelf));
            return print(FleetClient.path("/alarms/export", query));
        }
    }

    /** The people of a site who answer; who takes them along is in the audit. */
    @Command(name = "people")
    static final class People extends Asked {

        @Option(names = "--site", paramLabel = "SITE", required = true)
        private String site = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return print(FleetClient.path("/sites/" + FleetClient.part(site) + "/exports/people", query()));
        }
    }
}
