package io.gatehouse.fleet.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one list. Immutable.
 *
 * @param list the list's name, as in addresses
 * @param fields by their English names, in the order in which they are suggested
 * @param said the same fields by other names
 * @param words makes the condition of a word: its argument is the name of a parameter that holds a pattern for
 *     {@code ilike}
 */
public record Catalogue(
        String list, Map<String, FieldKind> fields, Map<String, String> said, Function<String, String> words) {

    public Catalogue {
        fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        said = Map.copyOf(said);
    }

    /** The field of a name in either language. */
    Optional<FieldKind> field(String name) {
        return Optional.ofNullable(fields.get(said.getOrDefault(name, name)));
    }

    /** A field's values when there are only some. */
    static List<String> values(FieldKind kind) {
        if (kind instanceof FieldKind.Code code) {
            return code.codes().stream().map(Catalogue::typed).toList();
        }
        return kind instanceof FieldKind.Cases cases
                ? cases.conditions().keySet().stream()
                        .map(Catalogue::typed)
                        .sorted()
                        .toList()
                : List.of();
    }

    /** A code as people type it. */
    static String typed(String code) {
        return code.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The codes that are meant: one by its whole name, or all that begin so; none when there is no such code. */
    static List<String> meant(String typed, List<String> codes, Map<String, String> said) {
        String other = said.get(typed);
        if (other != null) {
            return List.of(other);
        }
        String wanted = typed.toUpperCase(Locale.ROOT).replace('-', '_');
        List<String> beginning = new ArrayList<>();
        for (String code : codes) {
            if (code.equalsIgnoreCase(typed) || code.equalsIgnoreCase(wanted)) {
                return List.of(code);
            }
            if (code.toUpperCase(Locale.ROOT).replace('-', '_').startsWith(wanted)) {
                beginning.add(code);
            }
        }
        return beginning;
    }

    /** Makes a catalogue, field by field. */
    static final class Builder {

        private final String list;
        private final Map<String, FieldKind> fields = new LinkedHashMap<>();
        private final Map<String, String> said = new LinkedHashMap<>();
        private @Nullable Function<String, String> words;

        Builder(String list) {
            this.list = list;
        }

        /** @param others other names, Chinese ones among them */
        Builder field(String name, FieldKind kind, String... others) {
            fields.put(name, kind);
            for (String other : others) {
                said.put(other, name);
            }
            return this;
        }

        Builder words(Function<String, String> condition) {
            words = condition;
            return this;
        }

        Catalogue build() {
            return new Catalogue(list, fields, said, words == null ? name -> "false" : words);
        }
    }
}
