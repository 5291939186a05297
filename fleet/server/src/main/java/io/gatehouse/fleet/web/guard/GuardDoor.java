package io.gatehouse.fleet.web.guard;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.patrol.GuardPhones;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Answers;
import io.gatehouse.fleet.web.call.Bodies;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.fleet.web.sign.SignInLimits;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers guards' phones: {@code /guard/pair}, {@code /guard/shift}, {@code /guard/outbox}. */
public final class GuardDoor {

    /** A day of scans, or a few photos. */
    private static final long MOST_BYTES = 8 * 1024 * 1024;

    private static final String SCHEME = "Bearer ";
    private static final Problem UNKNOWN = new Problem(
            401, "PHONE_UNKNOWN", "This phone is not paired, or was taken back.", "Ask the supervisor for a new code.");
    private static final Problem CODE = new Problem(
            401, "CODE_UNKNOWN", "This code was used, or its time is over.", "Ask the supervisor for a new code.");

    private final GuardPhones phones;
    private final SignInLimits limits;
    private final Work work;

    public GuardDoor(GuardPhones phones, SignInLimits limits, Work work) {
        this.phones = phones;
        this.limits = limits;
        this.work = work;
    }

    /** Adds the addresses to the router; the page itself is the console's to serve. */
    public void mount(Router router) {
        router.post("/guard/pair")
                .handler(BodyHandler.create(false).setBodyLimit(4_096))
                .handler(this::pair);
        router.get("/guard/shift").handler(context -> asked(context, phone -> Answer.ok(phones.shift(phone))));
        router.post("/guard/outbox")
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(this::outbox);
    }

    private void pair(RoutingContext context) {
        String address = String.valueOf(context.request().remoteAddress().hostAddress());
        JsonNode body = object(context);
        String code = body == null ? "" : body.path("code").asText();
        OptionalLong wait = limits.take("guard", address);
        if (wait.isPresent() || code.isEmpty()) {
            Answers.problem(context.response(), wait.isPresent() ? Problem.tooMany(wait.getAsLong()) : CODE);
            return;
        }
        answer(
                context,
                work.call(() -> phones.pair(code)
                                .<Answer>map(paired -> Answer.created(Map.of(
                                        "key",
                                        paired.key(),
                                        "phone",
                                        paired.phone().id(),
                                        "site",
                                        paired.phone().site().value(),
                                        "officer",
                                        paired.phone().officer())))
                                .orElseGet(() -> Answer.refused(CODE)))
                        .onSuccess(said -> {
                            if (said instanceof Answer.Json) {
                                limits.giveBack("guard", address);
                            }
                        }));
    }

    private void outbox(RoutingContext context) {
        JsonNode body = object(context);
        if (body == null || !body.path("items").isArray()) {
            Answers.problem(context.response(), Problem.invalid("The body is no outbox.", "Send items in a list."));
            return;
        }
        asked(context, phone -> Answer.ok(phones.take(phone, body)));
    }

    private static @Nullable JsonNode object(RoutingContext context) {
        try {
            JsonNode body = Bodies.tree(context.body().buffer());
            return body.isObject() ? body : null;
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    private void asked(RoutingContext context, Function<GuardPhones.Phone, Answer> then) {
        String given = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        String key = given != null && given.startsWith(SCHEME) ? given.substring(SCHEME.length()) : "";
        answer(
                context,
                key.isEmpty()
                        ? Future.succeededFuture(Answer.refused(UNKNOWN))
                        : work.call(() -> phones.find(key).map(then).orElseGet(() -> Answer.refused(UNKNOWN))));
    }

    private static void answer(RoutingContext context, Future<Answer> answer) {
        answer.onSuccess(said -> Answers.write(context.response(), said)).onFailure(context::fail);
    }
}
