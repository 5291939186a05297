package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.AccessThings;
import io.gatehouse.fleet.access.Finding;
import io.gatehouse.fleet.access.Holidays;
import io.gatehouse.fleet.access.ThingKind;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Doors, access points, schedules, profiles, areas and the other rules of a site. */
public final class AccessApi {

    private final AccessThings things;
    private final Holidays holidays;
    private final AccessGround ground;

    public AccessApi(AccessThings things, Holidays holidays, AccessGround ground) {
        this.things = things;
        this.holidays = holidays;
        this.ground = ground;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("accessFindings", this::findings)
                .viewer("listAccess", this::list)
                .viewer("accessThing", this::thing)
                .admin("putAccessThing", this::put)
                .admin("deleteAccessThing", this::delete)
                .viewer("policies", call -> ground.ask(call, site -> Answer.ok(things.policies(site))))
                .admin("putPolicies", this::putPolicies);
    }

    private Future<Answer> findings(Call call) {
        Findings words = Findings.of(call);
        return ground.ask(call, site -> {
            List<Finding> all = new ArrayList<>(things.findings(site));
            holidays.missing(site).ifPresent(all::add);
            return Answer.items(words.told(all));
        });
    }

    private Future<Answer> list(Call call) {
        ThingKind kind = kind(call);
        return ground.ask(call, site -> Answer.items(things.list(site, kind)));
    }

    private Future<Answer> thing(Call call) {
        ThingKind kind = kind(call);
        String id = call.path("thing");
        return ground.ask(
                call,
                site -> things.find(site, kind, id)
                        .<Answer>map(Answer::ok)
                        .orElseGet(() -> Answer.refused(none(site, kind, id))));
    }

    private Future<Answer> put(Call call) {
        ThingKind kind = kind(call);
        String id = call.path("thing");
        ObjectNode given = call.body() instanceof ObjectNode object ? object : null;
        if (given == null) {
            return Future.succeededFuture(Answer.refused(Problem.invalid("The body is no object.", "Send one thing.")));
        }
        given.put(kind == ThingKind.RULE_PACKS ? "type" : "id", id);
        AccessGround.Change change = AccessGround.Change.of(call, "putAccessThing", kind.wireName() + " " + id);
        return ground.ask(
                call,
                site -> ground.kept(
                        site,
                        change,
                        things.put(site, kind, given),
                        () -> Map.of("thing", things.find(site, kind, id).orElseThrow())));
    }

    private Future<Answer> delete(Call call) {
        ThingKind kind = kind(call);
        String id = call.path("thing");
        AccessGround.Change change = AccessGround.Change.of(call, "deleteAccessThing", kind.wireName() + " " + id);
        return ground.ask(
                call,
                site -> things.find(site, kind, id).isEmpty()
                        ? Answer.refused(none(site, kind, id))
                        : ground.kept(site, change, things.delete(site, kind, id), Map::of));
    }

    private Future<Answer> putPolicies(Call call) {
        JsonNode given = call.body();
        AccessGround.Change change = AccessGround.Change.of(call, "putPolicies", "policies");
        return ground.ask(
                call,
                site -> ground.kept(
                        site,
                        change,
                        things.putPolicies(site, given),
                        () -> Map.of("policies", things.policies(site))));
    }

    /** The contract has checked that there is one. */
    private static ThingKind kind(Call call) {
        return ThingKind.byWireName(call.path("kind")).orElseThrow();
    }

    private static Problem none(SiteId site, ThingKind kind, String id) {
        return Problem.notFound(
                "There is no " + id + " among the " + kind.wireName() + " of site " + site + ".",
                "GET /api/v1/sites/" + site + "/access/" + kind.wireName() + " lists them.");
    }
}
