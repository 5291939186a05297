package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Bodies;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.whatif.Draft;
import io.gatehouse.fleet.whatif.Replay;
import io.vertx.core.Future;

/** A change that is not made yet, replayed over the last days. */
public final class ReplayApi {

    private static final int DAYS = 7;

    private final Replay replay;
    private final AccessGround ground;

    /** @param ground with workers of its own: a replay holds one for seconds */
    public ReplayApi(Replay replay, AccessGround ground) {
        this.replay = replay;
        this.ground = ground;
    }

    public void addTo(Operations operations) {
        operations.operator("replayDraft", this::replay);
    }

    private Future<Answer> replay(Call call) {
        JsonNode given = call.body();
        Draft draft = new Draft(
                given.path("kind").asText(),
                given.hasNonNull("id") ? given.path("id").asText() : null,
                given.path("body") instanceof ObjectNode body ? body : null);
        int days = given.path("days").asInt(DAYS);
        String fault = draft.fault();
        if (fault != null) {
            return Future.succeededFuture(
                    Answer.refused(Problem.invalid(fault, "Send the change as the operation that makes it takes it.")));
        }
        Findings words = Findings.of(call);
        return ground.ask(call, site -> shown(replay.of(site, draft, days), words));
    }

    private static Answer shown(Replay.Shown shown, Findings words) {
        ObjectNode report = shown.report();
        if (report == null) {
            return words.refused(shown.outcome());
        }
        report.set("warnings", Bodies.treeOf(words.told(shown.findings())));
        return Answer.ok(report);
    }
}
