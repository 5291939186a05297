package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.web.call.Bodies;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/** Gaps as a sheet of comma-separated values (RFC 4180) with headings and reasons in a language of the console. */
final class GapSheet {

    private static final List<String> COLUMNS = List.of(
            "source",
            "site",
            "gateway",
            "lane",
            "log",
            "device",
            "bootId",
            "from",
            "to",
            "count",
            "reason",
            "since",
            "state",
            "endedAt",
            "supersededBy");

    /** Spreadsheets take a file for UTF-8 only when it begins so. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final JsonNode words;

    private GapSheet(JsonNode words) {
        this.words = words;
    }

    /** Reads the console's words of the language; blocks. */
    static GapSheet in(String language) {
        String name = "/web-kit/i18n/" + language + ".json";
        try (InputStream file = GapSheet.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("there are no words in " + name);
            }
            return new GapSheet(Bodies.tree(Buffer.buffer(file.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String headings() {
        return BYTE_ORDER_MARK
                + COLUMNS.stream()
                        .map(column -> quoted(word("gaps.column." + column, column)))
                        .collect(Collectors.joining(","));
    }

    String line(ObjectNode gap) {
        return COLUMNS.stream().map(column -> quoted(value(gap, column))).collect(Collectors.joining(","));
    }

    private String value(ObjectNode gap, String column) {
        String value = gap.path(column).asText();
        return switch (column) {
            case "source" -> word("gapSource." + value, value);
            case "lane" -> word("lane." + value, value);
            case "reason" -> word("gapReason." + value, value);
            case "state" -> word("gapState." + value, value);
            case "supersededBy" -> word("gapSuperseded." + value, word("gapReason." + value, value));
            default -> value;
        };
    }

    private String word(String key, String otherwise) {
        return words.path(key).asText(otherwise);
    }

    /** In quotes, and never to be taken for a formula. */
    private static String quoted(String text) {
        String safe = text.matches("[=+@\\t\\r-].*") ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
