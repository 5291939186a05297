package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Guards' rounds at a site: what became of them, what is to be done about them, reports and wands' files. */
@Command(
        name = "patrol",
        subcommands = {
            PatrolPlanCommand.Plan.class,
            PatrolPlanCommand.Put.class,
            PatrolPlanCommand.Try.class,
            PatrolPlanCommand.Delete.class,
            PatrolPlanCommand.Phone.class,
            PatrolPlanCommand.Hand.class,
            PatrolCommand.Rounds.class,
            PatrolCommand.RoundOne.class,
            PatrolCommand.Excuse.class,
            PatrolCommand.Findings.class,
            PatrolCommand.Upload.class,
            PatrolCommand.Uploads.class,
            PatrolCommand.Report.class,
            PatrolRecordsCommand.Sign.class,
            PatrolRecordsCommand.Retention.class,
            PatrolRecordsCommand.Holds.class,
            PatrolRecordsCommand.Hold.class,
            PatrolRecordsCommand.Release.class,
            PatrolRecordsCommand.Mails.class,
            PatrolRecordsCommand.Mail.class,
            PatrolRecordsCommand.Unmail.class,
            PatrolRecordsCommand.MailLog.class
        })
final class PatrolCommand extends CommandGroup {

    /** What every one of them is about. */
    abstract static class AtSite extends FleetCommand {

        @Parameters(index = "0", paramLabel = "SITE")
        private String site = "";

        final String at(String rest) {
            return "/sites/" + FleetClient.part(site) + rest;
        }
    }

    /** The shell's, as reports take it. */
    static String language(FleetCommand of) {
        return of.terminal().view().locale().getLanguage().equals("zh") ? "zh-CN" : "en";
    }

    /** A day's rounds. */
    @Command(name = "rounds")
    static final class Rounds extends AtSite {

        @Option(names = "--day", paramLabel = "DAY", defaultValue = "")
        private String day = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(FleetClient.path(at("/rounds"), Map.of("day", day)));
            return show(answer, () -> {
                Table table = table("plannedAt", "id", "route", "state", "made", "missed");
                answer.path("items")
                        .forEach(each -> table.row(
                                time(each, "plannedAt"),
                                text(each, "id"),
                                text(each, "routeName"),
                                words().code("roundState", text(each, "state")),
                                text(each, "made") + "/" + text(each, "planned"),
                                text(each, "missing")));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** One round, stop by stop; exit code 1 when a stop is missing. */
    @Command(name = "round")
    static final class RoundOne extends AtSite {

        @Parameters(index = "1", paramLabel = "ROUND")
        private String round = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(at("/rounds/" + round));
            show(answer, () -> stops(this, answer));
            return answer.path("missing").asInt() > 0 ? ExitCodes.REFUSED : ExitCodes.DONE;
        }
    }

    private static void stops(FleetCommand on, JsonNode round) {
        Table table = on.table("stop", "checkpoint", "state", "time", "cause", "reason");
        round.path("stops")
                .forEach(stop -> table.row(
                        text(stop, "ordinal"),
                        text(stop, "name"),
                        on.words().code("stopStatus", text(stop, "status")),
                        on.time(stop, "at"),
                        on.words().code("missCause", text(stop, "cause")),
                        text(stop.path("excuse"), "reason")));
        table.print(on.out());
    }

    /** Excuses a stop, or all that were missed. */
    @Command(name = "excuse")
    static final class Excuse extends AtSite {

        @Parameters(index = "1", paramLabel = "ROUND")
        private String round = "";

        @Option(names = "--stop", paramLabel = "NUMBER", defaultValue = "0")
        private int stop;

        @Option(names = "--reason", paramLabel = "TEXT", required = true)
        private String reason = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("kind", "EXCUSE").put("stop", stop).put("reason", reason);
            JsonNode answer = client().post(at("/rounds/" + round + "/orders"), body);
            return show(answer, () -> stops(this, answer));
        }
    }

    /** What was found out on a day. */
    @Command(name = "findings")
    static final class Findings extends AtSite {

        @Option(names = "--day", paramLabel = "DAY", defaultValue = "")
        private String day = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(FleetClient.path(at("/patrol-findings"), Map.of("day", day)));
            return show(answer, () -> {
                Table table = table("time", "what", "round", "stop", "cause");
                answer.path("items")
                        .forEach(each -> table.row(
                                time(each, "at"),
                                words().code("patrolFinding", text(each, "kind")),
                                text(each, "round"),
                                text(each, "stop"),
                                words().code("missCause", text(each, "cause"))));
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** Takes a wand's file; exit code 1 when it is none. */
    @Command(name = "upload")
    static final class Upload extends AtSite {

        @Parameters(index = "1", paramLabel = "FILE")
        private Path file = Path.of("");

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            ObjectNode body = object().put("fileName", String.valueOf(file.getFileName()))
                    .put("content", Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            JsonNode answer = client().post(at("/wand-uploads"), body);
            show(answer, () -> {
                out().println(words().say(
                                "patrol.uploaded",
                                text(answer, "wand"),
                                text(answer, "records"),
                                text(answer, "scans"),
                                text(answer, "newScans")));
                answer.path("troubles")
                        .forEach(each -> out().println("- " + text(each, "message") + " [" + text(each, "code") + "]"));
            });
            return answer.path("kept").asBoolean() ? ExitCodes.DONE : ExitCodes.REFUSED;
        }
    }

    /** What was read of wands lately, at the fleet and at gateways, and what was wrong with it. */
    @Command(name = "uploads")
    static final class Uploads extends AtSite {

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            JsonNode answer = client().get(at("/wand-uploads"));
            return show(answer, () -> {
                Table table = table("time", "wand", "dock", "records", "who", "trouble");
                answer.path("items").forEach(each -> {
                    List<String> troubles = new ArrayList<>();
                    each.path("troubles").forEach(one -> troubles.add(text(one, "code")));
                    table.row(
                            time(each, "at"),
                            text(each, "wand"),
                            text(each, "dock"),
                            text(each, "records"),
                            text(each, "by"),
                            String.join(" ", troubles));
                });
                print(table, answer.path("items").isEmpty());
            });
        }
    }

    /** How well a site was patrolled; a file when one is named. */
    @Command(name = "report")
    static final class Report extends AtSite {

        @Option(names = "--day", paramLabel = "DAY", defaultValue = "")
        private String day = "";

        @Option(names = "--to", paramLabel = "DAY", defaultValue = "")
        private String to = "";

        @Option(names = "--by", paramLabel = "WHAT", defaultValue = "route")
        private String by = "route";

        @Option(names = "--route", paramLabel = "ROUTE", defaultValue = "")
        private String route = "";

        @Option(names = "--round", paramLabel = "ROUND", defaultValue = "")
        private String round = "";

        @Option(names = "--out", paramLabel = "FILE", defaultValue = "")
        private String file = "";

        @Override
        int ask() throws IOException, InterruptedException, FleetRefusal {
            if (round.isEmpty() == day.isEmpty()) {
                throw usage("patrol.dayOrRound");
            }
            Map<String, String> query = new LinkedHashMap<>();
            if (round.isEmpty()) {
                query.put("day", day);
                query.put("to", to);
                query.put("by", by);
                query.put("route", route);
            }
            String path = at(round.isEmpty() ? "/patrol-report" : "/rounds/" + round + "/report");
            if (file.isEmpty()) {
                JsonNode answer = client().get(FleetClient.path(path, query));
                return show(answer, () -> {
                    if (round.isEmpty()) {
                        tell(answer);
                    } else {
                        stops(this, answer);
                    }
                });
            }
            String ending = file.substring(file.lastIndexOf('.') + 1);
            query.put("format", List.of("pdf", "xlsx").contains(ending) ? ending : "csv");
            query.put("lang", language(this));
            Files.write(Path.of(file), client().bytes(FleetClient.path(path, query)));
            return ExitCodes.DONE;
        }

        private void tell(JsonNode report) {
            Table table = table("name", "due", "made", "onTime", "late", "missed", "percent");
            report.path("lines").forEach(line -> row(table, line, text(line, "name")));
            row(table, report.path("total"), words().say("patrol.total"));
            table.print(out());
            report.path("gaps").forEach(gap -> {
                if (gap.path("exceeded").asBoolean()) {
                    out().println(words().say(
                                    "patrol.gap",
                                    text(gap, "name"),
                                    text(gap, "minutes"),
                                    text(gap, "maxMinutes"),
                                    text(gap, "source")));
                }
            });
        }

        private static void row(Table table, JsonNode line, String name) {
            table.row(
                    name,
                    text(line, "due"),
                    text(line, "made"),
                    text(line, "onTime"),
                    text(line, "late"),
                    text(line, "missed"),
                    text(line, "completionPercent"));
        }
    }
}
