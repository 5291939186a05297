package io.gatehouse.protocol.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.RefusalCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one object and remembers the first thing that is wrong with it. For one thread, one message. */
final class Fields {

    private final ObjectNode object;
    private @Nullable Refusal refusal;

    Fields(ObjectNode object) {
        this.object = object;
    }

    Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** A text of 1 to {@code maxLength} characters; "" after a refusal. */
    String text(String name, int maxLength) {
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            refuse(RefusalCode.MISSING_FIELD, "'" + name + "' is missing; give a text");
            return "";
        }
        return checkedText(name, node, maxLength);
    }

    @Nullable
    String optionalText(String name, int maxLength) {
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? null : checkedText(name, node, maxLength);
    }

    private String checkedText(String name, JsonNode node, int maxLength) {
        if (!node.isTextual()) {
            refuse(RefusalCode.BAD_TYPE, "'" + name + "' must be a text, was " + kind(node));
            return "";
        }
        String text = node.textValue();
        if (text.isEmpty() || text.length() > maxLength) {
            refuse(
                    RefusalCode.OUT_OF_RANGE,
                    "'" + name + "' must have 1 to " + maxLength + " characters, has " + text.length());
            return "";
        }
        return text;
    }

    long number(String name, long min, long max) {
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            refuse(RefusalCode.MISSING_FIELD, "'" + name + "' is missing; give a whole number");
            return min;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            refuse(RefusalCode.BAD_TYPE, "'" + name + "' must be a whole number, was " + kind(node));
            return min;
        }
        long value = node.longValue();
        if (value < min || value > max) {
            refuse(
                    RefusalCode.OUT_OF_RANGE,
                    "'" + name + "' must be between " + min + " and " + max + ", was " + value);
            return min;
        }
        return value;
    }

    boolean flag(String name) {
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            refuse(RefusalCode.BAD_TYPE, "'" + name + "' must be true or false, was " + kind(node));
            return false;
        }
        return node.booleanValue();
    }

    /** ISO 8601 with an offset, or milliseconds since 1970; any year is taken, its doubt is told elsewhere. */
    @Nullable
    Instant optionalTime(String name) {
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            return null;
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return Instant.ofEpochMilli(node.longValue());
        }
        if (node.isTextual()) {
            try {
                return OffsetDateTime.parse(node.textValue()).toInstant();
            } catch (DateTimeException e) {
                // falls through to the refusal, which says the two forms that are taken
            }
        }
        refuse(
                RefusalCode.BAD_TYPE,
                "'" + name
                        + "' must be ISO 8601 with an offset (2026-11-24T08:00:00+08:00) or milliseconds since 1970");
        return null;
    }

    @Nullable
    ObjectNode object(String name) {
        JsonNode node = object.get(name);
        if (node instanceof ObjectNode child) {
            return child;
        }
        RefusalCode code = node == null || node.isNull() ? RefusalCode.MISSING_FIELD : RefusalCode.BAD_TYPE;
        refuse(code, "'" + name + "' must be an object");
        return null;
    }

    void list(String name) {
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            refuse(RefusalCode.MISSING_FIELD, "'" + name + "' is missing; give a list");
        } else if (!node.isArray()) {
            refuse(RefusalCode.BAD_TYPE, "'" + name + "' must be a list, was " + kind(node));
        }
    }

    /** Notes what is wrong; the first refusal stays. */
    void refuse(RefusalCode code, String message) {
        if (refusal == null) {
            refusal = new Refusal(code, message);
        }
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "a text";
            case NUMBER -> node.isIntegralNumber() ? "a whole number" : "a fraction";
            case BOOLEAN -> "true or false";
            case OBJECT, POJO -> "an object";
            case ARRAY -> "a list";
            case BINARY -> "bytes";
            case NULL, MISSING -> "nothing";
        };
    }
}
