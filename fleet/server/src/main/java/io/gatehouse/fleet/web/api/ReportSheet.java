package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/** A report as a CSV file with headings, for spreadsheets. */
record ReportSheet(Phrases phrases, List<String> columns) {

    /** Spreadsheets take a file for UTF-8 only when it begins so. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    String of(List<ObjectNode> lines) {
        StringBuilder sheet = new StringBuilder(BYTE_ORDER_MARK);
        sheet.append(columns.stream()
                        .map(column -> quoted(phrases.text("report.column." + column, column)))
                        .collect(Collectors.joining(",")))
                .append("\r\n");
        for (ObjectNode line : lines) {
            sheet.append(columns.stream()
                            .map(column -> quoted(value(line, column)))
                            .collect(Collectors.joining(",")))
                    .append("\r\n");
        }
        return sheet.toString();
    }

    private String value(ObjectNode line, String column) {
        String value = line.path(column).isNull() ? "" : line.path(column).asText();
        return switch (column) {
            case "type" -> phrases.text("personType." + value, phrases.text("factor." + value, value));
            case "state" -> phrases.text("cardState." + value, value);
            default -> value;
        };
    }

    /** In quotes, and never to be taken for a formula. */
    private static String quoted(String text) {
        String safe = text.matches("(?s)[=+@\\t\\r-].*") ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
