package io.gatehouse.fleet.web.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is different between two readings of a thing, without secrets and without what changes by itself. Pure. */
final class WasIs {

    /** No answer but one that makes them has these; they are left out wherever they stand. */
    private static final Set<String> SECRET =
            Set.of("secret", "token", "password", "recoveryCodes", "link", "csrfToken", "pin", "number", "code");

    /** What a gateway or device tells by itself. */
    private static final Set<String> RESTLESS = Set.of(
            "lastHeard",
            "since",
            "presence",
            "measures",
            "clockOffsetMillis",
            "clock",
            "backlog",
            "storage",
            "lastUsedAt");

    private static final int MOST_CHARACTERS = 64 * 1024;

    private WasIs() {}

    /** Nothing when nothing is different. */
    static @Nullable JsonNode of(Optional<JsonNode> before, Optional<JsonNode> after) {
        ObjectNode was = calm(before);
        ObjectNode is = calm(after);
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        Set<String> names = new TreeSet<>();
        was.fieldNames().forEachRemaining(names::add);
        is.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode old = was.get(name);
            JsonNode fresh = is.get(name);
            if (old != null && !old.equals(fresh)) {
                both.withObject("/before").set(name, old);
            }
            if (fresh != null && !fresh.equals(old)) {
                both.withObject("/after").set(name, fresh);
            }
        }
        if (both.isEmpty()) {
            return null;
        }
        return both.toString().length() <= MOST_CHARACTERS
                ? both
                : JsonNodeFactory.instance.objectNode().put("tooLong", true);
    }

    private static ObjectNode calm(Optional<JsonNode> thing) {
        ObjectNode copy = thing.filter(JsonNode::isObject)
                .map(one -> (ObjectNode) one.deepCopy())
                .orElseGet(JsonNodeFactory.instance::objectNode);
        copy.remove(RESTLESS);
        withoutSecrets(copy);
        return copy;
    }

    private static void withoutSecrets(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(SECRET);
            object.forEach(WasIs::withoutSecrets);
        } else if (node instanceof ArrayNode array) {
            array.forEach(WasIs::withoutSecrets);
        }
    }
}
