package io.gatehouse.fleet.search;

import java.util.Map;

/**
 * A condition of SQL with its parameters; what was typed is only ever in the parameters. Immutable.
 *
 * @param sql a Boolean expression with named parameters
 * @param values the parameters by their names
 */
public record Condition(String sql, Map<String, Object> values) {

    /** Everything. */
    public static final Condition TRUE = new Condition("true", Map.of());

    public Condition {
        values = Map.copyOf(values);
    }

    /** Whether the parameter stands in it: one that does not must not be bound. */
    public boolean names(String parameter) {
        return sql.contains(":" + parameter);
    }

    /** What was looked for as a word, without what makes it a pattern. */
    public static String wordOf(Object pattern) {
        return String.valueOf(pattern).replaceAll("^%|%$", "").replaceAll("\\\\([%_\\\\])", "$1");
    }

    /** What came of a question: a condition, or what is wrong with it. */
    public sealed interface Made {

        record Done(Condition condition) implements Made {}

        record Refused(Fault fault) implements Made {}
    }
}
