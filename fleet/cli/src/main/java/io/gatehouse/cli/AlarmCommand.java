package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Problems and what is done about them: {@code alarm list}, {@code show}, and one subcommand for each act. */
@Command(
        name = "alarm",
        subcommands = {
            AlarmCommand.Listed.class,
            AlarmCommand.Show.class,
            AlarmCommand.Acknowledge.class,
            AlarmCommand.Assign.class,
            AlarmCommand.Comment.class,
            AlarmCommand.Shelve.class,
            AlarmCommand.Unshelve.class,
            AlarmCommand.Resolve.class,
            AlarmCommand.Escalate.class
        })
final class AlarmCommand extends CommandGroup {

    /** Lists alarms, those with the gravest consequences first. */
    @Command(name = "list")
    static final class Listed extends FleetCommand {

        @Option(names = "--shelf", paramLabel = "SHELF", defaultValue = "open")
        private String shelf = "";

        @Option(names = "-q", paramLabel = "QUESTION", defaultValue = "")
        private String question = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("shelf", DevicesCommand.code(shelf));
            query.put("q", question);
            JsonNode answer = client().get(FleetClient.path("/alarms", query));
            return show(answer, () -> {
                Table table = table("alarm", "severity", "what", "where", "name", "state", "since", "times", "owner");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "id"),
                                words().code("severity", text(each, "severity")),
                                words().code("attention", text(each, "kind")),
                                text(each, "site") + "/"
                                        + (each.has("device") ? text(each, "device") : text(each, "gateway")),
                                text(each, "name"),
                                words().code("alarmState", text(each, "state")),
                                time(each, "since"),
                                text(each, "count"),
                                text(each, "owner")));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** One alarm with its history. */
    @Command(name = "show")
    static final class Show extends FleetCommand {

        @Parameters(paramLabel = "SITE")
        private String site = "";

        @Parameters(paramLabel = "ALARM")
        private long alarm;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/sites/" + FleetClient.part(site) + "/alarms/" + alarm);
            return show(answer, () -> {
                out().println(words().code("severity", text(answer, "severity")) + " "
                        + words().code("attention", text(answer, "kind")) + ": " + text(answer, "name") + ", "
                        + words().code("alarmState", text(answer, "state")));
                Table table = table("time", "what", "by", "note");
                answer.path("steps")
                        .forEach(each ->
                                table.row(time(each, "at"), text(each, "step"), text(each, "who"), text(each, "note")));
                print(table, answer.path("steps").isEmpty());
            });
        }
    }

    /** What every act takes: which alarms, and a note. */
    abstract static class ActOn extends FleetCommand {

        @Parameters(paramLabel = "ALARM", arity = "1..*")
        private List<Long> alarms = List.of();

        @Option(names = "--note", paramLabel = "TEXT", defaultValue = "")
        private String note = "";

        /** The act and what else it takes. */
        abstract ObjectNode act();

        @Override
        final int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = act();
            ArrayNode ids = body.putArray("alarms");
            alarms.forEach(ids::add);
            if (!note.isEmpty()) {
                body.put("note", note);
            }
            JsonNode answer = client().post("/alarms/acts", body);
            boolean all = true;
            for (JsonNode each : answer.path("items")) {
                all &= text(each, "result").equals("DONE");
            }
            show(
                    answer,
                    () -> answer.path("items")
                            .forEach(each -> out().println(text(each, "id") + ": "
                                    + words().code("alarmResult", text(each, "result")))));
            return all ? ExitCodes.DONE : ExitCodes.REFUSED;
        }
    }

    @Command(name = "ack")
    static final class Acknowledge extends ActOn {
        @Override
        ObjectNode act() {
            return object().put("act", "ACKNOWLEDGE");
        }
    }

    @Command(name = "assign")
    static final class Assign extends ActOn {

        @Option(names = "--to", paramLabel = "ACCOUNT", defaultValue = "")
        private String to = "";

        @Override
        ObjectNode act() {
            ObjectNode act = object().put("act", "ASSIGN");
            return to.isEmpty() ? act : act.put("to", to);
        }
    }

    @Command(name = "comment")
    static final class Comment extends ActOn {
        @Override
        ObjectNode act() {
            return object().put("act", "COMMENT");
        }
    }

    @Command(name = "shelve")
    static final class Shelve extends ActOn {

        @Option(names = "--minutes", paramLabel = "MINUTES", required = true)
        private int minutes;

        @Override
        ObjectNode act() {
            return object().put("act", "SHELVE").put("minutes", minutes);
        }
    }

    @Command(name = "unshelve")
    static final class Unshelve extends ActOn {
        @Override
        ObjectNode act() {
            return object().put("act", "UNSHELVE");
        }
    }

    @Command(name = "resolve")
    static final class Resolve extends ActOn {
        @Override
        ObjectNode act() {
            return object().put("act", "RESOLVE");
        }
    }

    @Command(name = "escalate")
    static final class Escalate extends ActOn {
        @Override
        ObjectNode act() {
            return object().put("act", "ESCALATE");
        }
    }
}
