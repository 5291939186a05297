package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.whatif.Question;
import io.gatehouse.fleet.whatif.WhatIf;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Map;

/** What would be at a door: asked, never done. */
public final class WhatIfApi {

    private final WhatIf whatIf;
    private final AccessGround ground;
    private final Clock clock;

    public WhatIfApi(WhatIf whatIf, AccessGround ground, Clock clock) {
        this.whatIf = whatIf;
        this.ground = ground;
        this.clock = clock;
    }

    public void addTo(Operations operations) {
        operations.viewer("whatIf", this::ask);
    }

    private Future<Answer> ask(Call call) {
        Question question = new Question(
                new SiteId(call.path("site")),
                call.query("person").orElse(null),
                call.query("credential").orElse(null),
                call.query("accessPoint").orElse(""),
                call.time("at").orElseGet(clock::instant),
                assumed(call));
        if (question.person() == null && question.credential() == null) {
            return Future.succeededFuture(
                    Answer.refused(Problem.invalid("Nobody is asked about.", "Name a 'person' or a 'credential'.")));
        }
        return ground.ask(call, site -> told(site, whatIf.ask(question)));
    }

    private static Question.Assumed assumed(Call call) {
        return new Question.Assumed(
                call.query("threatLevel").orElse(null),
                yes(call, "lockdown"),
                yes(call, "firstPerson"),
                yes(call, "pin"),
                yes(call, "approved"),
                call.query("where").orElse(null));
    }

    private static boolean yes(Call call, String name) {
        return call.query(name).map(Boolean::parseBoolean).orElse(false);
    }

    private static Answer told(SiteId site, WhatIf.Told told) {
        if (told instanceof WhatIf.Told.Answers answers) {
            answers.items().forEach(DecisionWords::into);
            return Answer.ok(Map.of("items", answers.items(), "assumed", answers.assumptions()));
        }
        WhatIf.Told.Nothing nothing = (WhatIf.Told.Nothing) told;
        return Answer.refused(Problem.notFound(
                "There is no " + nothing.what() + " " + nothing.id() + " at site " + site + ".",
                "GET /api/v1/sites/" + site + "/people and .../access/accessPoints list what there is."));
    }
}
