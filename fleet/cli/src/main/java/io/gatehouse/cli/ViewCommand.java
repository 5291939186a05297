package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Questions with a name: {@code view list}, {@code put}, {@code delete}; each is also a group, {@code group:NAME}. */
@Command(
        name = "view",
        subcommands = {ViewCommand.Listed.class, ViewCommand.Put.class, ViewCommand.Delete.class})
final class ViewCommand extends CommandGroup {

    private static String path(String list) {
        return "/search/" + FleetClient.part(list) + "/views";
    }

    /** One's own views of a list, and everybody's. */
    @Command(name = "list")
    static final class Listed extends FleetCommand {

        @Parameters(paramLabel = "LIST")
        private String list = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(path(list));
            return show(answer, () -> {
                Table table = table("name", "what", "by");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "name"),
                                text(each, "query"),
                                words().code("view", each.path("own").asBoolean() ? "own" : "shared")));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** Keeps a question under a name. */
    @Command(name = "put")
    static final class Put extends FleetCommand {

        @Parameters(paramLabel = "LIST")
        private String list = "";

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Option(names = "-q", paramLabel = "QUESTION", required = true)
        private String question = "";

        @Option(names = "--shared")
        private boolean shared;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().put(
                            path(list) + "/" + FleetClient.part(name),
                            object().put("query", question).put("shared", shared));
            return show(answer, () -> out().println(words().say("alarms.kept", name)));
        }
    }

    /** Forgets a view of one's own. */
    @Command(name = "delete")
    static final class Delete extends FleetCommand {

        @Parameters(paramLabel = "LIST")
        private String list = "";

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(path(list) + "/" + FleetClient.part(name));
            return show(object(), () -> out().println(words().say("alarms.gone", name)));
        }
    }
}
