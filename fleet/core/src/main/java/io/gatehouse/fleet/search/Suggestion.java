package io.gatehouse.fleet.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What may stand where the cursor is. Immutable.
 *
 * @param text what is put in place of the characters from {@code from} to {@code to}
 * @param kind {@code FIELD} or {@code VALUE}
 */
public record Suggestion(String text, String kind, int from, int to) {

    private static final int MOST = 12;

    /** For the word in which the cursor stands: names of fields, or a field's values when it has a colon. */
    public static List<Suggestion> of(Catalogue catalogue, String question, int cursor) {
        int at = Math.max(0, Math.min(cursor, question.length()));
        int from = at;
        while (from > 0 && !Character.isWhitespace(question.charAt(from - 1)) && question.charAt(from - 1) != '(') {
            from--;
        }
        if (from < at && question.charAt(from) == '-') {
            from++;
        }
        String typed = question.substring(from, at);
        int colon = Math.max(typed.indexOf(':'), typed.indexOf('：'));
        return colon < 0
                ? fields(catalogue, typed.toLowerCase(Locale.ROOT), from, at)
                : values(catalogue, typed, from + colon + 1, at);
    }

    private static List<Suggestion> fields(Catalogue catalogue, String typed, int from, int to) {
        List<Suggestion> found = new ArrayList<>();
        for (String name : catalogue.fields().keySet()) {
            boolean other = catalogue.said().entrySet().stream()
                    .anyMatch(one -> one.getValue().equals(name) && one.getKey().startsWith(typed));
            if (name.startsWith(typed) || (!typed.isEmpty() && other)) {
                found.add(new Suggestion(name + ":", "FIELD", from, to));
            }
        }
        return found.size() > MOST ? found.subList(0, MOST) : found;
    }

    private static List<Suggestion> values(Catalogue catalogue, String typed, int from, int to) {
        String name = typed.split("[:：]", 2)[0].toLowerCase(Locale.ROOT);
        FieldKind kind = catalogue.field(name).orElse(null);
        if (kind == null) {
            return List.of();
        }
        String begun = typed.substring(name.length() + 1).toLowerCase(Locale.ROOT);
        int comma = Math.max(begun.lastIndexOf(','), begun.lastIndexOf('，'));
        String last = begun.substring(comma + 1);
        return examples(kind).stream()
                .filter(value -> value.startsWith(last))
                .limit(MOST)
                .map(value -> new Suggestion(value, "VALUE", from + comma + 1, to))
                .toList();
    }

    private static List<String> examples(@Nullable FieldKind kind) {
        if (kind instanceof FieldKind.Moment) {
            return List.of(">15m", ">1h", ">1d", ">7d", "<1h");
        }
        if (kind instanceof FieldKind.Number) {
            return List.of("<10", "<20", ">0");
        }
        return kind == null ? List.of() : Catalogue.values(kind);
    }
}
