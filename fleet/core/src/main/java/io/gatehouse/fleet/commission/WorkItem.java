package io.gatehouse.fleet.commission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.profile.Profiles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of a technician's list, as REST shows it. Pure. */
final class WorkItem {

    private static final List<String> WHERE = List.of("place", "building", "floor", "door");

    private WorkItem() {}

    /**
     * Of a position that is not in service.
     *
     * @param device how its device is now, or nothing when there is none
     * @param takenOut which box left it last, or nothing
     */
    static ObjectNode ofPosition(
            ObjectNode position, @Nullable JsonNode device, @Nullable ObjectNode takenOut, Profiles profiles) {
        boolean empty = position.path("service").asText().equals(Service.PLANNED.name());
        boolean failed = position.at("/checks/failed").asInt() > 0;
        WorkList.Kind kind =
                empty ? WorkList.Kind.NEEDS_BOX : failed ? WorkList.Kind.FAILED_CHECKS : WorkList.Kind.TO_COMMISSION;
        ObjectNode item = of(kind, position, position.path("kind").asText());
        item.put(
                "action",
                "/commission/" + position.path("site").asText() + "/"
                        + position.path("id").asText());
        item.set("checks", position.path("checks").deepCopy());
        copy(position.path("box"), "putIn", item, "since");
        if (empty) {
            missing(item, takenOut);
        } else {
            item.put("swapped", position.path("round").asInt() > 1);
            heard(item, device);
            checks(item, position, failed, profiles);
        }
        return item;
    }

    private static void missing(ObjectNode item, @Nullable ObjectNode takenOut) {
        ObjectNode block = block(item, takenOut == null ? "NO_BOX" : "BOX_TAKEN_OUT");
        if (takenOut != null) {
            block.setAll(takenOut);
            copy(takenOut, "at", item, "since");
        }
    }

    private static void heard(ObjectNode item, @Nullable JsonNode device) {
        String presence =
                device == null ? "NEVER_SEEN" : device.path("presence").asText();
        if (!presence.equals("ONLINE")) {
            ObjectNode block = block(item, presence.equals("NEVER_SEEN") ? "NEVER_HEARD" : reason(device, "NOT_HEARD"));
            copy(device, "since", block, "since");
        }
    }

    private static String reason(@Nullable JsonNode device, String otherwise) {
        return device == null ? otherwise : device.path("reason").asText(otherwise);
    }

    /** What has failed comes before what is only missing. */
    private static void checks(ObjectNode item, ObjectNode position, boolean failed, Profiles profiles) {
        if (failed) {
            block(item, "CHECKS_FAILED")
                    .put("count", position.at("/checks/failed").asInt());
        }
        JsonNode missing = position.at("/checks/missing");
        if (!missing.isEmpty()) {
            ObjectNode block = block(item, "CHECKS_MISSING").put("count", missing.size());
            profiles.find(position.path("profile").asText())
                    .ifPresent(profile -> missing.forEach(key -> profile.check(key.asText())
                            .ifPresent(check -> block.withArray("checks")
                                    .addObject()
                                    .put("key", check.key())
                                    .put("zh", check.name().zh())
                                    .put("en", check.name().en()))));
        } else if (!failed) {
            block(item, "NOT_SIGNED");
        }
    }

    /** Whether it is in service and somebody has to look after it. */
    static boolean isMissed(JsonNode device) {
        String presence = device.path("presence").asText();
        return device.path("service").asText().equals(Service.IN_SERVICE.name())
                && (presence.equals("OFFLINE") || presence.equals("UNSTABLE"));
    }

    /** Of a device in service that is not heard. */
    static ObjectNode ofDevice(JsonNode device) {
        ObjectNode item = of(WorkList.Kind.OFFLINE, device, device.path("kind").asText());
        copy(device, "since", item, "since");
        item.put(
                "action",
                "/devices/" + device.path("site").asText() + "/"
                        + device.path("id").asText());
        copy(device, "since", block(item, reason(device, "SILENT")), "since");
        return item;
    }

    static ObjectNode of(WorkList.Kind kind, JsonNode thing, String deviceKind) {
        ObjectNode item = Json.object()
                .put("kind", kind.name())
                .put("site", thing.path("site").asText())
                .put("device", thing.path("id").asText())
                .put("name", thing.path("name").asText())
                .put("deviceKind", deviceKind);
        WHERE.forEach(part -> copy(thing, part, item, part));
        item.putArray("blocks");
        return item;
    }

    static ObjectNode block(ObjectNode item, String code) {
        return item.withArray("blocks").addObject().put("code", code);
    }

    private static void copy(@Nullable JsonNode from, String field, ObjectNode to, String name) {
        if (from != null && from.hasNonNull(field)) {
            to.set(name, from.get(field));
        }
    }

    static String keyOf(JsonNode thing) {
        return thing.path("site").asText() + "/" + thing.path("id").asText();
    }
}
