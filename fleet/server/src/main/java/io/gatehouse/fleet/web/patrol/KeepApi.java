package io.gatehouse.fleet.web.patrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.patrol.Patrol;
import io.gatehouse.fleet.retention.Hold;
import io.gatehouse.fleet.retention.Holds;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.web.api.AccessGround;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;

/** How long records of rounds are kept, and what is held beyond that. */
final class KeepApi {

    private final Patrol patrol;
    private final AccessGround ground;

    KeepApi(Patrol patrol, AccessGround ground) {
        this.patrol = patrol;
        this.ground = ground;
    }

    void addTo(Operations operations) {
        operations
                .viewer(
                        "patrolRetention",
                        call -> ground.ask(
                                call, site -> Answer.ok(patrol.retention().shown(site))))
                .viewer(
                        "listPatrolHolds",
                        call -> ground.ask(
                                call,
                                site -> Answer.items(patrol.holds().list(site).stream()
                                        .map(KeepApi::json)
                                        .toList())))
                .viewer("patrolHold", this::hold)
                .operator("placePatrolHold", this::place)
                .admin("releasePatrolHold", this::release);
    }

    private static ObjectNode json(Hold hold) {
        ObjectNode json = Json.object()
                .put("id", hold.id())
                .put("from", Json.time(hold.from()))
                .put("to", Json.time(hold.to()))
                .put("reason", hold.reason())
                .put("placedBy", hold.placed().by())
                .put("placedAt", Json.time(hold.placed().at()))
                .put("inForce", hold.released() == null);
        if (hold.round() != null) {
            json.put("round", hold.round());
        }
        Hold.Released released = hold.released();
        if (released != null) {
            json.put("releasedBy", released.by())
                    .put("releasedAt", Json.time(released.at()))
                    .put("releaseReason", released.reason());
        }
        return json;
    }

    private Future<Answer> hold(Call call) {
        String id = call.path("hold");
        return ground.ask(call, site -> Answer.found(patrol.holds().find(site, id), KeepApi::json, none(site, id)));
    }

    private static Problem none(SiteId site, String id) {
        return Problem.notFound(
                "There is no hold " + id + " in force at site " + site + ".",
                "GET /api/v1/sites/" + site + "/patrol-holds lists them.");
    }

    private Future<Answer> place(Call call) {
        JsonNode body = call.body();
        Audit.By by = call.by();
        String round = body.path("round").asText();
        String reason = body.path("reason").asText().strip();
        Optional<Holds.Span> span = span(body);
        if (reason.isEmpty() || round.isEmpty() == span.isEmpty()) {
            return PatrolRecords.refused(
                    "A hold is on one round, or from one time to a later one, for a reason.",
                    "Send 'reason', and either 'round' or 'from' and 'to'.");
        }
        return ground.ask(call, site -> {
            Optional<Hold> placed = span.isEmpty()
                    ? patrol.holds().round(site, round, reason, by.user())
                    : patrol.holds().span(site, span.get(), reason, by.user());
            placed.ifPresent(hold -> ground.audit()
                    .note(
                            by,
                            "placePatrolHold",
                            "hold " + hold.id() + " at site " + site,
                            Map.of(
                                    "reason",
                                    reason,
                                    "on",
                                    round.isEmpty() ? span.get().toString() : round)));
            return placed.map(hold -> Answer.created(json(hold)))
                    .orElseGet(() -> Answer.refused(Problem.conflict(
                            "Nothing of it is kept.",
                            "It has not begun yet, or its records were deleted already; see patrol-retention.")));
        });
    }

    /** The contract has checked the times' form. */
    private static Optional<Holds.Span> span(JsonNode body) {
        if (!body.hasNonNull("from") || !body.hasNonNull("to")) {
            return Optional.empty();
        }
        long from = millis(body, "from");
        long to = millis(body, "to");
        return to >= from ? Optional.of(new Holds.Span(from, to)) : Optional.empty();
    }

    private static long millis(JsonNode body, String field) {
        return OffsetDateTime.parse(body.path(field).asText()).toInstant().toEpochMilli();
    }

    private Future<Answer> release(Call call) {
        String id = call.path("hold");
        String reason = call.body().path("reason").asText().strip();
        Audit.By by = call.by();
        if (reason.isEmpty()) {
            return PatrolRecords.refused("A reason is missing.", "Say in 'reason' why it is not needed any more.");
        }
        return ground.ask(call, site -> {
            if (!patrol.holds().release(site, id, reason, by.user())) {
                return Answer.refused(none(site, id));
            }
            ground.audit().note(by, "releasePatrolHold", "hold " + id + " at site " + site, Map.of("reason", reason));
            return Answer.ok(json(patrol.holds().find(site, id).orElseThrow()));
        });
    }
}
