package io.gatehouse.fleet.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Values of a report as people read them, in one language and at the site's time. Immutable. */
final class Words {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final Set<String> TIMES = Set.of("at", "from", "to", "plannedFor", "onTimeFrom", "onTimeTo");
    private static final Set<String> MINUTES = Set.of("lateMillis", "meanLateMillis");

    private final Wording phrases;
    private final ZoneId zone;

    Words(Wording phrases, ZoneId zone) {
        this.phrases = phrases;
        this.zone = zone;
    }

    ZoneId zone() {
        return zone;
    }

    String word(String key) {
        return phrases.text(key, key.substring(key.lastIndexOf('.') + 1));
    }

    String heading(String column) {
        return word("patrol.column." + column);
    }

    List<String> headings(List<String> columns) {
        return columns.stream().map(this::heading).toList();
    }

    List<List<String>> rows(List<String> columns, JsonNode items) {
        List<List<String>> rows = new ArrayList<>();
        items.forEach(item -> rows.add(row(columns, item)));
        return rows;
    }

    List<String> row(List<String> columns, JsonNode item) {
        return columns.stream().map(column -> cell(column, item.path(column))).toList();
    }

    /** The text of one field. */
    String cell(String column, JsonNode value) {
        if (value.isArray()) {
            List<String> all = new ArrayList<>();
            value.forEach(one -> all.add(cell(column, one)));
            return String.join("; ", all);
        }
        if (value.isObject()) {
            return value.path("name").asText();
        }
        if (value.isBoolean()) {
            return word(value.asBoolean() ? "patrol.yes" : "patrol.no");
        }
        if (value.isNumber()) {
            return number(column, value.decimalValue());
        }
        String text = value.asText("");
        return TIMES.contains(column) && !text.isEmpty() ? time(text) : coded(column, text);
    }

    private static String number(String column, BigDecimal value) {
        BigDecimal plain = MINUTES.contains(column)
                ? value.divide(BigDecimal.valueOf(60_000), 1, RoundingMode.HALF_UP)
                : column.equals("sinceLastSeconds")
                        ? value.divide(BigDecimal.valueOf(60), 1, RoundingMode.HALF_UP)
                        : value;
        return plain.signum() == 0 ? "0" : plain.stripTrailingZeros().toPlainString();
    }

    private String coded(String column, String text) {
        return switch (column) {
            case "status" -> phrases.text("patrol.status." + text, text);
            case "cause", "causes" -> phrases.text("patrol.cause." + text, text);
            case "flags" -> phrases.text("patrol.flag." + text, text);
            case "doubts" -> phrases.text("patrol.doubt." + text, text);
            case "state" -> phrases.text("patrol.state." + text, text);
            case "way" -> phrases.text("patrol.way." + text, text);
            case "outcome" -> phrases.text("patrol.outcome." + text, text);
            case "finding" -> phrases.text("patrol.finding." + text, text);
            case "decision" -> phrases.text("patrol.order." + text, text);
            default -> text;
        };
    }

    /** At the site. */
    String time(String iso) {
        return TIME.format(Instant.parse(iso).atZone(zone));
    }
}
