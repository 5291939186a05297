package io.gatehouse.fleet.courier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.enrol.ApprovalHook;
import io.gatehouse.fleet.enrol.Quarantine;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.web.api.Objections;
import io.gatehouse.launch.Surroundings;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks by webhook. Silence is no consent: only a clear yes in time lets anybody in. Event loop; never blocks it.
 */
final class PostedObjections implements Objections {

    private static final int FORBIDDEN = 403;
    private static final int LONGEST = 300;

    private final Post post;
    private final Surroundings surroundings;
    private final MeterRegistry registry;

    PostedObjections(Post post, Surroundings surroundings, MeterRegistry registry) {
        this.post = post;
        this.surroundings = surroundings;
        this.registry = registry;
    }

    @Override
    public Future<Optional<Objection>> ask(ApprovalHook hook, ObjectNode question) {
        String id = "approval-" + surroundings.ids().next();
        String secret = hook.secret();
        String body = Json.object()
                .put("id", id)
                .put("at", Json.time(surroundings.clock().instant()))
                .setAll(question)
                .toString();
        Hook signed = Hook.signed(
                id, body, secret == null ? "" : secret, surroundings.clock().instant());
        return post.to(hook.address(), signed, hook.patience())
                .map(reply -> reply.fold(
                        refused -> unanswered(refused.why()), answered -> judge(answered.status(), answered.body())))
                .recover(failure -> Future.succeededFuture(unanswered(said(failure, hook))))
                .onSuccess(this::count);
    }

    private static Optional<Objection> unanswered(String why) {
        return Optional.of(new Objection(Quarantine.Veto.UNANSWERED, shortened(why)));
    }

    /** What counts as an answer: 2xx with nothing or with a clear "allow", or 403. */
    static Optional<Objection> judge(int status, String body) {
        JsonNode said = read(body);
        boolean well = status >= 200 && status < 300;
        JsonNode allow = well && said != null ? said.path("allow") : MissingNode.getInstance();
        if ((well && body.isBlank()) || (allow.isBoolean() && allow.booleanValue())) {
            return Optional.empty();
        }
        return allow.isBoolean() || status == FORBIDDEN
                ? Optional.of(new Objection(Quarantine.Veto.VETOED, reason(said)))
                : unanswered(well ? "answered " + status + " with something else than allow" : "answered " + status);
    }

    private static @Nullable JsonNode read(String body) {
        try {
            JsonNode said = Json.read(body.isBlank() ? "{}" : body);
            return said.isObject() ? said : null;
        } catch (IllegalStateException e) {
            // no JSON: it says nothing
            return null;
        }
    }

    private static String reason(@Nullable JsonNode said) {
        return said == null ? "" : shortened(said.path("reason").asText("").strip());
    }

    private static String said(Throwable failure, ApprovalHook hook) {
        return failure instanceof TimeoutException
                ? "no answer within " + hook.patience().toMillis() + " ms"
                : String.valueOf(failure.getMessage());
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    private void count(Optional<Objection> objection) {
        String result = objection.map(one -> one.veto().name()).orElse("ALLOWED");
        registry.counter("gatehouse.fleet.approvals", "result", result).increment();
    }
}
