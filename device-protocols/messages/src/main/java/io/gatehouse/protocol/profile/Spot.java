package io.gatehouse.protocol.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One object of a profile while it is read: each question notes what is wrong with the answer and goes on with a
 * harmless one, so that a person hears of all faults at once. For one thread.
 */
final class Spot {

    private final JsonNode node;
    private final String at;
    private final ProfileText text;
    private final List<ProfileFault> faults;

    Spot(JsonNode node, String at, ProfileText text, List<ProfileFault> faults) {
        this.node = node;
        this.at = at;
        this.text = text;
        this.faults = faults;
        if (!node.isObject()) {
            fault("", "here belongs a mapping of names to values");
        }
    }

    private String path(String name) {
        return at.isEmpty() || name.isEmpty() ? at + name : at + "." + name;
    }

    /** Notes a fault at a field, or at the whole for "". */
    void fault(String name, String message) {
        String where = path(name);
        faults.add(new ProfileFault(text.line(where), where, message));
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    JsonNode value(String name) {
        return node.path(name);
    }

    /** Refuses every other field: it is most likely misspelt. */
    void only(String... names) {
        Set<String> known = new HashSet<>(Arrays.asList(names));
        for (Iterator<String> fields = node.fieldNames(); fields.hasNext(); ) {
            String field = fields.next();
            if (!known.contains(field)) {
                fault(field, "this is not known here; known are " + String.join(", ", names));
            }
        }
    }

    String text(String name, Pattern form, String example) {
        JsonNode value = node.path(name);
        if (!value.isTextual() || !form.matcher(value.textValue()).matches()) {
            fault(name, (has(name) ? "'" + value.asText() + "' does not fit" : "is missing") + "; give " + example);
            return "";
        }
        return value.textValue();
    }

    String optionalText(String name, Pattern form, String example) {
        return has(name) ? text(name, form, example) : "";
    }

    int number(String name, int min, int max) {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || value.longValue() < min || value.longValue() > max) {
            fault(
                    name,
                    (has(name) ? value + " does not fit" : "is missing") + "; give a whole number from " + min + " to "
                            + max);
            return min;
        }
        return value.intValue();
    }

    int number(String name, int min, int max, int otherwise) {
        return has(name) ? number(name, min, max) : otherwise;
    }

    @Nullable
    Double limit(String name) {
        if (!has(name)) {
            return null;
        }
        if (!node.path(name).isNumber()) {
            fault(name, node.path(name) + " does not fit; give a number");
            return null;
        }
        return node.path(name).doubleValue();
    }

    boolean flag(String name, boolean otherwise) {
        if (has(name) && !node.path(name).isBoolean()) {
            fault(name, node.path(name) + " does not fit; give true or false");
        }
        return node.path(name).asBoolean(otherwise);
    }

    <E extends Enum<E>> E choice(String name, Class<E> type) {
        E[] all = type.getEnumConstants();
        String value = node.path(name).asText("");
        for (E one : all) {
            if (one.name().equals(value)) {
                return one;
            }
        }
        fault(
                name,
                (has(name) ? "'" + value + "' does not fit" : "is missing") + "; give one of " + Arrays.toString(all));
        return all[0];
    }

    Words words(String name) {
        JsonNode value = node.path(name);
        String zh = value.path("zh").asText("");
        String en = value.path("en").asText("");
        if (zh.isBlank() || en.isBlank()) {
            fault(name, (has(name) ? "lacks a language" : "is missing") + "; give { zh: ..., en: ... }");
        }
        return new Words(zh, en);
    }

    /** The objects of a list, which may be missing. */
    <T> List<T> each(String name, Function<Spot, T> read) {
        List<T> all = new ArrayList<>();
        list(name)
                .forEach(one -> all.add(read.apply(new Spot(one, path(name) + "[" + all.size() + "]", text, faults))));
        return all;
    }

    List<String> texts(String name, Pattern form, String example) {
        List<String> all = new ArrayList<>();
        for (JsonNode one : list(name)) {
            if (!one.isTextual() || !form.matcher(one.textValue()).matches()) {
                fault(name + "[" + all.size() + "]", "'" + one.asText() + "' does not fit; give " + example);
            }
            all.add(one.asText());
        }
        return all;
    }

    private JsonNode list(String name) {
        JsonNode list = node.path(name);
        if (has(name) && !list.isArray()) {
            fault(name, "must be a list");
        }
        return list.isArray() ? list : JsonNodeFactory.instance.arrayNode();
    }

    Spot inner(String name) {
        JsonNode value = has(name) ? node.path(name) : JsonNodeFactory.instance.objectNode();
        if (!has(name)) {
            fault(name, "is missing");
        }
        return new Spot(value, path(name), text, faults);
    }

    /** Notes names that stand twice in a list. */
    void unique(String name, List<String> keys) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            if (!seen.add(keys.get(i))) {
                fault(name + "[" + i + "]", "'" + keys.get(i) + "' stands twice; keep one of them");
            }
        }
    }
}
