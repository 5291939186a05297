package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Conditions that people made up: {@code alarm-rule list}, {@code put}, {@code preview}, {@code delete}. */
@Command(
        name = "alarm-rule",
        subcommands = {
            AlarmRuleCommand.Listed.class,
            AlarmRuleCommand.Put.class,
            AlarmRuleCommand.Preview.class,
            AlarmRuleCommand.Delete.class
        })
final class AlarmRuleCommand extends CommandGroup {

    private static String path(String rule) {
        return "/alarm-rules/" + FleetClient.part(rule);
    }

    /** Lists the rules. */
    @Command(name = "list")
    static final class Listed extends FleetCommand {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/alarm-rules");
            return show(answer, () -> {
                Table table = table("id", "name", "severity", "what", "minutes", "number", "state");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "id"),
                                text(each, "name"),
                                words().code("severity", text(each, "severity")),
                                text(each, "source").toLowerCase(Locale.ROOT) + " " + text(each, "query"),
                                text(each, "minutes"),
                                text(each, "number"),
                                words().code("switched", text(each, "enabled"))));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** What makes a rule. */
    abstract static class Described extends FleetCommand {

        @Option(names = "--name", paramLabel = "NAME", required = true)
        private String name = "";

        @Option(names = "--of", paramLabel = "SOURCE", defaultValue = "devices")
        private String source = "";

        @Option(names = "-q", paramLabel = "QUESTION", required = true)
        private String question = "";

        @Option(names = "--minutes", paramLabel = "MINUTES", defaultValue = "10")
        private int minutes;

        @Option(names = "--number", paramLabel = "COUNT", defaultValue = "1")
        private int number;

        @Option(names = "--severity", paramLabel = "SEVERITY", defaultValue = "warning")
        private String severity = "";

        final ObjectNode rule() {
            return object().put("name", name)
                    .put("source", DevicesCommand.code(source))
                    .put("query", question)
                    .put("minutes", minutes)
                    .put("number", number)
                    .put("severity", DevicesCommand.code(severity));
        }
    }

    /** Makes or changes a rule. */
    @Command(name = "put")
    static final class Put extends Described {

        @Parameters(paramLabel = "RULE")
        private String rule = "";

        @Option(names = "--off")
        private boolean off;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().put(path(rule), rule().put("enabled", !off));
            return show(answer, () -> out().println(words().say("alarms.kept", rule)));
        }
    }

    /** Says what a rule would have raised, before it is there. */
    @Command(name = "preview")
    static final class Preview extends Described {

        @Option(names = "--days", paramLabel = "DAYS", defaultValue = "7")
        private int days;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post(
                            FleetClient.path("/alarm-rule-previews", Map.of("days", Integer.toString(days))), rule());
            return show(answer, () -> {
                if (answer.has("now")) {
                    out().println(words().say(
                                    "alarmRule.now", answer.path("now").asLong()));
                    return;
                }
                Table table = table("time", "alarms", "devices");
                answer.path("days")
                        .forEach(each -> table.row(time(each, "day"), text(each, "alarms"), text(each, "devices")));
                print(table, answer.path("days").isEmpty());
            });
        }
    }

    /** Forgets a rule; its alarms clear. */
    @Command(name = "delete")
    static final class Delete extends FleetCommand {

        @Parameters(paramLabel = "RULE")
        private String rule = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(path(rule));
            return show(object(), () -> out().println(words().say("alarms.gone", rule)));
        }
    }
}
