package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.sheet.Workbook;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A patrol report as files, with the numbers of the screen. */
final class PatrolSheet {

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final List<String> FIGURES = List.of(
            "name",
            "due",
            "made",
            "onTime",
            "early",
            "late",
            "missed",
            "excused",
            "completionPercent",
            "onTimePercent");
    private static final List<String> GAPS =
            List.of("name", "rule", "from", "to", "minutes", "maxMinutes", "exceeded", "source");
    private static final List<String> EXCEPTIONS = List.of(
            "round", "route", "checkpoint", "status", "plannedFor", "at", "cause", "flags", "officers", "excuse");

    private final Phrases phrases;
    private final ObjectNode report;

    PatrolSheet(Phrases phrases, ObjectNode report) {
        this.phrases = phrases;
        this.report = report;
    }

    byte[] csv() {
        List<List<String>> rows = new ArrayList<>(lines());
        rows.add(List.of());
        rows.addAll(table(GAPS, report.path("gaps")));
        rows.add(List.of());
        rows.addAll(table(EXCEPTIONS, report.path("exceptions")));
        String text = rows.stream()
                .map(row -> row.stream().map(PatrolSheet::quoted).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\r\n", BYTE_ORDER_MARK, "\r\n"));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    byte[] xlsx() {
        return new Workbook()
                .sheet(word("patrol.report.lines"), lines())
                .sheet(word("patrol.report.gaps"), table(GAPS, report.path("gaps")))
                .sheet(word("patrol.report.exceptions"), table(EXCEPTIONS, report.path("exceptions")))
                .bytes();
    }

    private List<List<String>> lines() {
        List<List<String>> rows = table(FIGURES, report.path("lines"));
        List<String> total = row(FIGURES, report.path("total"));
        rows.add(total);
        total.set(0, word("patrol.report.total"));
        return rows;
    }

    private List<List<String>> table(List<String> columns, JsonNode items) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(columns.stream().map(one -> word("patrol.column." + one)).toList());
        items.forEach(item -> rows.add(row(columns, item)));
        return rows;
    }

    private List<String> row(List<String> columns, JsonNode item) {
        List<String> cells = new ArrayList<>();
        columns.forEach(column -> cells.add(cell(column, item.path(column))));
        return cells;
    }

    private String cell(String column, JsonNode value) {
        if (value.isArray()) {
            List<String> all = new ArrayList<>();
            value.forEach(one -> all.add(cell(column, one)));
            return String.join("; ", all);
        }
        String text = value.asText("");
        return switch (column) {
            case "status" -> phrases.text("patrol.status." + text, text);
            case "cause" -> phrases.text("patrol.cause." + text, text);
            case "flags" -> phrases.text("patrol.flag." + text, text);
            case "exceeded" -> word(value.asBoolean() ? "patrol.yes" : "patrol.no");
            default -> text;
        };
    }

    private String word(String key) {
        return phrases.text(key, key.substring(key.lastIndexOf('.') + 1));
    }

    /** In quotes, and never to be taken for a formula. */
    private static String quoted(String text) {
        String safe = text.matches("(?s)[=+@\\t\\r-].*") ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
