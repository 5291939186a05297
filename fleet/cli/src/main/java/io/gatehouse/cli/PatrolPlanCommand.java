package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.cli.PatrolCommand.AtSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How a site is patrolled: the parts of its plan, guards' phones, and who has which wand. */
final class PatrolPlanCommand {

    private static final List<String> KINDS =
            List.of("checkpoints", "routes", "schedules", "gapRules", "officers", "wands");

    private PatrolPlanCommand() {}

    /** The whole plan; or makes and changes all parts that a file has, or none of them. */
    @Command(name = "plan")
    static final class Plan extends AtSite {

        @Option(names = "--put", paramLabel = "FILE")
        private @Nullable Path file;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            Path given = file;
            if (given != null) {
                JsonNode answer = client().put(at("/patrol"), FleetClient.JSON.readTree(Files.readAllBytes(given)));
                return show(answer, () -> {
                    out().println(words().say("patrol.keptParts", text(answer, "parts")));
                    say(this, answer.path("warnings"));
                });
            }
            JsonNode plan = client().get(at("/patrol"));
            return show(plan, () -> {
                Table table = table("kind", "id", "name");
                KINDS.forEach(kind -> plan.path(kind)
                        .forEach(part ->
                                table.row(words().code("patrolKind", kind), text(part, "id"), text(part, "name"))));
                print(table, KINDS.stream().allMatch(kind -> plan.path(kind).isEmpty()));
                say(this, plan.path("findings"));
            });
        }
    }

    private static void say(FleetCommand on, JsonNode findings) {
        findings.forEach(each ->
                on.out().println(text(each, "field") + ": " + text(each, "message") + " " + text(each, "hint")));
    }

    private static String text(JsonNode node, String field) {
        return FleetCommand.text(node, field);
    }

    /** One part of it. */
    abstract static class Part extends AtSite {

        @Parameters(index = "1", paramLabel = "KIND")
        private String kind = "";

        @Parameters(index = "2", paramLabel = "ID")
        private String id = "";

        final String kind() {
            return kind;
        }

        final String id() {
            return id;
        }

        final String part() {
            return at("/patrol/" + FleetClient.part(kind) + "/" + FleetClient.part(id));
        }
    }

    /** Makes or changes a part from a JSON file. */
    @Command(name = "put")
    static final class Put extends Part {

        @Parameters(index = "3", paramLabel = "FILE")
        private Path file = Path.of("");

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().put(part(), FleetClient.JSON.readTree(Files.readAllBytes(file)));
            return show(answer, () -> {
                out().println(words().say("patrol.kept"));
                say(this, answer.path("warnings"));
            });
        }
    }

    /** Says what a part would mean, without keeping it. */
    @Command(name = "try")
    static final class Try extends Part {

        @Parameters(index = "3", paramLabel = "FILE")
        private Path file = Path.of("");

        @Option(names = "--days", paramLabel = "DAYS", defaultValue = "7")
        private int days;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("kind", kind()).put("id", id()).put("days", days);
            body.set("part", FleetClient.JSON.readTree(Files.readAllBytes(file)));
            JsonNode answer = client().post(at("/patrol-simulation"), body);
            return show(answer, () -> {
                answer.path("next").forEach(each -> out().println(time(each, "plannedAt")));
                JsonNode figures = answer.path("figures");
                out().println(words().say(
                                "patrol.tried",
                                text(answer, "rounds"),
                                text(answer, "complete"),
                                text(figures, "due"),
                                text(figures, "made"),
                                text(figures, "missed")));
                say(this, answer.path("warnings"));
            });
        }
    }

    /** Takes a part away. */
    @Command(name = "delete")
    static final class Delete extends Part {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(part());
            return ExitCodes.DONE;
        }
    }

    /** Shows the address with which an officer's phone is paired. */
    @Command(name = "phone")
    static final class Phone extends AtSite {

        @Parameters(index = "1", paramLabel = "OFFICER")
        private String officer = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode offer = client().post(at("/patrol-phones"), object().put("officer", officer));
            return show(offer, () -> out().println(text(offer, "url")));
        }
    }

    /** Hands a wand to an officer, or takes it back when none is named. */
    @Command(name = "hand")
    static final class Hand extends AtSite {

        @Parameters(index = "1", paramLabel = "WAND")
        private String wand = "";

        @Parameters(index = "2", paramLabel = "OFFICER", arity = "0..1", defaultValue = "")
        private String officer = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = officer.isEmpty() ? object() : object().put("officer", officer);
            JsonNode answer = client().put(at("/wand-custody/" + FleetClient.part(wand)), body);
            return show(answer, () -> {
                Table table = table("wand", "officer", "from", "to");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "wand"), text(each, "officer"), time(each, "from"), time(each, "to")));
                print(table, answer.path("items").isEmpty());
            });
        }
    }
}
