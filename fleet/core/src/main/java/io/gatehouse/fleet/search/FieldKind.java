package io.gatehouse.fleet.search;

import java.util.List;
import java.util.Map;

/** What a field holds, and so what it can be compared with. Immutable. */
public sealed interface FieldKind {

    /** Text in one or several columns: equal to one of them, whatever the case, or a part of it after {@code *}. */
    record Text(List<String> columns) implements FieldKind {
        public Text {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A key that has a name elsewhere: equal, or beginning so, in one of both.
     *
     * @param among the statement that finds the keys, by a parameter that is written as {@code :pattern}
     */
    record Named(String column, String among) implements FieldKind {}

    /**
     * One of some codes. A beginning of a code, in any case and with hyphens, is enough.
     *
     * @param said other words for a code, such as {@code 门} for {@code DOOR_SENSOR}
     */
    record Code(String column, List<String> codes, Map<String, String> said) implements FieldKind {
        public Code {
            codes = List.copyOf(codes);
            said = Map.copyOf(said);
        }
    }

    /** A condition of its own for each code. */
    record Cases(Map<String, String> conditions, Map<String, String> said) implements FieldKind {
        public Cases {
            conditions = Map.copyOf(conditions);
            said = Map.copyOf(said);
        }
    }

    record Number(String column) implements FieldKind {}

    /** A moment: {@code >1h} is longer ago than an hour, {@code <7d} less, {@code >2026-11-01} after that day began. */
    record Moment(String column) implements FieldKind {}

    /** A version with dots: 2.10 is newer than 2.9. */
    record Version(String column) implements FieldKind {}

    /** What a word looks for: a name that is sealed, and found by an index of its own. */
    record Spoken() implements FieldKind {}

    /** A saved question of the same list. */
    record Group() implements FieldKind {}
}
