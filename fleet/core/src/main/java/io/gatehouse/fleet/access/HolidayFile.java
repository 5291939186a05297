package io.gatehouse.fleet.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.protocol.WireFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A published year as people have it in a file, in the calendar's own form: CSV ({@code date,name,off} with 1 for a day off
 * and 0 for a worked one), JSON ({@code {"days": [{"date", "name", "isOffDay"}]}}), or the form itself.
 */
final class HolidayFile {

    private HolidayFile() {}

    /** The year in the calendar's own form; nothing when the file is neither of these. */
    static Optional<String> read(int year, String content) {
        String text = content.startsWith("\uFEFF") ? content.substring(1).strip() : content.strip();
        if (text.startsWith("year ") || text.startsWith("#")) {
            return Optional.of(text);
        }
        return text.startsWith("{") ? json(year, text) : csv(year, text);
    }

    private static Optional<String> json(int year, String text) {
        try {
            Map<String, String> lines = new TreeMap<>();
            for (JsonNode day : WireFormat.JSON.mapper().readTree(text).path("days")) {
                line(
                        lines,
                        day.path("date").asText(),
                        day.path("name").asText(),
                        day.path("isOffDay").asBoolean(true));
            }
            return written(year, lines);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> csv(int year, String text) {
        Map<String, String> lines = new TreeMap<>();
        for (String row : text.lines().skip(1).toList()) {
            String[] cells = row.strip().split(",", -1);
            if (cells.length == 3 && cells[0].startsWith(Integer.toString(year))) {
                line(
                        lines,
                        cells[0].strip(),
                        cells[1].strip(),
                        !cells[2].strip().equals("0"));
            } else if (cells.length != 3 && !row.isBlank()) {
                return Optional.empty();
            }
        }
        return written(year, lines);
    }

    private static void line(Map<String, String> lines, String date, String name, boolean off) {
        String word = name.isBlank() ? "-" : name.replaceAll("\\s+", "_");
        lines.put(date, (off ? "off " : "work ") + word + " " + date);
    }

    private static Optional<String> written(int year, Map<String, String> lines) {
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of("year " + year + "\n" + String.join("\n", lines.values()) + "\n");
    }
}
