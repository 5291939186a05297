package io.gatehouse.fleet.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.rollout.engine.Unit;
import io.gatehouse.fleet.store.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a rollout would do: whom it touches, what differs there, and what it interrupts. */
final class RolloutPreview {

    /** As many lines as somebody reads; the counts are of all. */
    private static final int LINES = 200;

    private RolloutPreview() {}

    static ObjectNode of(RolloutRow row, List<Targets.Found> found, Entrances entrances, Set<String> emergencies) {
        Map<Object, Unit> units =
                row.rollout().units().stream().collect(Collectors.toMap(Unit::key, Function.identity()));
        ObjectNode json =
                Json.object().put("target", row.rollout().plan().target()).put("devices", found.size());
        json.set("plan", PlanJson.write(row.rollout().plan()));
        ArrayNode lines = json.putArray("items");
        int same = 0;
        int away = 0;
        int sole = 0;
        for (Targets.Found one : found) {
            ObjectNode differs = differs(row, one);
            boolean only = isOnlyLane(one, entrances);
            same += differs.isEmpty() ? 1 : 0;
            away += one.heard() ? 0 : 1;
            sole += only ? 1 : 0;
            if (lines.size() < LINES) {
                Unit unit = units.get(one.key());
                ObjectNode line = lines.addObject()
                        .put("site", one.key().site())
                        .put("device", one.key().device())
                        .put("name", one.name())
                        .put("wave", unit == null ? 0 : unit.wave())
                        .put("there", one.heard())
                        .put("interrupts", unit != null && !unit.entrances().isEmpty())
                        .put("onlyLane", only);
                line.set("differs", differs);
            }
        }
        json.put("same", same).put("away", away).put("onlyLanes", sole);
        emergencies.forEach(json.putArray("emergencies")::add);
        return json;
    }

    private static boolean isOnlyLane(Targets.Found one, Entrances entrances) {
        return entrances.of(one.key()).stream()
                .anyMatch(entrance -> entrances.lanes(entrance).size() == 1);
    }

    /** By field: what is and what would be. */
    private static ObjectNode differs(RolloutRow row, Targets.Found one) {
        ObjectNode differs = Json.object();
        JsonNode settings = row.settings();
        if (settings == null) {
            String target = row.rollout().plan().target();
            if (!target.equals(one.runs())) {
                put(
                        differs,
                        "firmware",
                        Json.object().textNode(one.runs() == null ? "" : one.runs()),
                        Json.object().textNode(target));
            }
            return differs;
        }
        settings.fields().forEachRemaining(field -> {
            JsonNode is = one.reported().path(field.getKey());
            if (!is.equals(field.getValue())) {
                put(differs, field.getKey(), is, field.getValue());
            }
        });
        return differs;
    }

    private static void put(ObjectNode differs, String field, JsonNode is, JsonNode would) {
        ObjectNode both = differs.putObject(field);
        if (!is.isMissingNode()) {
            both.set("is", is);
        }
        both.set("wanted", would);
    }
}
