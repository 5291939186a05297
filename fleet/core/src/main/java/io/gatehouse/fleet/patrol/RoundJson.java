package io.gatehouse.fleet.patrol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.patrol.PlannedStop;
import io.gatehouse.patrol.Round;
import io.gatehouse.patrol.judge.RoundState;
import io.gatehouse.patrol.judge.RoundVerdict;
import io.gatehouse.patrol.judge.StopVerdict;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.Officer;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolSchedule;
import io.gatehouse.protocol.patrol.Route;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Rounds as REST and the live stream show them. What is sealed is not shown before its time. */
final class RoundJson {

    private final PatrolSite on;
    private final long now;
    private final Map<String, String> checkpoints;
    private final Map<String, String> officers;
    private final Map<String, String> routes;
    private final Map<String, String> schedules;
    /** Checkpoint and item, with a slash between, to the item's name. */
    private final Map<String, String> items;

    RoundJson(PatrolSite on, long now) {
        this.on = on;
        this.now = now;
        this.checkpoints = on.plan().checkpoints().stream()
                .collect(Collectors.toMap(PatrolCheckpoint::id, PatrolCheckpoint::name));
        this.officers = on.plan().officers().stream().collect(Collectors.toMap(Officer::id, Officer::name));
        this.routes = on.plan().routes().stream().collect(Collectors.toMap(Route::id, Route::name));
        this.schedules =
                on.plan().schedules().stream().collect(Collectors.toMap(PatrolSchedule::id, PatrolSchedule::name));
        this.items = on.plan().checkpoints().stream()
                .flatMap(checkpoint -> checkpoint.checklist().stream()
                        .map(item -> Map.entry(checkpoint.id() + "/" + item.id(), item.name())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one));
    }

    ObjectNode of(RoundVerdict verdict) {
        Round round = verdict.round();
        boolean open = !round.sealed() || now >= round.startAt() || verdict.state() == RoundState.CANCELLED;
        ObjectNode json = Json.object()
                .put("site", on.site().value())
                .put("id", round.id())
                .put("schedule", round.schedule())
                .put("scheduleName", named(schedules, round.schedule()))
                .put("route", round.route())
                .put("routeName", named(routes, round.route()))
                .put("order", round.order().name())
                .put("plannedAt", Json.time(round.plannedAt()))
                // when it ends would tell when it begins
                .put("endAt", Json.time(open ? round.endAt() : round.endAt() - round.startAt() + round.plannedAt()))
                .put("state", (open ? verdict.state() : RoundState.SCHEDULED).name())
                .put("made", verdict.made())
                .put("missing", verdict.missing())
                .put("onTime", verdict.onTime())
                .put("planned", round.stops().size())
                .put("settled", verdict.settled())
                .put("staffing", round.staffing())
                .put("sealed", !open)
                .put("commitment", round.commitment());
        people(json.putArray("officers"), round.officers());
        if (open) {
            json.put("startAt", Json.time(round.startAt()));
        }
        ArrayNode stops = json.putArray("stops");
        for (int i = 0; open && i < verdict.stops().size(); i++) {
            stops.add(stop(round.stops().get(i), verdict.stops().get(i)));
        }
        return json;
    }

    private ObjectNode stop(PlannedStop planned, StopVerdict stop) {
        ObjectNode json = Json.object()
                .put("ordinal", stop.ordinal())
                .put("checkpoint", stop.checkpoint())
                .put("name", named(checkpoints, stop.checkpoint()))
                .put("earlyFrom", Json.time(planned.earlyFrom()))
                .put("onTimeFrom", Json.time(planned.onTimeFrom()))
                .put("onTimeTo", Json.time(planned.onTimeTo()))
                .put("lateTo", Json.time(planned.lateTo()))
                .put("required", planned.required())
                .put("hidden", planned.way().hidden())
                .put("status", stop.status().name())
                .put("lateMillis", stop.lateMillis())
                .put("provisional", stop.provisional())
                .put("confidence", stop.confidence().percent());
        stop.flags().forEach(flag -> json.withArray("flags").add(flag.name()));
        stop.confidence().reasons().forEach(reason -> json.withArray("doubts").add(reason.name()));
        people(json.putArray("officers"), stop.officers());
        whatWasFound(stop, json);
        return json;
    }

    private void whatWasFound(StopVerdict stop, ObjectNode json) {
        Long at = stop.at();
        Long told = stop.receivedAt();
        if (at != null) {
            json.put("at", Json.time(at));
        }
        if (told != null) {
            json.put("receivedAt", Json.time(told));
        }
        if (stop.scan() != null) {
            json.put("scan", stop.scan());
        }
        if (stop.cause() != null) {
            json.put("cause", stop.cause().name());
        }
        StopVerdict.Excuse excuse = stop.excuse();
        if (excuse != null) {
            json.putObject("excuse")
                    .put("by", excuse.by())
                    .put("role", excuse.role())
                    .put("reason", excuse.reason())
                    .put("at", Json.time(excuse.at()));
        }
        if (!stop.defects().isEmpty()) {
            json.set("defects", WireFormat.JSON.mapper().valueToTree(stop.defects()));
            json.path("defects")
                    .forEach(defect -> ((ObjectNode) defect)
                            .put(
                                    "name",
                                    item(stop.checkpoint(), defect.path("item").asText())));
        }
    }

    private void people(ArrayNode into, List<String> ids) {
        ids.forEach(id -> into.addObject().put("id", id).put("name", named(officers, id)));
    }

    /** The name of an item of a checkpoint's checklist. */
    String item(String checkpoint, String id) {
        String name = items.getOrDefault(checkpoint + "/" + id, "");
        return name.isBlank() ? id : name;
    }

    String checkpoint(String id) {
        return named(checkpoints, id);
    }

    String officer(String id) {
        return named(officers, id);
    }

    String route(String id) {
        return named(routes, id);
    }

    private static String named(Map<String, String> names, String id) {
        String name = names.getOrDefault(id, "");
        return name.isBlank() ? id : name;
    }
}
