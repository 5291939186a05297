package io.gatehouse.fleet.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** How well a site was patrolled in some days, in words: figures, rounds, gaps against the law, exceptions, defects. */
public final class PeriodPaper {

    /** In the order of the screen. */
    static final List<String> FIGURES = List.of(
            "name",
            "due",
            "made",
            "onTime",
            "early",
            "late",
            "missed",
            "excused",
            "completionPercent",
            "onTimePercent",
            "meanLateMillis");

    private static final List<String> GAPS =
            List.of("name", "rule", "from", "to", "minutes", "maxMinutes", "exceeded", "source");
    private static final List<String> EXCEPTIONS = List.of(
            "plannedFor",
            "route",
            "checkpoint",
            "status",
            "at",
            "lateMillis",
            "cause",
            "flags",
            "officers",
            "excuse",
            "excusedBy");
    private static final List<String> INSPECTIONS =
            List.of("at", "checkpoint", "item", "outcome", "value", "note", "officers");
    private static final List<String> ROUNDS = List.of(
            "plannedFor",
            "route",
            "officers",
            "state",
            "planned",
            "made",
            "onTime",
            "missed",
            "signed",
            "countersigned");
    private static final List<String> INCIDENTS = List.of("at", "finding", "note", "officers");
    private static final List<String> MISSED = List.of("name", "missed", "byGuard", "causes");

    private final Words words;
    private final ObjectNode report;

    private PeriodPaper(Words words, ObjectNode report) {
        this.words = words;
        this.report = report;
    }

    /** @param report as {@code PatrolReports} answers it and the screen shows it */
    public static Paper of(ObjectNode report, Wording phrases) {
        Words words = new Words(phrases, ZoneId.of(report.path("timeZone").asText("UTC")));
        return new PeriodPaper(words, report).paper();
    }

    private Paper paper() {
        List<Paper.Sheet> sheets = new ArrayList<>();
        List<List<String>> figures = words.rows(FIGURES, report.path("lines"));
        List<String> total = new ArrayList<>(words.row(FIGURES, report.path("total")));
        total.set(0, words.word("patrol.report.total"));
        figures.add(total);
        sheets.add(sheet("lines", FIGURES, figures, 4, 1, 1, 1, 1, 1, 1, 1, 1.2, 1.2, 1.2));
        sheets.add(sheet("gaps", GAPS, report.path("gaps"), 2, 3, 2, 2, 1, 1, 1, 3));
        sheets.add(sheet("exceptions", EXCEPTIONS, report.path("exceptions"), 2, 2, 2, 1, 2, 1, 2, 2, 1.5, 2, 1));
        sheets.add(sheet("inspections", INSPECTIONS, report.path("inspections"), 2, 2, 2, 1, 1, 4, 2));
        sheets.add(sheet("incidents", INCIDENTS, named(report.path("incidents")), 2, 2, 6, 2));
        sheets.add(sheet("missedMost", MISSED, report.path("missedMost"), 4, 1, 1, 4));
        sheets.add(sheet("rounds", ROUNDS, report.path("roundLines"), 2, 3, 2, 1.5, 1, 1, 1, 1, 1, 1));
        return new Paper(title(), facts(), sheets, pictures());
    }

    private String title() {
        return words.word("patrol.report.title") + " · "
                + report.path("siteName").asText() + " · " + report.path("from").asText() + " – "
                + report.path("to").asText();
    }

    private List<Paper.Fact> facts() {
        List<Paper.Fact> facts = new ArrayList<>();
        facts.add(fact("site", report.path("siteName").asText()));
        facts.add(fact(
                "days", report.path("from").asText() + " – " + report.path("to").asText()));
        facts.add(fact("timeZone", words.zone().getId()));
        if (report.has("routeName")) {
            facts.add(fact("route", report.path("routeName").asText()));
        }
        facts.add(fact("rounds", report.path("rounds").asText()));
        if (report.has("deletedBefore")) {
            facts.add(fact(
                    "deletedBefore", words.time(report.path("deletedBefore").asText())));
        }
        return facts;
    }

    private Paper.Fact fact(String column, String value) {
        return new Paper.Fact(words.heading(column), value);
    }

    /** What is called {@code kind} in answers has words of its own here. */
    static JsonNode named(JsonNode incidents) {
        JsonNode copy = incidents.deepCopy();
        copy.forEach(one -> ((ObjectNode) one).set("finding", one.path("kind")));
        return copy;
    }

    private List<Paper.Picture> pictures() {
        return Stream.of("inspections", "incidents")
                .flatMap(list -> pictures(report.path(list)).stream())
                .toList();
    }

    private List<Paper.Picture> pictures(JsonNode list) {
        List<Paper.Picture> all = new ArrayList<>();
        list.forEach(one -> one.path("photos")
                .forEach(name -> all.add(new Paper.Picture(
                        name.asText(),
                        words.cell("at", one.path("at")) + " "
                                + one.path("checkpoint").asText() + " "
                                + one.path("item").asText(one.path("note").asText())))));
        return all;
    }

    private Paper.Sheet sheet(String title, List<String> columns, JsonNode items, double... shares) {
        return sheet(title, columns, words.rows(columns, items), shares);
    }

    private Paper.Sheet sheet(String title, List<String> columns, List<List<String>> rows, double... shares) {
        return new Paper.Sheet(
                words.word("patrol.report." + title),
                words.headings(columns),
                Arrays.stream(shares).boxed().toList(),
                rows);
    }
}
