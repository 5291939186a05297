package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.rollout.RolloutWish;
import io.gatehouse.fleet.rollout.Rollouts;
import io.gatehouse.fleet.rollout.engine.Wish;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rollouts: looked at before, made, watched, and stopped. */
public final class RolloutApi {

    private static final int PAGE = 50;
    private static final int DEVICES = 500;

    private final Rollouts rollouts;
    private final RolloutQuestions whom;
    private final Audit audit;
    private final Work work;

    public RolloutApi(Rollouts rollouts, RolloutQuestions whom, Audit audit, Work work) {
        this.rollouts = rollouts;
        this.whom = whom;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listRollouts", this::list)
                .operator("previewRollout", this::preview)
                .operator("makeRollout", this::make)
                .viewer("rollout", this::rollout)
                .viewer("rolloutDevices", this::devices)
                .operator("wishRollout", this::wish)
                .viewer("deviceRollouts", this::timeline);
    }

    record WishBody(String wish, @Nullable String reason) {}

    private Future<Answer> list(Call call) {
        int limit = call.number("limit", PAGE);
        return work.call(() -> Answer.items(rollouts.list(limit)));
    }

    private Future<Answer> preview(Call call) {
        RolloutWish wish = call.body(RolloutWish.class);
        Audit.By by = call.by();
        Questions.Asker asker = Questions.Asker.of(call);
        return work.call(() ->
                whom.answer(wish, asker, call.reach(), named -> answer(rollouts.preview(named, by.user()), 200)));
    }

    private Future<Answer> make(Call call) {
        RolloutWish wish = call.body(RolloutWish.class);
        Audit.By by = call.by();
        Questions.Asker asker = Questions.Asker.of(call);
        return work.call(() -> whom.answer(wish, asker, call.reach(), named -> made(named, by)));
    }

    private Answer made(RolloutWish wish, Audit.By by) {
        Rollouts.Outcome outcome = rollouts.make(wish, by.user());
        if (outcome instanceof Rollouts.Outcome.Done done) {
            audit.note(
                    by,
                    "makeRollout",
                    "rollout " + done.rollout().path("id").asText(),
                    Map.of(
                            "name",
                            wish.name(),
                            "target",
                            done.rollout().path("target").asText()));
        }
        return answer(outcome, 201);
    }

    private Future<Answer> rollout(Call call) {
        String id = call.path("rollout");
        return work.call(() -> Answer.found(rollouts.find(id), found -> found, none(id)));
    }

    private Future<Answer> devices(Call call) {
        String id = call.path("rollout");
        String state = call.query("state").orElse(null);
        Integer wave = call.query("wave").map(Integer::valueOf).orElse(null);
        int limit = call.number("limit", DEVICES);
        return work.call(() -> rollouts.find(id).isPresent()
                ? Answer.items(rollouts.units(id, state, wave, limit))
                : Answer.refused(none(id)));
    }

    private Future<Answer> wish(Call call) {
        String id = call.path("rollout");
        WishBody body = call.body(WishBody.class);
        Audit.By by = call.by();
        return work.call(() -> {
            Rollouts.Outcome outcome = rollouts.wish(id, Wish.valueOf(body.wish()), by.user(), body.reason());
            if (outcome instanceof Rollouts.Outcome.Done) {
                audit.note(by, "wishRollout", "rollout " + id, Map.of("wish", body.wish()));
            }
            return answer(outcome, 200);
        });
    }

    private Future<Answer> timeline(Call call) {
        String site = call.path("site");
        String device = call.path("device");
        return work.call(() -> Answer.items(rollouts.timeline(site, device, PAGE)));
    }

    private static Problem none(String id) {
        return Problem.notFound("There is no rollout " + id + ".", "GET /api/v1/rollouts lists them.");
    }

    private static Answer answer(Rollouts.Outcome outcome, int status) {
        if (outcome instanceof Rollouts.Outcome.Done done) {
            return new Answer.Json(status, done.rollout(), Map.of());
        }
        if (outcome instanceof Rollouts.Outcome.Nothing nothing) {
            return Answer.refused(Problem.notFound(
                    "There is no " + nothing.what() + ".", "GET /api/v1/artifacts and /rollouts list them."));
        }
        if (outcome instanceof Rollouts.Outcome.Wrong wrong) {
            return Answer.refused(Problem.invalid("It cannot be made: " + wrong.why() + ".", "Nothing was made."));
        }
        Rollouts.Outcome.Refused refused = (Rollouts.Outcome.Refused) outcome;
        return Answer.refused(
                refused.code().equals(Wish.SAME_PERSON)
                        ? new Problem(
                                409,
                                Wish.SAME_PERSON,
                                "Who made the rollout may not agree to it.",
                                "Another person agrees, with an account of their own.")
                        : Problem.conflict(
                                "The rollout is " + refused.phase() + ": this is not possible now.",
                                "Look at it again; somebody may have been quicker."));
    }
}
