package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The queue, and the same asked of several devices: {@code job queue}, {@code list}, {@code make}, {@code agree}, {@code refuse}. */
@Command(
        name = "job",
        subcommands = {
            JobCommand.Queue.class,
            JobCommand.All.class,
            JobCommand.Make.class,
            JobCommand.Agree.class,
            JobCommand.Cancel.class,
            JobCommand.CancelCommand.class,
            JobCommand.Refuse.class
        })
final class JobCommand extends CommandGroup {

    /** What is on its way. */
    @Command(name = "queue")
    static final class Queue extends FleetCommand {

        @Option(names = "--all")
        private boolean all;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/commands" + (all ? "" : "?open=true"));
            return show(answer, () -> {
                Table table = table("id", "time", "device", "type", "state", "operator", "reason");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "id"),
                                time(each, "issuedAt"),
                                text(each, "site") + "/" + text(each, "device"),
                                text(each, "type"),
                                words().code("state", text(each, "state")),
                                text(each, "operator"),
                                text(each, "reason")));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** Jobs, newest first. */
    @Command(name = "list")
    static final class All extends FleetCommand {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get("/jobs");
            return show(answer, () -> {
                Table table = table("id", "site", "type", "devices", "state", "operator", "reason");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "id"),
                                text(each, "site"),
                                text(each, "type"),
                                String.valueOf(each.path("devices").size()),
                                words().code("job", text(each, "state")),
                                text(each, "madeBy"),
                                text(each, "reason")));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** Asks the same of several devices. */
    @Command(name = "make")
    static final class Make extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(index = "1", paramLabel = "unlock|identify|reboot", converter = OrderCommand.Type.class)
        private String type = "";

        @Parameters(index = "2..*", paramLabel = "DEVICE", arity = "1..*")
        private List<String> devices = List.of();

        @Option(names = "--reason", paramLabel = "TEXT", required = true)
        private String reason = "";

        @Option(names = "--expires", paramLabel = "DURATION", defaultValue = "60s", converter = OrderCommand.Span.class)
        private Duration expires = Duration.ZERO;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode wish = object().put("type", type)
                    .put("idempotencyKey", terminal().ids().next())
                    .put("lifeSeconds", Math.max(1, expires.toSeconds()))
                    .put("reason", reason);
            devices.forEach(wish.putArray("devices")::add);
            JsonNode answer = client().post("/sites/" + FleetClient.part(site) + "/jobs", wish);
            return show(
                    answer,
                    () -> out().println(words().code("job", text(answer, "state")) + "  " + text(answer, "id")));
        }
    }

    /** A second person agrees. */
    @Command(name = "agree")
    static final class Agree extends Decision {

        @Override
        boolean agreed() {
            return true;
        }
    }

    /** Nobody will do it. */
    @Command(name = "refuse")
    static final class Refuse extends Decision {

        @Override
        boolean agreed() {
            return false;
        }
    }

    /** Takes a job back, and those of its commands that no device has yet. */
    @Command(name = "cancel")
    static final class Cancel extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(index = "1", paramLabel = "ID")
        private String id = "";

        @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "")
        private String reason = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post(
                            "/sites/" + FleetClient.part(site) + "/jobs/" + FleetClient.part(id) + "/cancel",
                            why(reason));
            return show(answer, () -> out().println(words().code("job", text(answer, "state"))));
        }
    }

    /** Takes one command back that its device has not yet. */
    @Command(name = "cancel-command")
    static final class CancelCommand extends FleetCommand {

        @Parameters(paramLabel = "ID")
        private String id = "";

        @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "")
        private String reason = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post("/commands/" + FleetClient.part(id) + "/cancel", why(reason));
            return show(
                    answer,
                    () -> out().println(words().say("job.cancelAsked", words().code("state", text(answer, "state")))));
        }
    }

    private static ObjectNode why(String reason) {
        ObjectNode body = FleetCommand.object();
        return reason.isEmpty() ? body : body.put("reason", reason);
    }

    /** What both have in common. */
    abstract static class Decision extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        @Parameters(index = "1", paramLabel = "ID")
        private String id = "";

        @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "")
        private String reason = "";

        abstract boolean agreed();

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("agreed", agreed());
            if (!reason.isEmpty()) {
                body.put("reason", reason);
            }
            JsonNode answer = client().post(
                            "/sites/" + FleetClient.part(site) + "/jobs/" + FleetClient.part(id) + "/decision", body);
            return show(answer, () -> out().println(words().code("job", text(answer, "state"))));
        }
    }
}
