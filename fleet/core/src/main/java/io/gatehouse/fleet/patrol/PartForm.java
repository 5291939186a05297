package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.PatrolPolicy;

/** A part of a plan as people write it: what they leave out is as usual. */
final class PartForm {

    private PartForm() {}

    /**
     * The whole part.
     *
     * @throws IllegalArgumentException with what cannot be read, and where
     */
    static ObjectNode whole(PlanKind kind, String id, ObjectNode given) {
        ObjectNode whole = usual(kind);
        whole.setAll(given);
        if (kind != PlanKind.POLICY) {
            whole.put("id", id);
        }
        if (kind == PlanKind.CHECKPOINTS) {
            fill(whole.path("checklist"), "{\"kind\":\"CHECK\",\"required\":true,\"photo\":false}");
            fill(whole.path("marks"), "{\"kind\":\"NFC\",\"value\":\"\"}");
        } else if (kind == PlanKind.ROUTES) {
            fill(
                    whole.path("stops"),
                    "{\"required\":true,\"hidden\":false,\"dwellMinSeconds\":0,\"dwellMaxSeconds\":0,\"travelSeconds\":0}");
        }
        return read(kind, whole);
    }

    private static ObjectNode read(PlanKind kind, ObjectNode whole) {
        try {
            return WireFormat.JSON.mapper().valueToTree(WireFormat.JSON.mapper().treeToValue(whole, kind.type()));
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String said = cause instanceof JsonProcessingException json
                    ? json.getOriginalMessage()
                    : String.valueOf(cause.getMessage());
            throw new IllegalArgumentException(said.lines().findFirst().orElse("it cannot be read"), e);
        }
    }

    private static void fill(JsonNode list, String usual) {
        if (list instanceof ArrayNode all) {
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i) instanceof ObjectNode one) {
                    ObjectNode filled = (ObjectNode) Json.read(usual);
                    all.set(i, filled.setAll(one));
                }
            }
        }
    }

    private static ObjectNode usual(PlanKind kind) {
        String text = switch (kind) {
            case CHECKPOINTS ->
                "{\"name\":\"\",\"marks\":[],\"checklist\":[],\"near\":[],\"cameras\":[],\"active\":true}";
            case ROUTES ->
                "{\"name\":\"\",\"order\":\"ORDERED\",\"stops\":[],\"staffing\":1,\"extendedMinutes\":5,\"graceMinutes\":10}";
            case SCHEDULES ->
                "{\"name\":\"\",\"route\":\"\",\"firstStart\":\"\",\"rule\":\"\",\"onlyOn\":[],\"notOn\":[],\"shuffle\":false,"
                        + "\"jitterMinutes\":0,\"officers\":[],\"active\":true}";
            case GAP_RULES ->
                "{\"name\":\"\",\"checkpoints\":[],\"maxMinutes\":0,\"hours\":{},\"closingMinutes\":0,\"source\":\"\"}";
            case OFFICERS -> "{\"name\":\"\",\"tags\":[]}";
            case WANDS -> "{\"name\":\"\",\"key\":\"\",\"controlTag\":\"\"}";
            case POLICY -> Json.write(PatrolPolicy.DEFAULT);
        };
        return (ObjectNode) Json.read(text);
    }
}
