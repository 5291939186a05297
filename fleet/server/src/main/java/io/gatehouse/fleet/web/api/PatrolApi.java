package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.access.Finding;
import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.patrol.GuardPhones;
import io.gatehouse.fleet.patrol.Patrol;
import io.gatehouse.fleet.patrol.PlanKind;
import io.gatehouse.fleet.patrol.Simulation;
import io.gatehouse.fleet.pdf.QrCode;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Bodies;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a site is patrolled: the parts of its plan, a try of a change, and guards' phones. */
public final class PatrolApi {

    private final Patrol patrol;
    private final AccessGround ground;

    public PatrolApi(Patrol patrol, AccessGround ground) {
        this.patrol = patrol;
        this.ground = ground;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("patrolPlan", this::plan)
                .viewer("patrolPart", this::part)
                .admin("putPatrolPart", this::put)
                .admin("putPatrolPlan", this::putAll)
                .admin("deletePatrolPart", this::delete)
                .operator("simulatePatrol", this::simulate)
                .operator(
                        "listGuardPhones",
                        call -> ground.ask(
                                call, site -> Answer.items(patrol.phones().list(site))))
                .operator("offerGuardPhone", this::offer)
                .operator("revokeGuardPhone", this::revoke)
                .viewer("patrolPhoto", this::photo);
    }

    private Future<Answer> plan(Call call) {
        Findings words = Findings.of(call);
        return ground.ask(call, site -> {
            Map<String, Object> body = new LinkedHashMap<>(patrol.plans().all(site));
            body.put("policyInForce", patrol.plans().policy(site));
            body.put("findings", words.told(patrol.plans().findings(site)));
            return Answer.ok(body);
        });
    }

    private Future<Answer> part(Call call) {
        PlanKind kind = kind(call);
        String id = call.path("part");
        return ground.ask(
                call,
                site -> patrol.plans()
                        .find(site, kind, id)
                        .<Answer>map(Answer::ok)
                        .orElseGet(() -> Answer.refused(none(site, kind, id))));
    }

    private Future<Answer> put(Call call) {
        PlanKind kind = kind(call);
        String id = call.path("part");
        ObjectNode given = (ObjectNode) call.body();
        AccessGround.Change change = AccessGround.Change.of(call, "putPatrolPart", kind.wireName() + " " + id);
        return ground.ask(
                call,
                site -> ground.kept(
                        site,
                        change,
                        patrol.plans().put(site, kind, id, given),
                        () -> Map.of("part", patrol.plans().find(site, kind, id).orElseThrow())));
    }

    private Future<Answer> putAll(Call call) {
        Map<PlanKind, List<ObjectNode>> parts = new EnumMap<>(PlanKind.class);
        int many = 0;
        for (PlanKind kind : PlanKind.values()) {
            List<ObjectNode> given = new ArrayList<>();
            call.body().path(kind.wireName()).forEach(part -> given.add((ObjectNode) part));
            parts.put(kind, given);
            many += given.size();
        }
        AccessGround.Change change = AccessGround.Change.of(call, "putPatrolPlan", many + " parts of the plan");
        Map<String, Integer> answer = Map.of("parts", many);
        return ground.ask(call, site -> ground.kept(site, change, patrol.plans().putAll(site, parts), () -> answer));
    }

    private Future<Answer> delete(Call call) {
        PlanKind kind = kind(call);
        String id = call.path("part");
        AccessGround.Change change = AccessGround.Change.of(call, "deletePatrolPart", kind.wireName() + " " + id);
        return ground.ask(
                call,
                site -> patrol.plans().find(site, kind, id).isEmpty()
                        ? Answer.refused(none(site, kind, id))
                        : ground.kept(site, change, patrol.plans().delete(site, kind, id), Map::of));
    }

    private Future<Answer> simulate(Call call) {
        JsonNode body = call.body();
        Findings words = Findings.of(call);
        PlanKind kind = PlanKind.byWireName(body.path("kind").asText()).orElseThrow();
        ObjectNode given = (ObjectNode) body.path("part");
        return ground.ask(call, site -> {
            Simulation.Seen seen = patrol.simulation()
                    .of(
                            site,
                            kind,
                            body.path("id").asText(),
                            given,
                            body.path("days").asInt(7));
            if (seen.findings().stream().anyMatch(Finding::refuses)) {
                return words.refused(new Outcome(false, seen.findings()));
            }
            ObjectNode answer = seen.json();
            answer.set("warnings", Bodies.treeOf(words.told(seen.findings())));
            return Answer.ok(answer);
        });
    }

    private Future<Answer> offer(Call call) {
        String officer = call.body().path("officer").asText();
        var by = call.by();
        String base =
                (call.isEncrypted() ? "https://" : "http://") + call.http().authority();
        return ground.ask(
                call,
                site -> patrol.phones()
                        .offer(site, officer, by.user())
                        .<Answer>map(offer -> {
                            // the code pairs at the site's gateways too
                            ground.compiling().of(site);
                            ground.audit()
                                    .note(by, "offerGuardPhone", "a phone of officer " + officer + " at site " + site);
                            return Answer.created(shown(offer, base));
                        })
                        .orElseGet(() -> Answer.refused(none(site, PlanKind.OFFICERS, officer))));
    }

    private static Map<String, Object> shown(GuardPhones.Offer offer, String base) {
        // behind the hash sign: what stands there is sent to no server and written into no log
        String url = base + "/guard/#" + offer.code();
        return Map.of(
                "phone",
                offer.phone(),
                "code",
                offer.code(),
                "url",
                url,
                "qr",
                QrCode.of(url).rows(),
                "endsAt",
                Bodies.time(offer.endsAt()));
    }

    private Future<Answer> revoke(Call call) {
        String id = call.path("phone");
        var by = call.by();
        return ground.ask(call, site -> {
            if (!patrol.phones().revoke(site, id)) {
                return Answer.refused(Problem.notFound(
                        "There is no phone " + id + " at site " + site + ".",
                        "GET /api/v1/sites/" + site + "/patrol-phones lists them."));
            }
            ground.compiling().of(site);
            ground.audit().note(by, "revokeGuardPhone", "phone " + id + " at site " + site);
            return Answer.done();
        });
    }

    private Future<Answer> photo(Call call) {
        String id = call.path("picture");
        return ground.ask(
                call,
                site -> patrol.phones()
                        .photo(site, id)
                        .<Answer>map(photo -> new Answer.Bytes(
                                200,
                                photo.mediaType(),
                                Buffer.buffer(photo.bytes()),
                                Map.of("Cache-Control", "private")))
                        .orElseGet(() -> Answer.refused(Problem.notFound(
                                "There is no picture " + id + " at site " + site + ".",
                                "It may still be on the phone."))));
    }

    /** The contract has checked that there is one. */
    private static PlanKind kind(Call call) {
        return PlanKind.byWireName(call.path("partKind")).orElseThrow();
    }

    private static Problem none(SiteId site, PlanKind kind, String id) {
        return Problem.notFound(
                "There is no " + id + " among the " + kind.wireName() + " of site " + site + ".",
                "GET /api/v1/sites/" + site + "/patrol lists them.");
    }
}
