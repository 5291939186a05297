package io.gatehouse.fleet.web.patrol;

import io.gatehouse.fleet.patrol.Patrol;
import io.gatehouse.fleet.web.api.AccessGround;
import io.gatehouse.fleet.web.api.PatrolTelling;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.launch.Surroundings;
import io.vertx.core.Future;

/** This room, wired. */
public final class PatrolRecords {

    private PatrolRecords() {}

    public static void addTo(
            Operations operations,
            Patrol patrol,
            AccessGround ground,
            PatrolTelling telling,
            Surroundings surroundings) {
        new ReportApi(patrol, ground, surroundings.clock()).addTo(operations);
        new SignatureApi(patrol, ground, telling, surroundings.clock()).addTo(operations);
        new KeepApi(patrol, ground).addTo(operations);
        new SubscriptionApi(patrol, ground).addTo(operations);
    }

    static Future<Answer> refused(String message, String hint) {
        return Future.succeededFuture(Answer.refused(Problem.invalid(message, hint)));
    }
}
