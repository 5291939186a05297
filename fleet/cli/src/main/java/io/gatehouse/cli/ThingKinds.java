package io.gatehouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The kinds of which a site's access consists, as a shell writes them, and what is worth seeing in a list of them. */
final class ThingKinds implements ITypeConverter<String>, Iterable<String> {

    private static final List<String> KINDS = List.of(
            "areas",
            "access-points",
            "authentications",
            "denials",
            "doors",
            "interlocks",
            "permits",
            "profiles",
            "rule-packs",
            "schedules",
            "special-days",
            "visits");

    @Override
    public Iterator<String> iterator() {
        return KINDS.iterator();
    }

    /** The name on the wire. */
    @Override
    public String convert(String typed) {
        if (!KINDS.contains(typed)) {
            throw new TypeConversionException("'" + typed + "' is none of " + String.join(", ", KINDS));
        }
        StringBuilder wire = new StringBuilder();
        for (String word : typed.split("-", -1)) {
            wire.append(
                    wire.isEmpty()
                            ? word
                            : word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1));
        }
        return wire.toString();
    }

    static String path(String site, String kind) {
        return "/sites/" + FleetClient.part(site) + "/access/" + kind;
    }

    static String path(String site, String kind, String id) {
        return path(site, kind) + "/" + FleetClient.part(id);
    }

    /** What it is called by: the rules of a type of people by the type. */
    static String id(JsonNode thing) {
        return thing.path(thing.has("id") ? "id" : "type").asText();
    }

    static void put(ObjectNode into, String field, @Nullable String value) {
        if (value != null) {
            into.put(field, value);
        }
    }

    /** Its fields besides the names, short. */
    static String about(JsonNode thing) {
        return thing.properties().stream()
                .filter(field -> !List.of("id", "type", "name").contains(field.getKey()))
                .filter(field -> !field.getValue().isNull()
                        && !(field.getValue().isContainerNode()
                                && field.getValue().isEmpty()))
                .map(field -> field.getKey() + "="
                        + (field.getValue().isValueNode() ? field.getValue().asText() : field.getValue()))
                .collect(Collectors.joining(" "));
    }
}
