package io.gatehouse.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.emulator.day.PatrolWalk;
import io.gatehouse.emulator.estate.Estate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How the demo's estate is patrolled: one route over all checkpoints, each quarter of an hour. */
final class DemoPatrol {

    private static final int EXTENDED_MINUTES = 2;

    private DemoPatrol() {}

    /** Tells the fleet; what it knows already stays as it is. */
    static void tell(FleetApi rest, Estate estate) {
        String patrol = "/sites/" + estate.site().id() + "/patrol/";
        estate.checkpoints().forEach(one -> rest.put(patrol + "checkpoints/" + one.id(), checkpoint(one)));
        estate.people().stream()
                .filter(person -> person.type().equals("GUARD"))
                .forEach(guard -> rest.put(
                        patrol + "officers/" + guard.id(),
                        object().put("name", guard.name()).put("person", guard.id())));
        rest.put(patrol + "routes/whole-estate", route(estate));
        rest.put(patrol + "schedules/each-quarter", schedule());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ObjectNode checkpoint(Estate.Checkpoint one) {
        ObjectNode checkpoint = object().put("name", one.name());
        checkpoint
                .putArray("marks")
                .addObject()
                .put("kind", "NFC")
                .put("value", one.tag())
                .put("device", one.id());
        return checkpoint;
    }

    private static ObjectNode route(Estate estate) {
        ObjectNode route = object().put("name", "全园巡查 The whole estate")
                .put("order", "FREE")
                .put("extendedMinutes", EXTENDED_MINUTES)
                .put("graceMinutes", EXTENDED_MINUTES);
        ArrayNode stops = route.putArray("stops");
        estate.checkpoints()
                .forEach(one -> stops.addObject()
                        .put("checkpoint", one.id())
                        .put("fromMinutes", 0)
                        .put("toMinutes", PatrolWalk.TAKES_MINUTES)
                        .put("required", true));
        return route;
    }

    private static ObjectNode schedule() {
        String hours = IntStream.range(0, 24).mapToObj(Integer::toString).collect(Collectors.joining(","));
        String minutes = IntStream.iterate(0, minute -> minute < 60, minute -> minute + PatrolWalk.EVERY_MINUTES)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
        return object().put("name", "每一刻钟 Each quarter of an hour")
                .put("route", "whole-estate")
                .put("firstStart", "2026-01-01T00:00")
                .put("rule", "FREQ=DAILY;BYHOUR=" + hours + ";BYMINUTE=" + minutes)
                .put("active", true);
    }
}
