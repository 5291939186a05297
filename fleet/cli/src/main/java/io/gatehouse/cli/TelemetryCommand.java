package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The telemetry store: whether it answers, what waits for it, what it refused. */
@Command(name = "telemetry")
final class TelemetryCommand extends FleetCommand {

    @Option(names = "--parked")
    private boolean parked;

    @Option(names = "--retry")
    private boolean retry;

    @Override
    int ask() throws IOException, InterruptedException, FleetRefusal {
        if (retry) {
            JsonNode back = client().post("/telemetry/parked/retry", object());
            return show(
                    back,
                    () -> out().println(words().say(
                                    "telemetry.back", back.path("back").asLong())));
        }
        if (parked) {
            JsonNode answer = client().get("/telemetry/parked");
            return show(answer, () -> printParked(answer));
        }
        JsonNode answer = client().get("/telemetry");
        return show(answer, () -> print(answer));
    }

    private void print(JsonNode store) {
        boolean answers = store.path("answers").asBoolean();
        out().println(text(store, "engine") + "  "
                + words().say(answers ? "telemetry.answers" : "telemetry.away", time(store, "awaySince")));
        if (!answers) {
            out().println("  " + text(store, "reason"));
        }
        out().println("  "
                + words().say(
                                "telemetry.waiting",
                                store.path("waiting").asLong(),
                                store.path("parked").asLong()));
        Table table = table("level", "keptDays", "upTo");
        store.path("levels")
                .forEach(each -> table.row(
                        words().code("seriesLevel", text(each, "level")), text(each, "keptDays"), time(each, "upTo")));
        print(table, false);
    }

    private void printParked(JsonNode answer) {
        Table table = table("noted", "device", "metric", "value", "reason");
        answer.path("items")
                .forEach(each -> table.row(
                        time(each, "noted"),
                        text(each, "site") + "/" + text(each, "device"),
                        text(each, "metric"),
                        text(each, "value"),
                        text(each, "reason")));
        print(table, answer.path("items").isEmpty());
    }
}
