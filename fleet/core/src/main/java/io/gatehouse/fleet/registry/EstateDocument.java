package io.gatehouse.fleet.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.access.ThingKind;
import io.gatehouse.fleet.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a site consists of, as {@code PUT /sites/{site}/estate} brings it; every list may be missing.
 *
 * @param access doors, access points, schedules, profiles, areas and the other rules by the names of their lists
 */
public record EstateDocument(
        Map<String, List<JsonNode>> access,
        List<JsonNode> people,
        List<JsonNode> credentials,
        List<Device> devices,
        List<Checkpoint> checkpoints,
        @Nullable JsonNode policies) {

    /** Reads one; its form was checked against the contract. */
    public static EstateDocument read(JsonNode document) {
        Map<String, List<JsonNode>> access = new LinkedHashMap<>();
        for (ThingKind kind : ThingKind.values()) {
            access.put(kind.wireName(), list(document, kind.wireName()));
        }
        return new EstateDocument(
                access,
                list(document, "people"),
                list(document, "credentials"),
                list(document, "devices").stream()
                        .map(one -> Json.read(one.toString(), Device.class))
                        .toList(),
                list(document, "checkpoints").stream()
                        .map(one -> Json.read(one.toString(), Checkpoint.class))
                        .toList(),
                document.has("policies") ? document.path("policies") : null);
    }

    private static List<JsonNode> list(JsonNode document, String name) {
        List<JsonNode> list = new ArrayList<>();
        document.path(name).forEach(list::add);
        return list;
    }

    /** A device and its place. */
    public record Device(
            String id,
            String kind,
            String name,
            @Nullable String place,
            @Nullable String secret,
            @Nullable Integer heartbeatSeconds) {}

    /** A place on a round. */
    public record Checkpoint(
            String id, String name, @Nullable List<String> tags) {}
}
