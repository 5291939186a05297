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

/** Where alarms are told: {@code channel list}, {@code put}, {@code test}, {@code log}, {@code delete}. */
@Command(
        name = "channel",
        subcommands = {
            ChannelCommand.Listed.class,
            ChannelCommand.Put.class,
            ChannelCommand.Test.class,
            ChannelCommand.Log.class,
            ChannelCommand.Delete.class
        })
final class ChannelCommand extends CommandGroup {

    private static String path(String channel) {
        return "/channels/" + FleetClient.part(channel);
    }

    /** Lists the channels; what signs is not shown. */
    @Command(name = "list")
    static final class Listed extends FleetCommand {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/channels");
            return show(answer, () -> {
                Table table = table("id", "name", "kind", "to", "what", "level", "state");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "id"),
                                text(each, "name"),
                                text(each, "kind"),
                                text(each, "target"),
                                text(each, "query"),
                                text(each, "level"),
                                words().code("switched", text(each, "enabled"))));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** Makes or changes a channel. */
    @Command(name = "put")
    static final class Put extends FleetCommand {

        @Parameters(paramLabel = "CHANNEL")
        private String channel = "";

        @Option(names = "--kind", paramLabel = "KIND", required = true)
        private String kind = "";

        /** A webhook's address is as good as a password: asked for when it is not given. */
        @Option(names = "--target", paramLabel = "ADDRESS", required = true, interactive = true, arity = "0..1")
        private String target = "";

        @Option(names = "--secret", paramLabel = "KEY", interactive = true, arity = "0..1", defaultValue = "")
        private String secret = "";

        @Option(names = "--name", paramLabel = "NAME", defaultValue = "")
        private String name = "";

        @Option(names = "-q", paramLabel = "QUESTION", defaultValue = "")
        private String question = "";

        @Option(names = "--level", paramLabel = "LEVEL", defaultValue = "0")
        private int level;

        @Option(names = "--step", paramLabel = "STEP")
        private List<String> steps = List.of();

        @Option(names = "--lang", paramLabel = "LANGUAGE", defaultValue = "en")
        private String language = "";

        @Option(names = "--off")
        private boolean off;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("kind", DevicesCommand.code(kind))
                    .put("target", target)
                    .put("name", name.isEmpty() ? channel : name)
                    .put("query", question)
                    .put("level", level)
                    .put("language", language)
                    .put("enabled", !off);
            if (!secret.isEmpty()) {
                body.put("secret", secret);
            }
            if (!steps.isEmpty()) {
                ArrayNode told = body.putArray("steps");
                steps.forEach(step -> told.add(DevicesCommand.code(step)));
            }
            JsonNode answer = client().put(path(channel), body);
            return show(answer, () -> out().println(words().say("alarms.kept", channel)));
        }
    }

    /** Sends a test now. */
    @Command(name = "test")
    static final class Test extends FleetCommand {

        @Parameters(paramLabel = "CHANNEL")
        private String channel = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post(path(channel) + "/test", object());
            boolean sent = answer.path("sent").asBoolean();
            show(
                    answer,
                    () -> out().println(
                                    sent
                                            ? words().say("channel.sent", channel)
                                            : words().say("channel.notSent", channel, text(answer, "error"))));
            return sent ? ExitCodes.DONE : ExitCodes.REFUSED;
        }
    }

    /** What became of each message. */
    @Command(name = "log")
    static final class Log extends FleetCommand {

        @Parameters(paramLabel = "CHANNEL", arity = "0..1", defaultValue = "")
        private String channel = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("channel", channel);
            JsonNode answer = client().get(FleetClient.path("/notifications", query));
            return show(answer, () -> {
                Table table = table("time", "id", "alarm", "what", "state", "times", "note");
                answer.path("items")
                        .forEach(each -> table.row(
                                time(each, "created"),
                                text(each, "channel"),
                                text(each, "alarmName"),
                                text(each, "step"),
                                words().code("notice", text(each, "state")),
                                text(each, "attempts"),
                                text(each, "error")));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** Forgets a channel and what was told by it. */
    @Command(name = "delete")
    static final class Delete extends FleetCommand {

        @Parameters(paramLabel = "CHANNEL")
        private String channel = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(path(channel));
            return show(object(), () -> out().println(words().say("alarms.gone", channel)));
        }
    }
}
