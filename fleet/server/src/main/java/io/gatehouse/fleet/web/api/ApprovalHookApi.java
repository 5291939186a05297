package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.enrol.ApprovalHook;
import io.gatehouse.fleet.enrol.ApprovalHooks;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is asked before a device that appeared unannounced is let in: set, tried, taken away. */
final class ApprovalHookApi {

    private static final int PATIENCE_MILLIS = 5_000;
    private static final Problem NONE = Problem.notFound(
            "Nobody is asked before an approval.", "PUT /api/v1/approval-hook sets an address that is.");

    private final ApprovalHooks hooks;
    private final Objections objections;
    private final Audit audit;
    private final Work work;

    ApprovalHookApi(ApprovalHooks hooks, Objections objections, Audit audit, Work work) {
        this.hooks = hooks;
        this.objections = objections;
        this.audit = audit;
        this.work = work;
    }

    void addTo(Operations operations) {
        operations
                .admin(
                        "approvalHook",
                        call -> work.call(() -> Answer.ok(hooks.shown().orElseGet(ApprovalHookApi::nobody))))
                .admin("putApprovalHook", this::put)
                .admin("deleteApprovalHook", this::delete)
                .admin("testApprovalHook", this::test);
    }

    /** Not to have one is usual, and no error. */
    private static ObjectNode nobody() {
        return Json.object().put("enabled", false);
    }

    record Body(
            String address,
            @Nullable String secret,
            @Nullable Integer patienceMillis,
            @Nullable Boolean enabled) {}

    private Future<Answer> put(Call call) {
        Body body = call.body(Body.class);
        String secret = body.secret();
        Integer patience = body.patienceMillis();
        ApprovalHook hook = new ApprovalHook(
                body.address().strip(),
                secret == null || secret.isBlank() ? null : secret.strip(),
                Duration.ofMillis(patience == null ? PATIENCE_MILLIS : patience),
                !Boolean.FALSE.equals(body.enabled()));
        Audit.By by = call.by();
        return work.call(() -> {
            hooks.put(hook, by.user());
            audit.note(by, "putApprovalHook", "approval hook");
            return Answer.ok(hooks.shown().orElseThrow());
        });
    }

    private Future<Answer> delete(Call call) {
        Audit.By by = call.by();
        return work.call(() -> {
            if (!hooks.forget()) {
                return Answer.refused(NONE);
            }
            audit.note(by, "deleteApprovalHook", "approval hook");
            return Answer.done();
        });
    }

    /** Asks about nobody, also while it is switched off. */
    private Future<Answer> test(Call call) {
        Audit.By by = call.by();
        return work.call(hooks::open)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Answer.refused(NONE))
                        : objections
                                .ask(
                                        found.get(),
                                        Json.object().put("type", "test").put("by", by.user()))
                                .map(objection -> tested(by, objection)));
    }

    private Answer tested(Audit.By by, Optional<Objections.Objection> objection) {
        audit.note(by, "testApprovalHook", "approval hook");
        return Answer.ok(objection
                .<Map<String, Object>>map(
                        one -> Map.of("allowed", false, "veto", one.veto().name(), "reason", one.reason()))
                .orElseGet(() -> Map.of("allowed", true)));
    }
}
