package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.rollout.Makers;
import io.gatehouse.fleet.rollout.Rollouts;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** Makers that sign the firmware of their own products. */
public final class MakerApi {

    private final Makers makers;
    private final Rollouts rollouts;
    private final Audit audit;
    private final Work work;

    public MakerApi(Makers makers, Rollouts rollouts, Audit audit, Work work) {
        this.makers = makers;
        this.rollouts = rollouts;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listMakers", this::list)
                .viewer("maker", this::maker)
                .admin("putMaker", this::put)
                .admin("withdrawMaker", this::withdraw);
    }

    record MakerBody(String name, List<String> products, String publicKey) {}

    private Future<Answer> list(Call call) {
        return work.call(() -> Answer.items(makers.list()));
    }

    private Future<Answer> maker(Call call) {
        String id = call.path("maker");
        return work.call(() -> Answer.found(makers.find(id), found -> found, none(id)));
    }

    private Future<Answer> put(Call call) {
        String id = call.path("maker");
        MakerBody body = call.body(MakerBody.class);
        Audit.By by = call.by();
        return work.call(() -> {
            Makers.Registered registered = makers.put(id, body.name(), body.products(), body.publicKey(), by.user());
            if (registered instanceof Makers.Registered.Kept kept) {
                audit.note(
                        by,
                        "putMaker",
                        "maker " + id,
                        Map.of("fingerprint", kept.maker().path("fingerprint").asText()));
                return Answer.ok(kept.maker());
            }
            return Answer.refused(
                    registered instanceof Makers.Registered.Taken taken
                            ? Problem.conflict(
                                    taken.product() + " is a product of " + taken.maker() + ".",
                                    "A product has one maker; take it out there first.")
                            : Problem.invalid(
                                    "The key is not taken: " + ((Makers.Registered.Wrong) registered).why() + ".",
                                    "openssl pkey -in maker.pem -pubout writes it."));
        });
    }

    private Future<Answer> withdraw(Call call) {
        String id = call.path("maker");
        Audit.By by = call.by();
        return work.call(() -> {
            if (makers.find(id).isEmpty()) {
                return Answer.refused(none(id));
            }
            if (makers.withdraw(id, by.user())) {
                audit.note(by, "withdrawMaker", "maker " + id);
                rollouts.pauseThoseOf(id, by.user());
            }
            return Answer.done();
        });
    }

    private static Problem none(String id) {
        return Problem.notFound("There is no maker " + id + ".", "GET /api/v1/makers lists them.");
    }
}
