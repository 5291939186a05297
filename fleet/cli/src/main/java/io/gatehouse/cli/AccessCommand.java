package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a site's access consists of: doors, schedules, profiles, rules; each of any kind in the same way. */
@Command(
        name = "access",
        subcommands = {
            AccessCommand.Listing.class,
            AccessCommand.Show.class,
            AccessCommand.Put.class,
            AccessCommand.Delete.class,
            AccessCommand.Check.class,
            AccessCommand.Policies.class,
            AccessPreviewCommand.class
        })
final class AccessCommand extends CommandGroup {

    /** All of a kind. */
    @Command(name = "list")
    static final class Listing extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(
                index = "1",
                paramLabel = "KIND",
                converter = ThingKinds.class,
                completionCandidates = ThingKinds.class)
        private String kind = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return things(client().get(ThingKinds.path(site, kind)));
        }
    }

    /** One of them, whole. */
    @Command(name = "show")
    static final class Show extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(
                index = "1",
                paramLabel = "KIND",
                converter = ThingKinds.class,
                completionCandidates = ThingKinds.class)
        private String kind = "";

        @Parameters(index = "2", paramLabel = "ID")
        private String id = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode thing = client().get(ThingKinds.path(site, kind, id));
            out().println(thing.toPrettyString());
            return ExitCodes.DONE;
        }
    }

    /** Makes or changes one, as a file has it; refused with what is wrong when the site could not work with it. */
    @Command(name = "put")
    static final class Put extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(
                index = "1",
                paramLabel = "KIND",
                converter = ThingKinds.class,
                completionCandidates = ThingKinds.class)
        private String kind = "";

        @Parameters(index = "2", paramLabel = "ID")
        private String id = "";

        @Parameters(index = "3", paramLabel = "FILE")
        private Path file = Path.of("");

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return kept(client().put(ThingKinds.path(site, kind, id), EstateFile.read(file)), id);
        }
    }

    /** Takes one away, unless something needs it. */
    @Command(name = "delete")
    static final class Delete extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(
                index = "1",
                paramLabel = "KIND",
                converter = ThingKinds.class,
                completionCandidates = ThingKinds.class)
        private String kind = "";

        @Parameters(index = "2", paramLabel = "ID")
        private String id = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(ThingKinds.path(site, kind, id));
            return gone(id);
        }
    }

    /** What there is to say of the site's configuration; exit code 1 when something of it cannot work. */
    @Command(name = "check")
    static final class Check extends FleetCommand {

        @Parameters(paramLabel = "SITE")
        private String site = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode found = client().get("/sites/" + FleetClient.part(site) + "/access");
            show(found, () -> {
                Table table = table("severity", "where", "what");
                found.path("items")
                        .forEach(each -> table.row(
                                words().code("severity", text(each, "severity")),
                                text(each, "field"),
                                text(each, "message") + " " + text(each, "hint")));
                print(table, found.path("items").isEmpty());
            });
            return found.findValuesAsText("severity").contains("REFUSED") ? ExitCodes.REFUSED : ExitCodes.DONE;
        }
    }

    /** The site's figures; with NAME=VALUE they are changed. */
    @Command(name = "policies")
    static final class Policies extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Option(names = "--set", paramLabel = "NAME=VALUE")
        private Map<String, String> wanted = new LinkedHashMap<>();

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            String path = "/sites/" + FleetClient.part(site) + "/policies";
            JsonNode figures = client().get(path);
            if (!wanted.isEmpty()) {
                ObjectNode next = figures.deepCopy();
                wanted.forEach((name, value) -> put(next, name, value));
                JsonNode answer = client().put(path, next);
                warn(answer);
                figures = answer.path("policies");
            }
            JsonNode now = figures;
            return show(now, () -> {
                Table table = table("name", "value");
                now.properties()
                        .forEach(one -> table.row(one.getKey(), one.getValue().asText()));
                table.print(out());
            });
        }

        private static void put(ObjectNode figures, String name, String value) {
            if (name.equals("facilities")) {
                ArrayNode codes = figures.putArray(name);
                for (String code : value.split("[ ,]+")) {
                    if (!code.isEmpty()) {
                        codes.add(Integer.parseInt(code));
                    }
                }
            } else if (value.equals("true") || value.equals("false")) {
                figures.put(name, Boolean.parseBoolean(value));
            } else {
                OrderCommand.put(figures, name, value);
            }
        }
    }
}
