package io.gatehouse.emulator.estate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** An estate as the fleet's REST takes it. */
public final class EstateJson {

    private static final int HEARTBEAT_SECONDS = 20;
    private static final int RELEASE_MILLIS = 3_000;
    private static final int OPEN_SECONDS = 20;

    private EstateJson() {}

    /** The body of {@code PUT /sites/{site}}. */
    public static ObjectNode site(Estate estate) {
        return object().put("name", estate.site().name())
                .put("timeZone", estate.site().timeZone());
    }

    /** The body of {@code PUT /sites/{site}/estate}. */
    public static ObjectNode document(Estate estate, Instant now) {
        ObjectNode document = object();
        doors(estate, document);
        schedules(estate, document);
        profiles(estate, document);
        people(estate, document, now);
        ArrayNode devices = document.putArray("devices");
        estate.devices()
                .forEach(device -> devices.addObject()
                        .put("id", device.id())
                        .put("kind", device.kind())
                        .put("name", device.name())
                        .put("place", device.place())
                        .put("heartbeatSeconds", HEARTBEAT_SECONDS));
        ArrayNode checkpoints = document.putArray("checkpoints");
        estate.checkpoints()
                .forEach(checkpoint -> checkpoints
                        .addObject()
                        .put("id", checkpoint.id())
                        .put("name", checkpoint.name())
                        .putArray("tags")
                        .add(checkpoint.tag()));
        return document;
    }

    private static void doors(Estate estate, ObjectNode document) {
        ArrayNode doors = document.putArray("doors");
        ArrayNode points = document.putArray("accessPoints");
        for (Estate.Device device : estate.devices()) {
            if (!device.isReader()) {
                continue;
            }
            boolean first = true;
            for (int i = 0; i < doors.size(); i++) {
                first &= !doors.get(i).path("id").asText().equals(device.doorId());
            }
            if (first) {
                ObjectNode door = doors.addObject()
                        .put("id", device.doorId())
                        .put("name", device.door() == null ? device.name() : device.door())
                        .put("mode", "LOCKED")
                        .put("releaseMillis", RELEASE_MILLIS)
                        .put("openSeconds", OPEN_SECONDS);
                if (device.kind().equals("TURNSTILE")) {
                    door.putObject("rules").put("kind", "TURNSTILE");
                }
            }
            points.addObject()
                    .put("id", accessPoint(device))
                    .put("door", device.doorId())
                    .put("direction", device.direction())
                    .put("reader", device.id());
        }
    }

    /** The id of the access point that a reader serves. */
    public static String accessPoint(Estate.Device reader) {
        return reader.id() + "-point";
    }

    private static void schedules(Estate estate, ObjectNode document) {
        ArrayNode schedules = document.putArray("schedules");
        for (Estate.Schedule schedule : estate.schedules()) {
            ObjectNode one = schedules.addObject().put("id", schedule.id()).put("name", schedule.name());
            ObjectNode weekly = one.putObject("weekly");
            schedule.weekly().forEach((day, spans) -> {
                ArrayNode list = weekly.putArray(day);
                spans.forEach(list::add);
            });
        }
    }

    private static void profiles(Estate estate, ObjectNode document) {
        List<String> all = estate.devices().stream()
                .filter(Estate.Device::isReader)
                .map(EstateJson::accessPoint)
                .toList();
        ArrayNode profiles = document.putArray("profiles");
        for (Estate.Profile profile : estate.profiles()) {
            ObjectNode policy = profiles.addObject()
                    .put("id", profile.id())
                    .put("name", profile.name())
                    .putArray("policies")
                    .addObject()
                    .put("schedule", profile.schedule());
            ArrayNode points = policy.putArray("accessPoints");
            List<String> wanted = profile.accessPoints().contains("*")
                    ? all
                    : profile.accessPoints().stream().map(id -> id + "-point").toList();
            wanted.forEach(points::add);
        }
    }

    private static void people(Estate estate, ObjectNode document, Instant now) {
        ArrayNode people = document.putArray("people");
        ArrayNode credentials = document.putArray("credentials");
        for (Estate.Person person : estate.people()) {
            people.addObject().put("id", person.id()).put("name", person.name()).put("type", person.type());
            for (String card : person.cards()) {
                ObjectNode credential = credentials
                        .addObject()
                        .put("type", "CARD")
                        .put("format", "RAW")
                        .put("number", card)
                        .put("person", person.id());
                String state = person.state() == null ? "ENABLED" : person.state();
                if (state.equals("EXPIRED")) {
                    credential.put("validTo", now.minus(Duration.ofDays(1)).toString());
                } else {
                    credential.put("state", state);
                }
                ArrayNode profiles = credential.putArray("profiles");
                person.profiles().forEach(profiles::add);
            }
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
