package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Bringing devices into service: {@code commission show}, {@code run}, {@code answer}, {@code sign}, {@code record}, {@code site}. */
@Command(
        name = "commission",
        subcommands = {
            CommissionCommand.Show.class,
            CommissionCommand.Run.class,
            CommissionCommand.Reply.class,
            CommissionCommand.Sign.class,
            CommissionCommand.Record.class,
            CommissionCommand.Site.class
        })
final class CommissionCommand extends CommandGroup {

    /** What all that show a checklist have in common. */
    abstract static class OfPosition extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE/POSITION", converter = DeviceAddress.Reader.class)
        private DeviceAddress at = new DeviceAddress("", "");

        final DeviceAddress at() {
            return at;
        }

        final String path() {
            return PositionCommand.path(at);
        }

        final int list(JsonNode answer) throws IOException {
            return show(answer, () -> {
                out().println(text(answer, "name") + "  " + text(answer, "service"));
                Table table = table("id", "name", "must", "outcome", "seen");
                answer.path("checks")
                        .forEach(each -> table.row(
                                text(each, "key"),
                                each.at("/name/" + words().language()).asText(),
                                each.path("mandatory").asBoolean() ? "*" : "",
                                text(each, "outcome"),
                                answered(each)));
                print(table, answer.path("checks").isEmpty());
            });
        }

        private String answered(JsonNode check) {
            if (check.has("cause")) {
                return text(check, "finding") + ": "
                        + check.at("/cause/text/" + words().language()).asText();
            }
            return check.has("reason")
                    ? text(check, "reason")
                    : check.path("seen").toString();
        }
    }

    /** The checklist. */
    @Command(name = "show")
    static final class Show extends OfPosition {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return list(client().get(path() + "/checklist"));
        }
    }

    /** Begins a check. */
    @Command(name = "run")
    static final class Run extends OfPosition {

        @Parameters(index = "1", paramLabel = "CHECK")
        private String check = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            return list(client().post(
                            path() + "/checklist/" + FleetClient.part(check) + "/run",
                            object().put("request", terminal().ids().next())));
        }
    }

    /** Says whether it was seen, or why the check is skipped. */
    @Command(name = "answer")
    static final class Reply extends OfPosition {

        @Parameters(index = "1", paramLabel = "CHECK")
        private String check = "";

        @Option(names = "--seen")
        private boolean seen;

        @Option(names = "--not-seen")
        private boolean notSeen;

        @Option(names = "--skip", paramLabel = "REASON")
        private @Nullable String skip;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            if ((seen ? 1 : 0) + (notSeen ? 1 : 0) + (skip == null ? 0 : 1) != 1) {
                throw usage("commission.one");
            }
            ObjectNode answer = object().put("request", terminal().ids().next());
            if (skip == null) {
                answer.put("seen", seen);
            } else {
                answer.put("reason", skip);
            }
            return list(client().post(path() + "/checklist/" + FleetClient.part(check) + "/answer", answer));
        }
    }

    /** Signs what the checklist says. */
    @Command(name = "sign")
    static final class Sign extends OfPosition {

        @Option(names = "--note", paramLabel = "TEXT")
        private @Nullable String note;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode wish = object().put("request", terminal().ids().next());
            if (note != null) {
                wish.put("note", note);
            }
            JsonNode answer = client().post(path() + "/records", wish);
            return show(
                    answer,
                    () -> out().println(words().say(
                                    "commission.signed",
                                    at(),
                                    answer.at("/record/verdict").asText(),
                                    text(answer, "id"))));
        }
    }

    /** A signed record; with {@code --json} as it can be checked. */
    @Command(name = "record")
    static final class Record extends OfPosition {

        @Parameters(index = "1", paramLabel = "RECORD")
        private String record = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(path() + "/records/" + FleetClient.part(record));
            return json() ? show(answer, () -> {}) : list(withService(answer.path("record")));
        }

        private static JsonNode withService(JsonNode record) {
            return ((ObjectNode) record).put("service", text(record, "verdict"));
        }
    }

    /** How ready a site is. */
    @Command(name = "site")
    static final class Site extends FleetCommand {

        @Parameters(paramLabel = "SITE")
        private String site = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/sites/" + FleetClient.part(site) + "/readiness");
            return show(answer, () -> {
                Table table =
                        table("building", "floor", "total", "inService", "toCommission", "outOfService", "planned");
                answer.path("areas").forEach(each -> row(table, each));
                row(table, answer);
                print(table, text(answer, "total").equals("0"));
            });
        }

        private static void row(Table table, JsonNode counts) {
            table.row(
                    text(counts, "building"),
                    text(counts, "floor"),
                    text(counts, "total"),
                    text(counts, "inService"),
                    text(counts, "toCommission"),
                    text(counts, "outOfService"),
                    text(counts, "planned"));
        }
    }
}
