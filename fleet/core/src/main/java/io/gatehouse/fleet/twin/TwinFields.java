package io.gatehouse.fleet.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.util.Map;
import java.util.TreeSet;

/** A twin's fields side by side. */
final class TwinFields {

    private TwinFields() {}

    static void write(ArrayNode fields, TwinRow row, Desired from, Map<String, JsonNode> defaults) {
        TreeSet<String> names = new TreeSet<>(defaults.keySet());
        row.desired().fieldNames().forEachRemaining(names::add);
        row.reported().settings().fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            ObjectNode field = fields.addObject().put("name", name);
            JsonNode wanted = row.desired().get(name);
            JsonNode told = row.reported().settings().get(name);
            if (wanted != null) {
                LayerKey.Scope scope = from.from().get(name);
                field.put("from", scope == null ? LayerKey.Scope.DEVICE.name() : scope.name());
                field.set("desired", wanted);
                time(field, "desiredSince", row.desiredAges().path(name).asLong());
            } else if (defaults.containsKey(name)) {
                field.put("from", "DEFAULT").set("default", defaults.get(name));
            }
            if (told != null) {
                field.set("reported", told);
                time(field, "reportedSince", row.reported().ages().path(name).asLong());
            }
            field.put("differs", wanted != null && !wanted.equals(told));
        }
    }

    private static void time(ObjectNode field, String name, long at) {
        if (at > 0) {
            field.put(name, Json.time(at));
        }
    }
}
