package io.gatehouse.fleet.web.guard;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.patrol.GuardPhones;
import io.gatehouse.fleet.web.api.Compiling;
import io.gatehouse.fleet.web.api.PatrolTelling;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Answers;
import io.gatehouse.fleet.web.call.Bodies;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.fleet.web.sign.GatewaySender;
import io.gatehouse.fleet.web.sign.SignInLimits;
import io.gatehouse.patrol.phone.PhoneItem;
import io.gatehouse.patrol.phone.PhoneOutbox;
import io.gatehouse.protocol.GatewayId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers guards' phones: {@code /guard/pair}, {@code /guard/shift}, {@code /guard/outbox}; and takes pictures that gateways
 * were given.
 */
public final class GuardDoor {

    /** A day of scans, or a few photos. */
    private static final long MOST_BYTES = 8 * 1024 * 1024;

    private static final String SCHEME = "Bearer ";
    private static final Problem UNKNOWN = new Problem(
            401, "PHONE_UNKNOWN", "This phone is not paired, or was taken back.", "Ask the supervisor for a new code.");
    private static final Problem GATEWAY = new Problem(
            401,
            "SIGNED_OUT",
            "Only the gateway itself brings pictures.",
            "Send its id and secret, or its certificate.");
    private static final Pattern PHOTO = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Problem CODE = new Problem(
            401, "CODE_UNKNOWN", "This code was used, or its time is over.", "Ask the supervisor for a new code.");

    private final Told told;
    private final GuardPhones phones;
    private final SignInLimits limits;
    private final Work work;

    /** Who hears of what phones tell. */
    public record Told(FleetCore core, Compiling compiling, PatrolTelling telling, Clock clock) {}

    public GuardDoor(Told told, SignInLimits limits, Work work) {
        this.told = told;
        this.phones = told.core().patrol().phones();
        this.limits = limits;
        this.work = work;
    }

    /** Adds the addresses to the router; the page itself is the console's to serve. */
    public void mount(Router router) {
        router.post("/guard/pair")
                .handler(BodyHandler.create(false).setBodyLimit(4_096))
                .handler(this::pair);
        router.get("/guard/shift").handler(context -> {
            boolean keepsNothing = "0".equals(context.request().getParam("left"));
            asked(context, phone -> shift(phone, keepsNothing));
        });
        router.put("/guard/gateways/:gateway/photos/:photo")
                .handler(BodyHandler.create(false).setBodyLimit(PhoneOutbox.MOST_PHOTO_BYTES))
                .handler(this::photo);
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
                                .<Answer>map(paired -> paired(
                                        paired.phone(),
                                        Map.of(
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
        asked(context, phone -> take(phone, body));
    }

    /** Gateways hear of the phone with their next book: it may speak with them from then on. */
    private Answer paired(GuardPhones.Phone phone, Map<String, ?> given) {
        told.compiling().of(phone.site());
        return Answer.created(given);
    }

    private Answer take(GuardPhones.Phone phone, JsonNode body) {
        GuardPhones.Taken taken = phones.take(phone, body);
        told.telling().tell(phone, taken);
        if (taken.keepsNothing()) {
            toldAll(phone);
        }
        return Answer.ok(taken.answer());
    }

    private Answer shift(GuardPhones.Phone phone, boolean keepsNothing) {
        if (keepsNothing) {
            toldAll(phone);
        }
        return Answer.ok(phones.shift(phone, keepsNothing));
    }

    private void toldAll(GuardPhones.Phone phone) {
        if (phones.isToldOnDue(phone)) {
            told.telling().toldAll(phone, told.clock().millis());
        }
    }

    /** A picture that a guard's phone gave to a gateway, brought by the gateway itself. */
    private void photo(RoutingContext context) {
        GatewayId gateway = new GatewayId(context.pathParam("gateway"));
        Optional<GatewaySender> sender = GatewaySender.of(context.request(), gateway);
        String id = context.pathParam("photo");
        String officer = String.valueOf(context.request().getParam("officer"));
        String type = String.valueOf(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
        Buffer body = context.body().buffer();
        if (sender.isEmpty() || body == null || !PHOTO.matcher(id).matches()) {
            Answers.problem(
                    context.response(),
                    sender.isEmpty() ? GATEWAY : Problem.invalid("This is no picture.", "Send its bytes."));
            return;
        }
        answer(
                context,
                work.call(() -> sender.get().isAdmitted(told.core())
                        ? told.core()
                                .gateways()
                                .siteOf(gateway)
                                .map(site -> {
                                    phones.bring(site, officer, new PhoneItem.Photo(id, type, body.getBytes()));
                                    return Answer.done();
                                })
                                .orElseGet(() -> Answer.refused(GATEWAY))
                        : Answer.refused(GATEWAY)));
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
