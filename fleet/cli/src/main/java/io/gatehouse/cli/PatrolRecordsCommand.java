package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.cli.PatrolCommand.AtSite;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Records of rounds: signatures, how long they are kept, what is held, and reports by mail. */
final class PatrolRecordsCommand {

    private PatrolRecordsCommand() {}

    /** Signs what the round's record is now. */
    @Command(name = "sign")
    static final class Sign extends AtSite {

        @Parameters(index = "1", paramLabel = "ROUND")
        private String round = "";

        @Option(names = "--supervisor")
        private boolean supervisor;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            String hash = text(client().get(at("/rounds/" + round)), "contentHash");
            ObjectNode body =
                    object().put("kind", supervisor ? "COUNTERSIGN" : "SIGN").put("hash", hash);
            JsonNode answer = client().post(at("/rounds/" + round + "/signatures"), body);
            return show(
                    answer,
                    () -> answer.path("signatures")
                            .forEach(each -> out().println(words().say(
                                            "patrol.signature",
                                            words().code("signature", text(each, "kind")),
                                            text(each, "by"),
                                            time(each, "at"),
                                            text(each, "hash")))));
        }
    }

    /** How long records are kept, and what was deleted. */
    @Command(name = "retention")
    static final class Retention extends AtSite {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(at("/patrol-retention"));
            return show(answer, () -> {
                out().println(words().say(
                                "patrol.retention",
                                text(answer, "days"),
                                text(answer, "usualDays"),
                                text(answer, "source"),
                                time(answer, "keptSince"),
                                text(answer, "heldRounds")));
                answer.path("deletions")
                        .forEach(each -> out().println(words().say(
                                        "patrol.deleted",
                                        time(each, "at"),
                                        time(each, "before"),
                                        each.path("removed").toString())));
            });
        }
    }

    /** What must not be deleted. */
    @Command(name = "holds")
    static final class Holds extends AtSite {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(at("/patrol-holds"));
            return show(answer, () -> {
                Table table = table("id", "from", "to", "round", "state", "operator", "reason");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "id"),
                                time(each, "from"),
                                time(each, "to"),
                                text(each, "round"),
                                words().say(each.path("inForce").asBoolean() ? "patrol.held" : "patrol.released"),
                                text(each, "placedBy"),
                                text(each, "reason")));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** Holds a round, or a span of time. */
    @Command(name = "hold")
    static final class Hold extends AtSite {

        @Option(names = "--round", paramLabel = "ROUND", defaultValue = "")
        private String round = "";

        @Option(names = "--from", paramLabel = "TIME", defaultValue = Times.NONE, converter = Times.Typed.class)
        private Times from = new Times(Times.NONE);

        @Option(names = "--to", paramLabel = "TIME", defaultValue = Times.NONE, converter = Times.Typed.class)
        private Times to = new Times(Times.NONE);

        @Option(names = "--reason", paramLabel = "TEXT", required = true)
        private String reason = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("reason", reason);
            if (!round.isEmpty()) {
                body.put("round", round);
            }
            put(body, "from", from);
            put(body, "to", to);
            JsonNode answer = client().post(at("/patrol-holds"), body);
            return show(answer, () -> out().println(words().say("patrol.holdPlaced", text(answer, "id"))));
        }
    }

    /** Takes a hold off. */
    @Command(name = "release")
    static final class Release extends AtSite {

        @Parameters(index = "1", paramLabel = "HOLD")
        private String hold = "";

        @Option(names = "--reason", paramLabel = "TEXT", required = true)
        private String reason = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().post(
                            at("/patrol-holds/" + FleetClient.part(hold) + "/release"), object().put("reason", reason));
            return show(answer, () -> out().println(words().say("patrol.holdReleased", text(answer, "id"))));
        }
    }

    /** Reports that leave by mail, and when each leaves next. */
    @Command(name = "mails")
    static final class Mails extends AtSite {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(at("/report-subscriptions"));
            return show(answer, () -> {
                Table table = table("id", "name", "times", "kind", "next", "person");
                answer.path("items")
                        .forEach(each -> table.row(
                                text(each, "id"),
                                text(each, "name"),
                                words().code("every", text(each, "every")),
                                text(each, "format"),
                                time(each, "nextRun"),
                                joined(each.path("recipients"))));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    private static String joined(JsonNode list) {
        StringBuilder all = new StringBuilder();
        list.forEach(one -> all.append(all.isEmpty() ? "" : ", ").append(one.asText()));
        return all.toString();
    }

    /** One of them. */
    abstract static class OneMail extends AtSite {

        @Parameters(index = "1", paramLabel = "ID")
        private String id = "";

        final String path(String rest) {
            return at("/report-subscriptions/" + FleetClient.part(id) + rest);
        }

        final String id() {
            return id;
        }
    }

    /** Mails a report again and again. */
    @Command(name = "mail")
    static final class Mail extends OneMail {

        @Option(names = "--to", paramLabel = "ADDRESS", split = ",", required = true)
        private List<String> recipients = List.of();

        @Option(names = "--every", paramLabel = "WHAT", defaultValue = "day")
        private String every = "day";

        @Option(names = "--hour", paramLabel = "HOUR", defaultValue = "7")
        private int hour;

        @Option(names = "--name", paramLabel = "NAME", defaultValue = "")
        private String name = "";

        @Option(names = "--route", paramLabel = "ROUTE", defaultValue = "")
        private String route = "";

        @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "pdf")
        private String format = "pdf";

        @Option(names = "--lang", paramLabel = "LANGUAGE", defaultValue = "")
        private String language = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("name", name.isEmpty() ? id() : name)
                    .put("every", every.toUpperCase(java.util.Locale.ROOT))
                    .put("hour", hour)
                    .put("format", format)
                    .put("language", language.isEmpty() ? PatrolCommand.language(this) : language);
            if (!route.isEmpty()) {
                body.put("route", route);
            }
            recipients.forEach(one -> body.withArray("recipients").add(one.strip()));
            JsonNode answer = client().put(path(""), body);
            return show(
                    answer,
                    () -> out().println(words().say(
                                    "patrol.mailNext",
                                    time(answer, "nextRun"),
                                    text(answer, "nextFrom"),
                                    text(answer, "nextTo"))));
        }
    }

    /** Mails a report no more. */
    @Command(name = "unmail")
    static final class Unmail extends OneMail {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            client().delete(path(""));
            return ExitCodes.DONE;
        }
    }

    /** What became of the mails of one; exit code 1 when one was given up. */
    @Command(name = "mail-log")
    static final class MailLog extends OneMail {

        @Option(names = "--retry")
        private boolean retry;

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            if (retry) {
                client().post(path("/retry"), object());
            }
            JsonNode answer = client().get(path(""));
            show(answer, () -> {
                Table table = table("from", "to", "person", "state", "number", "reason");
                answer.path("runs")
                        .forEach(run -> run.path("mails")
                                .forEach(mail -> table.row(
                                        text(run, "from"),
                                        text(run, "to"),
                                        text(mail, "recipient"),
                                        words().code("mailState", text(mail, "state")),
                                        text(mail, "attempts"),
                                        text(mail, "error"))));
                print(table, answer.path("runs").isEmpty());
            });
            return answer.path("runs").toString().contains("\"FAILED\"") ? ExitCodes.REFUSED : ExitCodes.DONE;
        }
    }
}
