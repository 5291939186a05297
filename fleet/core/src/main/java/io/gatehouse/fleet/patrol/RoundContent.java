package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Hashes;
import io.gatehouse.fleet.store.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is signed of a round: plan, stops, scans, pictures and what was decided, with ids in place of names, so that a
 * person can be erased and the signature holds. Signatures themselves, and the state that they make, are no part of it.
 *
 * @param text JSON with the fields in order and nothing between them
 * @param hash SHA-256 of the text in UTF-8, in hexadecimal digits
 */
record RoundContent(String text, String hash) {

    private static final ObjectMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private static final List<String> WHOLE = List.of(
            "site",
            "id",
            "schedule",
            "route",
            "order",
            "plannedAt",
            "startAt",
            "endAt",
            "planned",
            "made",
            "missing",
            "onTime",
            "staffing",
            "commitment",
            "officers",
            "stops",
            "scans",
            "orders");

    private static final Set<String> SIGNATURES = Set.of("SIGN", "COUNTERSIGN");

    /** @param pictures name to SHA-256 of those of the scans' pictures that are there */
    static RoundContent of(ObjectNode round, Map<String, String> pictures) {
        ObjectNode content = round.deepCopy();
        content.retain(WHOLE);
        plain(content);
        ArrayNode orders = Json.array();
        content.path("orders").forEach(order -> {
            if (!SIGNATURES.contains(order.path("kind").asText())) {
                orders.add(order);
            }
        });
        content.set("orders", orders);
        ObjectNode hashes = content.putObject("pictures");
        pictures.forEach(hashes::put);
        try {
            String text = CANONICAL.writeValueAsString(CANONICAL.treeToValue(content, Object.class));
            return new RoundContent(text, Hashes.sha256(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read can be written", e);
        }
    }

    /** Ids in place of names, all the way down. */
    private static void plain(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("name");
            if (object.path("officers") instanceof ArrayNode officers) {
                ArrayNode ids = Json.array();
                officers.forEach(one -> ids.add(one.path("id").asText()));
                object.set("officers", ids);
            }
        }
        node.forEach(RoundContent::plain);
    }
}
