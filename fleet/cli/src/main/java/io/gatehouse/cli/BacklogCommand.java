package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;

/** What gateways hold that the fleet does not, and when they will have caught up. */
@Command(name = "backlog")
final class BacklogCommand extends FleetCommand {

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        JsonNode answer = client().get("/backlog");
        return show(answer, () -> {
            Table table = table(
                    "gateway",
                    "name",
                    "state",
                    "waiting",
                    "alarm",
                    "access",
                    "patrol",
                    "configuration",
                    "telemetry",
                    "oldest",
                    "caughtUp");
            answer.path("items")
                    .forEach(each -> table.row(
                            text(each, "site") + "/" + text(each, "gateway"),
                            text(each, "name"),
                            words().code("backlogState", text(each, "state")),
                            text(each, "waiting"),
                            of(each, "ALARM"),
                            of(each, "ACCESS"),
                            of(each, "PATROL"),
                            of(each, "CONFIGURATION"),
                            of(each, "TELEMETRY"),
                            time(each, "oldest"),
                            caughtUp(each)));
            print(table, answer.path("items").isEmpty());
        });
    }

    private static String of(JsonNode item, String backlogClass) {
        return item.path("byClass").path(backlogClass).asText("0");
    }

    /** Only what can be said: a time while it shrinks, else why there is none. */
    private String caughtUp(JsonNode item) {
        return switch (text(item, "state")) {
            case "DRAINING" ->
                words().say(
                                "backlog.draining",
                                span(item.path("secondsLeft").asLong()),
                                item.path("perSecond").asDouble());
            case "GROWING" ->
                words().say("backlog.growing", item.path("perSecond").asDouble());
            case "UNKNOWN" -> words().say("backlog.unknown", time(item, "since"));
            default -> "";
        };
    }

    private String span(long seconds) {
        Duration left = Duration.ofSeconds(seconds);
        if (left.toHours() > 0) {
            return words().say("backlog.hours", left.toHours(), left.toMinutesPart());
        }
        return left.toMinutes() > 0
                ? words().say("backlog.minutes", left.toMinutes())
                : words().say("backlog.seconds", seconds);
    }
}
