package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Problems that are computed from a gateway's last heartbeat: true also when its events are late. A gateway that is
 * silent keeps those of its storage, since they only get worse meanwhile.
 */
final class GatewayProblems {

    /** A clock that is this far off makes rights with an end begin and end at the wrong time. */
    private static final long CLOCK_OFF_MILLIS = 120_000;

    private GatewayProblems() {}

    /** @param gateway as {@link GatewayBoard} shows it */
    static List<ObjectNode> of(ObjectNode gateway) {
        List<ObjectNode> problems = new ArrayList<>();
        JsonNode storage = gateway.path("storage");
        if (storage.path("failed").asBoolean()) {
            problems.add(item("STORAGE_FAILED", "", gateway, storage.path("failedSince"), "CRITICAL"));
        }
        for (JsonNode lane : storage.path("lanes")) {
            addFilling(problems, "JOURNAL_FILLING", lane.path("lane").asText(), gateway, lane);
        }
        addFilling(problems, "DISK_FILLING", Fill.DISK, gateway, storage.path("disk"));
        if (isOnline(gateway)) {
            addClock(problems, gateway);
        }
        return problems;
    }

    private static void addFilling(
            List<ObjectNode> problems, String kind, String part, ObjectNode gateway, JsonNode fill) {
        int level = fill.path("level").asInt();
        if (level == 0) {
            return;
        }
        ObjectNode item = item(kind, part, gateway, fill.path("since"), severity(level));
        ((ObjectNode) item.path("params"))
                .put("percent", Long.toString(Math.round(fill.path("percent").asDouble())))
                .put("level", Integer.toString(level))
                .put("lane", part);
        if (kind.equals("JOURNAL_FILLING")) {
            item.put("affects", "attention.JOURNAL_FILLING.affects." + part);
        }
        if (!isOnline(gateway)) {
            item.put("stillWorks", "attention.filling.lastKnown");
        }
        problems.add(item);
    }

    private static String severity(int level) {
        return level >= 95 ? "CRITICAL" : level >= 85 ? "WARNING" : "INFO";
    }

    private static void addClock(List<ObjectNode> problems, ObjectNode gateway) {
        long offset = gateway.path("clockOffsetMillis").asLong();
        boolean untrusted = gateway.path("clock").asText().equals("UNTRUSTED");
        if (untrusted || Math.abs(offset) > CLOCK_OFF_MILLIS) {
            ObjectNode item = item("CLOCK_WRONG", "", gateway, gateway.path("clockSince"), "WARNING");
            ((ObjectNode) item.path("params")).put("minutes", Long.toString(Math.abs(offset) / 60_000));
            problems.add(item);
        }
    }

    private static boolean isOnline(ObjectNode gateway) {
        return gateway.path("presence").asText().equals(Presence.ONLINE.name());
    }

    private static ObjectNode item(String kind, String part, ObjectNode gateway, JsonNode since, String severity) {
        String id = gateway.path("id").asText();
        ObjectNode thing = Json.object()
                .put("site", gateway.path("site").asText())
                .put("name", gateway.path("name").asText())
                .put("place", "")
                .put("since", since.asText(gateway.path("lastHeard").asText()));
        return Overview.item(kind, part.isEmpty() ? id : id + "/" + part, thing)
                .put("severity", severity)
                .put("gateway", id)
                .put("action", "/gateways")
                .put("advice", "attention." + kind + ".advice");
    }
}
