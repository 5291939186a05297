package io.gatehouse.fleet.web.patrol;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.patrol.Patrol;
import io.gatehouse.fleet.patrol.Signatures;
import io.gatehouse.fleet.web.api.AccessGround;
import io.gatehouse.fleet.web.api.PatrolTelling;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Role;
import io.gatehouse.patrol.judge.RoundOrder;
import io.gatehouse.patrol.live.PatrolOrder;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** Who made a round signs it, and so does a supervisor who is somebody else: each over what they saw. */
final class SignatureApi {

    private static final Set<Role> SUPERVISORS = Set.of(Role.OPERATOR, Role.ADMIN);

    private final Patrol patrol;
    private final AccessGround ground;
    private final PatrolTelling telling;
    private final Clock clock;

    SignatureApi(Patrol patrol, AccessGround ground, PatrolTelling telling, Clock clock) {
        this.patrol = patrol;
        this.ground = ground;
        this.telling = telling;
        this.clock = clock;
    }

    void addTo(Operations operations) {
        operations.viewer("roundSignatures", this::list).operator("signRound", this::sign);
    }

    private Future<Answer> list(Call call) {
        String round = call.path("round");
        return ground.ask(call, site -> Answer.items(patrol.signatures().list(site, round)));
    }

    private Future<Answer> sign(Call call) {
        String round = call.path("round");
        JsonNode body = call.body();
        Audit.By by = call.by();
        RoundOrder.Kind kind = RoundOrder.Kind.valueOf(body.path("kind").asText());
        boolean supervisor = call.caller().rights().of(SUPERVISORS).covers(call.path("site"));
        if (kind == RoundOrder.Kind.COUNTERSIGN && !supervisor) {
            return Future.succeededFuture(
                    Answer.refused(Problem.roleTooLow(call.caller().rights(), SUPERVISORS)));
        }
        RoundOrder order =
                new RoundOrder(kind, round, 0, by.user(), call.caller().rights().toString(), "", clock.millis());
        return ground.ask(call, site -> {
            Signatures.Signed signed =
                    patrol.signatures().sign(site, order, body.path("hash").asText());
            if (signed == Signatures.Signed.DONE) {
                patrol.order(site, order);
                telling.tell(site, PatrolOrder.round(order), null, by.user());
                ground.audit()
                        .note(
                                by,
                                "signRound",
                                kind + " round " + round + " at site " + site,
                                Map.of("hash", body.path("hash").asText()));
            }
            return answer(signed, site, round);
        });
    }

    private Answer answer(Signatures.Signed signed, SiteId site, String round) {
        return switch (signed) {
            case DONE, ALREADY ->
                patrol.rounds()
                        .find(site, round)
                        .<Answer>map(Answer::ok)
                        .orElseGet(() -> Answer.refused(ReportApi.none(site, round)));
            case NO_ROUND -> Answer.refused(ReportApi.none(site, round));
            case NOT_OVER ->
                Answer.refused(Problem.conflict("The round is not over yet.", "Sign when its last window has ended."));
            case CHANGED ->
                Answer.refused(Problem.conflict(
                        "The round has changed since you looked at it.", "Look again, and sign what is there now."));
            case SAME_PERSON ->
                Answer.refused(Problem.conflict(
                        "The other signature under this round is yours.",
                        "Two people sign: have somebody else do it."));
        };
    }
}
