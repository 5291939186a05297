package io.gatehouse.proof.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.emulator.fleet.FleetClient;
import io.gatehouse.proof.faults.WalkedRound.Stop;
import io.gatehouse.proof.faults.WalkedRound.Way;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** The estate and the plan of many rounds at once: each has a route, an officer, a wand and, it may be, a reader of its own. */
final class GuardedEstate {

    static final String SITE = "garden";
    static final String COAP = "cp-coap";
    static final String MQTT = "cp-mqtt";
    static final String DOWN = "cp-down";
    static final String FLAT = "cp-flat";

    private GuardedEstate() {}

    static String tag(WalkedRound round, int stop) {
        return String.format("00A1B2%04X%02X", round.number, stop);
    }

    /** As a tag that counts its readings writes itself. */
    static String counted(WalkedRound round, int stop, int count) {
        return tag(round, stop) + String.format("x%06X", count);
    }

    static String button(WalkedRound round) {
        return String.format("0FF1%04X", round.number);
    }

    static String reader(WalkedRound round) {
        return "reader-" + round.number;
    }

    static String officer(WalkedRound round) {
        return "g-" + round.number;
    }

    static String wand(WalkedRound round) {
        return "W-" + round.number;
    }

    static String card(WalkedRound round) {
        return Integer.toString(70_000 + round.number);
    }

    /** {@code schedule@2026-11-26T22:00}. */
    static String round(WalkedRound round, Instant start) {
        return "s-" + round.number + "@" + local(start);
    }

    private static String local(Instant start) {
        return LocalDateTime.ofInstant(start, ZoneOffset.UTC).toString().substring(0, 16);
    }

    static ObjectNode document(List<WalkedRound> rounds) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        List.of(COAP, MQTT, DOWN, FLAT).forEach(id -> device(document, id, "CHECKPOINT"));
        ArrayNode points = JsonNodeFactory.instance.arrayNode();
        for (WalkedRound round : rounds) {
            String person = "p-" + round.number;
            document.withArray("people")
                    .addObject()
                    .put("id", person)
                    .put("name", person)
                    .put("type", "STAFF");
            document.withArray("credentials")
                    .addObject()
                    .put("type", "CARD")
                    .put("format", "RAW")
                    .put("number", card(round))
                    .put("person", person)
                    .putArray("profiles")
                    .add("all");
            if (round.stops.stream().anyMatch(stop -> stop.way() == Way.READER || stop.way() == Way.DOOR)) {
                String reader = reader(round);
                device(document, reader, "READER");
                document.withArray("doors")
                        .addObject()
                        .put("id", reader + "-door")
                        .put("name", reader);
                document.withArray("accessPoints")
                        .addObject()
                        .put("id", reader + "-point")
                        .put("door", reader + "-door")
                        .put("direction", "IN")
                        .put("reader", reader);
                points.add(reader + "-point");
            }
        }
        ObjectNode weekly = document.withArray("schedules")
                .addObject()
                .put("id", "always")
                .put("name", "always")
                .putObject("weekly");
        List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
                .forEach(day -> weekly.putArray(day).add("00:00-24:00"));
        ObjectNode profile =
                document.withArray("profiles").addObject().put("id", "all").put("name", "all");
        profile.putArray("policies").addObject().put("schedule", "always").set("accessPoints", points);
        return document;
    }

    private static void device(ObjectNode document, String id, String kind) {
        // the test's clock leaps: nobody is silent for longer than this
        document.withArray("devices")
                .addObject()
                .put("id", id)
                .put("kind", kind)
                .put("name", id)
                .put("heartbeatSeconds", 86_400);
    }

    /** The whole plan in one request: five hundred rounds have four thousand parts. */
    static void plan(FleetClient fleet, List<WalkedRound> rounds, Instant start) {
        ObjectNode plan = JsonNodeFactory.instance.objectNode();
        for (WalkedRound round : rounds) {
            ObjectNode route = part(plan, "routes", "r-" + round.number)
                    .put("order", round.ordered ? "ORDERED" : "FREE")
                    .put("extendedMinutes", WalkedRound.EXTENDED / 60);
            for (int i = 0; i < WalkedRound.STOPS; i++) {
                String id = "c-" + round.number + "-" + i;
                checkpoint(round, i, part(plan, "checkpoints", id));
                route.withArray("stops")
                        .addObject()
                        .put("checkpoint", id)
                        .put("fromMinutes", round.from(i) / 60)
                        .put("toMinutes", round.to(i) / 60);
            }
            part(plan, "officers", officer(round))
                    .put("person", "p-" + round.number)
                    .putArray("tags")
                    .add(button(round));
            part(plan, "wands", wand(round)).put("key", "key of " + wand(round));
            part(plan, "schedules", "s-" + round.number)
                    .put("route", "r-" + round.number)
                    .put("firstStart", local(start))
                    .put("rule", "")
                    .putArray("officers")
                    .add(officer(round));
        }
        fleet.put("/sites/" + SITE + "/patrol", plan);
    }

    private static ObjectNode part(ObjectNode plan, String kind, String id) {
        return plan.withArray(kind).addObject().put("id", id).put("name", id);
    }

    private static void checkpoint(WalkedRound round, int i, ObjectNode checkpoint) {
        Stop stop = round.stops.get(i);
        String tag = tag(round, i);
        ObjectNode mark = checkpoint.putArray("marks").addObject();
        switch (stop.way()) {
            case COAP, MQTT -> mark.put("kind", "NFC").put("value", tag).put("device", device(stop));
            case READER -> mark.put("kind", "READER").put("value", reader(round) + "-point");
            case DOOR -> mark.put("kind", "DOOR").put("value", reader(round) + "-door");
            case WAND -> mark.put("kind", "RFID_BUTTON").put("value", tag);
            case PHONE -> mark.put("kind", "NFC_SIGNED").put("value", tag);
        }
    }

    /** Which of the checkpoint devices would notice somebody there. */
    static String device(Stop stop) {
        String down = stop.down();
        if (down != null) {
            return down.equals("READER_DOWN") ? DOWN : FLAT;
        }
        return stop.way() == Way.COAP ? COAP : MQTT;
    }
}
