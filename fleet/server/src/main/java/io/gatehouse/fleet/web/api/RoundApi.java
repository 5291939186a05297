package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.patrol.Patrol;
import io.gatehouse.fleet.patrol.WandUploads;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.patrol.ScansTaken;
import io.gatehouse.patrol.judge.RoundOrder;
import io.gatehouse.patrol.live.PatrolOrder;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What became of rounds, and what supervisors do about them. */
public final class RoundApi {

    private final Patrol patrol;
    private final AccessGround ground;
    private final PatrolTelling telling;
    private final Surroundings surroundings;

    public RoundApi(Patrol patrol, AccessGround ground, PatrolTelling telling, Surroundings surroundings) {
        this.patrol = patrol;
        this.ground = ground;
        this.telling = telling;
        this.surroundings = surroundings;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listRounds", this::list)
                .viewer("round", this::round)
                .operator("orderRound", this::order)
                .operator("writeScan", this::scan)
                .viewer("patrolFindings", this::findings)
                .viewer(
                        "patrolVisits",
                        call -> ground.ask(
                                call, site -> Answer.items(patrol.visits().of(site))))
                .viewer(
                        "listWandUploads",
                        call -> ground.ask(
                                call, site -> Answer.items(patrol.uploads().list(site))))
                .operator("uploadWand", this::upload)
                .viewer("wandCustody", call -> ground.ask(call, site -> Answer.items(patrol.custody(site))))
                .operator("handWand", this::hand);
    }

    private Future<Answer> list(Call call) {
        return day(
                call.query("day"),
                day -> ground.ask(call, site -> Answer.items(patrol.rounds().on(site, day))));
    }

    private static Future<Answer> day(Optional<String> said, Function<Optional<LocalDate>, Future<Answer>> then) {
        try {
            return then.apply(said.map(LocalDate::parse));
        } catch (DateTimeException e) {
            return refused("There is no day '" + said.orElse("") + "'.", "Write it as 2027-01-31.");
        }
    }

    private static Future<Answer> refused(String message, String hint) {
        return Future.succeededFuture(Answer.refused(Problem.invalid(message, hint)));
    }

    private Future<Answer> round(Call call) {
        String id = call.path("round");
        return ground.ask(
                call,
                site -> patrol.rounds()
                        .find(site, id)
                        .<Answer>map(Answer::ok)
                        .orElseGet(() -> Answer.refused(none(site, id))));
    }

    private static Problem none(SiteId site, String round) {
        return Problem.notFound(
                "There is no round " + round + " at site " + site + ".",
                "GET /api/v1/sites/" + site + "/rounds lists a day's.");
    }

    private Future<Answer> order(Call call) {
        String id = call.path("round");
        JsonNode body = call.body();
        Audit.By by = call.by();
        RoundOrder order = new RoundOrder(
                RoundOrder.Kind.valueOf(body.path("kind").asText()),
                id,
                body.path("stop").asInt(0),
                by.user(),
                call.caller().rights().toString(),
                body.path("reason").asText().strip(),
                surroundings.clock().millis());
        if (order.reason().isEmpty()) {
            return refused("A reason is missing.", "Say why in 'reason'; it is kept with the round.");
        }
        return ground.ask(call, site -> {
            Optional<ObjectNode> found = patrol.rounds().find(site, id);
            if (found.isEmpty()) {
                return Answer.refused(none(site, id));
            }
            if (order.stop() > found.get().path("planned").asInt()) {
                return Answer.refused(Problem.invalid(
                        "The round has no stop " + order.stop() + ".",
                        "Take the stop's ordinal, 0 for the whole round."));
            }
            patrol.order(site, order);
            telling.tell(site, PatrolOrder.round(order), order.reason(), by.user());
            ground.audit().note(by, "orderRound", order.kind() + " round " + id + " at site " + site);
            return Answer.ok(patrol.rounds().find(site, id).orElseThrow());
        });
    }

    private Future<Answer> scan(Call call) {
        JsonNode body = call.body();
        Audit.By by = call.by();
        long now = surroundings.clock().millis();
        long at = OffsetDateTime.parse(body.path("at").asText()).toInstant().toEpochMilli();
        if (at > now) {
            return refused("The scan is in the future.", "Write in what has been.");
        }
        List<String> officers = new ArrayList<>();
        body.path("officers").forEach(one -> officers.add(one.asText()));
        String tag = body.path("tag").asText();
        CheckpointScan scan = Patrol.written(
                "written/" + surroundings.ids().next(),
                tag,
                officers,
                at,
                now,
                new CheckpointScan.Manual(by.user(), body.path("reason").asText()));
        return ground.ask(call, site -> {
            patrol.scanned(site, scan);
            telling.tell(site, ScansTaken.of(List.of(scan)), by.user());
            ground.audit().note(by, "writeScan", "a scan of " + tag + " at site " + site);
            return Answer.created(Map.of("id", scan.id()));
        });
    }

    private Future<Answer> findings(Call call) {
        return day(call.query("day"), day -> ground.ask(call, site -> Answer.items(patrol.findings(site, day))));
    }

    private Future<Answer> upload(Call call) {
        byte[] file;
        try {
            file = Base64.getDecoder().decode(call.body().path("content").asText());
        } catch (IllegalArgumentException e) {
            return refused("'content' is no Base64.", "Send the file as it is, in Base64.");
        }
        Audit.By by = call.by();
        return ground.ask(call, site -> {
            WandUploads.Read read = patrol.uploads().take(site, file, by.user());
            read.fresh().ifPresent(fresh -> telling.tell(site, fresh, by.user()));
            ObjectNode report = read.report();
            if (report.path("newScans").asInt() > 0) {
                ground.audit()
                        .note(
                                by,
                                "uploadWand",
                                "wand " + report.path("wand").asText() + " at site " + site,
                                Map.of("newScans", report.path("newScans").asText()));
            }
            return Answer.ok(report);
        });
    }

    private Future<Answer> hand(Call call) {
        String wand = call.path("wand");
        String officer = call.body().path("officer").asText();
        long now = surroundings.clock().millis();
        Audit.By by = call.by();
        return ground.ask(call, site -> {
            patrol.hand(site, wand, officer);
            PatrolOrder.Kind kind = officer.isEmpty() ? PatrolOrder.Kind.GIVE_BACK : PatrolOrder.Kind.HAND_OUT;
            telling.tell(
                    site, PatrolOrder.about(kind, wand, officer.isEmpty() ? by.user() : officer, now), null, by.user());
            ground.audit().note(by, "handWand", "wand " + wand + " at site " + site, Map.of("officer", officer));
            return Answer.items(patrol.custody(site));
        });
    }
}
