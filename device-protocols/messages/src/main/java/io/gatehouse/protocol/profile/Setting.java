package io.gatehouse.protocol.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value that a device can be given: one of its settings, or an argument of a command.
 *
 * @param unit or "" for none
 * @param min for numbers the least value, for a text its least length
 * @param max for numbers the greatest value, for a text its greatest length
 * @param options the values of a choice; empty for other types
 * @param initial what holds when nobody says anything; nothing when it must be said
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Setting(
        String key,
        Words name,
        Type type,
        String unit,
        @Nullable Double min,
        @Nullable Double max,
        List<String> options,
        @JsonProperty("default") @Nullable JsonNode initial) {

    /** What kind of value. */
    public enum Type {
        BOOLEAN,
        INTEGER,
        NUMBER,
        TEXT,
        CHOICE
    }

    public Setting {
        options = List.copyOf(options);
    }

    /** What is wrong with a value, in one sentence; nothing when it may be had. */
    public Optional<String> wrong(JsonNode value) {
        boolean fits = switch (type) {
            case BOOLEAN -> value.isBoolean();
            case INTEGER -> value.isIntegralNumber() && within(value.doubleValue());
            case NUMBER -> value.isNumber() && within(value.doubleValue());
            case TEXT -> value.isTextual() && within(value.textValue().length());
            case CHOICE -> value.isTextual() && options.contains(value.textValue());
        };
        return fits ? Optional.empty() : Optional.of("'" + key + "' must be " + wanted() + ", was " + value);
    }

    private boolean within(double value) {
        return (min == null || value >= min) && (max == null || value <= max);
    }

    private String wanted() {
        return switch (type) {
            case BOOLEAN -> "true or false";
            case INTEGER -> "a whole number" + range("");
            case NUMBER -> "a number" + range("");
            case TEXT -> "a text" + range(" characters");
            case CHOICE -> "one of " + String.join(", ", options);
        };
    }

    private String range(String what) {
        String from = min == null ? "" : " of at least " + plain(min);
        String to = max == null ? "" : (min == null ? " of" : " and") + " at most " + plain(max);
        return from + to + (from.isEmpty() && to.isEmpty() ? "" : what);
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : "" + value;
    }
}
