package io.gatehouse.fleet.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.sitebook.CredentialRules;
import io.gatehouse.protocol.sitebook.DoorRules;
import io.gatehouse.protocol.sitebook.PersonRules;
import io.gatehouse.protocol.sitebook.PointRules;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rules as people write them: under the names of the site book's records, and only what differs from the plain ones. What
 * no record knows is refused, never dropped: somebody meant something by it.
 */
public final class RuleJson {

    private static final ObjectMapper STRICT = WireFormat.JSON
            .mapper()
            .copy()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);

    private static final Map<Class<?>, Object> PLAIN = Map.of(
            DoorRules.class, DoorRules.PLAIN,
            PointRules.class, PointRules.PLAIN,
            PersonRules.class, PersonRules.PLAIN,
            CredentialRules.class, CredentialRules.PLAIN);

    /** What the parts of rules are when they are there and say nothing else. */
    private static final Map<String, JsonNode> PARTS = Map.of(
            "passback", Json.read("{\"kind\":\"AREA\",\"hard\":true,\"seconds\":0,\"pairs\":[]}"),
            "multiPerson", Json.read("{\"groups\":[],\"windowSeconds\":15,\"ordered\":false}"),
            "escort", Json.read("{\"escorts\":[],\"each\":1,\"windowSeconds\":15}"),
            "firstPerson", Json.read("{\"way\":\"UNLOCK_SCHEDULE\",\"groups\":[],\"exempt\":[],\"minutes\":10}"));

    private RuleJson() {}

    /** What was read, or why it cannot be. */
    public record Read<T>(@Nullable T value, @Nullable Finding refusal) {

        public T orThrow() {
            T read = value;
            if (read == null) {
                throw new IllegalStateException("unchecked rules: " + refusal);
            }
            return read;
        }
    }

    /** Door, access point, person or credential rules, over the plain ones. */
    public static <T> Read<T> rules(JsonNode given, Class<T> type, String field) {
        return read(over(STRICT.valueToTree(PLAIN.get(type)), given), type, field);
    }

    /** A record, over its defaults. */
    static <T> Read<T> read(JsonNode whole, Class<T> type, String field) {
        try {
            T read = STRICT.treeToValue(whole, type);
            return read == null ? bad(field, "nothing is there") : new Read<>(read, null);
        } catch (UnrecognizedPropertyException e) {
            return bad(at(field, e), "there is no such field");
        } catch (JsonMappingException e) {
            return bad(at(field, e), why(e));
        } catch (JsonProcessingException e) {
            return bad(field, e.getOriginalMessage());
        }
    }

    /** The given fields in place of the usual ones, and the parts of rules over their own. */
    static JsonNode over(JsonNode usual, JsonNode given) {
        if (!(usual.deepCopy() instanceof ObjectNode whole) || !given.isObject()) {
            return given;
        }
        given.properties().forEach(field -> {
            JsonNode value = field.getValue();
            JsonNode part = PARTS.get(field.getKey());
            if (value.isNull()) {
                whole.remove(field.getKey());
            } else if (part != null && value.isObject()) {
                whole.set(field.getKey(), over(part, value));
            } else {
                whole.set(field.getKey(), value);
            }
        });
        return whole;
    }

    private static String why(JsonMappingException e) {
        Throwable cause = e.getCause();
        if (cause instanceof NullPointerException) {
            return "something that must be there is missing";
        }
        String message = cause instanceof IllegalArgumentException ? cause.getMessage() : e.getOriginalMessage();
        String first = String.valueOf(message).split("\n", 2)[0];
        int names = first.indexOf("not one of the values accepted for Enum class: ");
        return names < 0
                ? first.replaceAll("`[a-z.]*\\.([A-Za-z$]+)`", "$1")
                : "one of " + first.substring(first.indexOf('['));
    }

    private static String at(String field, JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        if (path.isEmpty()) {
            return field;
        }
        return field + (field.endsWith("rules") || path.startsWith("[") ? path : "/" + path.substring(1));
    }

    private static <T> Read<T> bad(String field, String why) {
        return new Read<>(null, Finding.refusal("BAD_VALUE", field, "why", why));
    }
}
