package io.gatehouse.fleet.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a device is to run with, out of its layers. Pure.
 *
 * @param settings only what somebody has set: what nobody has set is left to the device
 * @param from which layer each of them comes from
 */
public record Desired(ObjectNode settings, Map<String, LayerKey.Scope> from) {

    /** @param layers from the general to the particular */
    static Desired of(List<Layer> layers) {
        ObjectNode settings = Json.object();
        Map<String, LayerKey.Scope> from = new LinkedHashMap<>();
        for (Layer layer : layers) {
            layer.settings().fields().forEachRemaining(field -> {
                settings.set(field.getKey(), field.getValue());
                from.put(field.getKey(), layer.key().scope());
            });
        }
        return new Desired(settings, from);
    }

    /** The times of the fields: of those that stayed as they were the old ones, of the others now. */
    static ObjectNode ages(JsonNode was, JsonNode is, JsonNode wasAges, long now) {
        ObjectNode ages = Json.object();
        is.fields().forEachRemaining(field -> {
            boolean same = field.getValue().equals(was.get(field.getKey())) && wasAges.has(field.getKey());
            ages.put(field.getKey(), same ? wasAges.get(field.getKey()).asLong() : now);
        });
        return ages;
    }

    /** Whether everything that is wanted is told. */
    static boolean holds(JsonNode desired, JsonNode reported) {
        boolean[] holds = {true};
        desired.fields().forEachRemaining(field -> holds[0] &= field.getValue().equals(reported.get(field.getKey())));
        return holds[0];
    }
}
