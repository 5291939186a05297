package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.plan.PlaceKind;
import io.gatehouse.fleet.plan.PlanPlaces;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Map;

/** What stands where on the plans of floors, and how it is now. */
public final class PlaceApi {

    private final PlanPlaces places;
    private final AccessGround ground;

    public PlaceApi(PlanPlaces places, AccessGround ground) {
        this.places = places;
        this.ground = ground;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("planPlaces", this::look)
                .operator("placeOnPlan", this::place)
                .operator("takeOffPlan", this::takeOff);
    }

    record PlaceBody(double x, double y) {}

    private Future<Answer> look(Call call) {
        String plan = call.path("plan");
        return ground.ask(
                call, site -> Answer.found(places.look(site, plan), found -> found, PlanApi.none(site, plan)));
    }

    private Future<Answer> place(Call call) {
        String plan = call.path("plan");
        PlaceKind kind = kind(call);
        String thing = call.path("placed");
        PlaceBody body = call.body(PlaceBody.class);
        Audit.By by = call.by();
        PlanPlaces.Place place = new PlanPlaces.Place(kind, thing, body.x(), body.y());
        return ground.ask(call, site -> switch (places.put(site, plan, place, by.user())) {
            case DONE -> {
                note(by, "placeOnPlan", site, call, Map.of("x", rounded(body.x()), "y", rounded(body.y())));
                yield Answer.done();
            }
            case NO_PLAN -> Answer.refused(PlanApi.none(site, plan));
            case NO_THING ->
                Answer.refused(Problem.notFound(
                        "There is no " + thing + " among the " + kind.wireName() + " of site " + site + ".",
                        "GET /api/v1/sites/" + site + "/plans/" + plan + "/places lists what waits for a place."));
            case TOO_MANY ->
                Answer.refused(Problem.conflict(
                        "There are " + PlanPlaces.MOST_PLACES + " places on the plan already.",
                        "Make another plan for a part of the floor."));
        });
    }

    private static String rounded(double part) {
        return String.format(Locale.ROOT, "%.4f", part);
    }

    private Future<Answer> takeOff(Call call) {
        String plan = call.path("plan");
        PlaceKind kind = kind(call);
        String thing = call.path("placed");
        Audit.By by = call.by();
        return ground.ask(call, site -> {
            if (!places.takeOff(site, plan, kind, thing)) {
                return Answer.refused(Problem.notFound(
                        "There is no " + thing + " on the plan " + plan + " of site " + site + ".",
                        "GET /api/v1/sites/" + site + "/plans/" + plan + "/places lists what is on it."));
            }
            note(by, "takeOffPlan", site, call, Map.of());
            return Answer.done();
        });
    }

    private void note(Audit.By by, String action, SiteId site, Call call, Map<String, String> details) {
        String what = call.path("placeKind") + " " + call.path("placed");
        ground.audit().note(by, action, what + " on plan " + call.path("plan") + " at site " + site, details);
    }

    /** The contract has checked that there is one. */
    private static PlaceKind kind(Call call) {
        return PlaceKind.byWireName(call.path("placeKind")).orElseThrow();
    }
}
