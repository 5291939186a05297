package io.gatehouse.emulator.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.emulator.fleet.FleetClient;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Tells the fleet of the site that a badge log comes from: its readers, and the people and cards of a people file. */
public final class BadgeLogEstate {

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .get();
    private static final List<String> DAYS = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

    private BadgeLogEstate() {}

    /** The body of {@code PUT /sites/{site}/estate}; a card that is not in the people file stays unknown. */
    public static ObjectNode document(BadgeLog log, Path people) throws IOException {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ArrayNode devices = document.putArray("devices");
        ArrayNode doors = document.putArray("doors");
        ArrayNode points = document.putArray("accessPoints");
        ArrayNode wanted = JsonNodeFactory.instance.arrayNode();
        for (String reader : log.volumes().keySet()) {
            devices.addObject()
                    .put("id", reader)
                    .put("kind", "READER")
                    .put("name", reader)
                    .put("heartbeatSeconds", 30);
            doors.addObject().put("id", reader + "-door").put("name", reader + " door");
            points.addObject()
                    .put("id", reader + "-point")
                    .put("door", reader + "-door")
                    .put("direction", "IN")
                    .put("reader", reader);
            wanted.add(reader + "-point");
        }
        ObjectNode weekly = document.putArray("schedules")
                .addObject()
                .put("id", "always")
                .put("name", "always")
                .putObject("weekly");
        DAYS.forEach(day -> weekly.putArray(day).add("00:00-24:00"));
        ObjectNode profile =
                document.putArray("profiles").addObject().put("id", "everyone").put("name", "everyone");
        profile.putArray("policies").addObject().put("schedule", "always").set("accessPoints", wanted);
        people(document, people);
        return document;
    }

    private static void people(ObjectNode document, Path file) throws IOException {
        ArrayNode people = document.putArray("people");
        ArrayNode credentials = document.putArray("credentials");
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser rows = FORMAT.parse(text)) {
            for (CSVRecord row : rows) {
                if (row.get("person").isEmpty()) {
                    // somebody without an id has no card either: there is nothing to know at a door
                    continue;
                }
                people.addObject()
                        .put("id", row.get("person"))
                        .put("name", row.get("first") + " " + row.get("last"))
                        .put("type", "STAFF");
                for (String card : row.get("cards").split("\\s+")) {
                    if (!card.isEmpty()) {
                        credentials
                                .addObject()
                                .put("type", "CARD")
                                .put("format", "RAW")
                                .put("number", card)
                                .put("person", row.get("person"))
                                .putArray("profiles")
                                .add("everyone");
                    }
                }
            }
        }
    }

    /** Makes the site and puts the estate; returns the secrets of devices that are new. */
    public static Map<String, String> provision(FleetClient fleet, String site, String timeZone, ObjectNode document) {
        fleet.put(
                "/sites/" + site,
                JsonNodeFactory.instance.objectNode().put("name", site).put("timeZone", timeZone));
        JsonNode result = fleet.put("/sites/" + site + "/estate", document);
        Map<String, String> secrets = new LinkedHashMap<>();
        result.path("devices")
                .forEach(device -> secrets.put(
                        device.path("id").asText(), device.path("secret").asText()));
        return secrets;
    }
}
