package io.gatehouse.gateway.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.patrol.GuardDesk;
import io.gatehouse.gateway.patrol.PatrolBoard;
import io.gatehouse.patrol.phone.PhoneOutbox;
import io.gatehouse.protocol.WireFormat;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The guards' page and what it asks, at the same addresses as the fleet's: {@code /guard/pair, shift, outbox}; and
 * {@code /guard/codes}, which gives out codes to whoever sits at the gateway itself.
 */
public final class GuardPages {

    /** A day of scans, or a few photos. */
    private static final int MOST_BYTES = 8 << 20;

    private static final int MOST_WRONG = 10;
    private static final long WRONG_WITHIN_MILLIS = 15 * 60_000;
    private static final String SCHEME = "Bearer ";
    private static final Set<String> HERE = Set.of("127.0.0.1", "::1", "0:0:0:0:0:0:0:1");
    private static final Set<String> NAMES_HERE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Context context;
    private final GuardDesk desk;
    private final PatrolBoard board;
    private final LongSupplier up;
    private long wrongSince;
    private int wrong;

    /** @param up milliseconds of a clock that does not run backwards */
    public GuardPages(Context context, GuardDesk desk, PatrolBoard board, LongSupplier up) {
        this.context = context;
        this.desk = desk;
        this.board = board;
        this.up = up;
    }

    void addTo(Router router) {
        BodyHandler small = BodyHandler.create(false).setBodyLimit(4_096);
        router.post("/guard/pair").handler(small).handler(request -> onContext(() -> pair(request)));
        router.post("/guard/codes").handler(small).handler(request -> onContext(() -> code(request)));
        router.get("/guard/shift").handler(request -> onContext(() -> shift(request)));
        router.post("/guard/outbox")
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(request -> onContext(() -> outbox(request)));
        router.get("/api/v1/patrol/rounds")
                .handler(request -> onContext(() -> {
                    ObjectNode today = board.today();
                    GatewayWeb.json(request, 200, today.put("photosWaiting", desk.photosWaiting()));
                }));
        router.get("/guard")
                .handler(request -> request.response()
                        .setStatusCode(301)
                        .putHeader("location", "/guard/")
                        .end());
        router.route("/guard/*").handler(StaticHandler.create("web-kit/guard").setMaxAgeSeconds(0));
    }

    private void onContext(Runnable answer) {
        context.runOnContext(v -> answer.run());
    }

    private void pair(RoutingContext request) {
        long now = up.getAsLong();
        if (now - wrongSince > WRONG_WITHIN_MILLIS) {
            wrongSince = now;
            wrong = 0;
        }
        if (wrong >= MOST_WRONG) {
            request.response().putHeader("retry-after", "900");
            refuse(request, 429, "TOO_MANY", "Too many wrong codes. Wait a quarter of an hour.");
            return;
        }
        // counted before it is known, so that many at once are not more tries
        wrong++;
        desk.pair(body(request).path("code").asText())
                .onSuccess(paired -> paired.ifPresentOrElse(
                        given -> {
                            wrong = 0;
                            GatewayWeb.json(request, 201, given);
                        },
                        () -> refuse(
                                request,
                                401,
                                "CODE_UNKNOWN",
                                "This code was used, or its time is over. Ask for a new one.")))
                .onFailure(failure -> busy(request));
    }

    /** Whoever is at the machine itself may pair a phone while the fleet cannot be asked; from elsewhere nobody may. */
    private void code(RoutingContext request) {
        String from = request.request().remoteAddress().hostAddress();
        String name = request.request().authority() == null
                ? ""
                : request.request().authority().host();
        boolean here = HERE.contains(String.valueOf(from))
                && NAMES_HERE.contains(name)
                && request.request().getHeader("x-forwarded-for") == null
                && request.request().getHeader("forwarded") == null
                && String.valueOf(request.request().getHeader(HttpHeaders.CONTENT_TYPE))
                        .startsWith("application/json");
        if (!here) {
            refuse(request, 403, "NOT_HERE", "Codes are given out at the gateway itself, or by the fleet's console.");
            return;
        }
        desk.offer(body(request).path("officer").asText())
                .ifPresentOrElse(
                        offer -> GatewayWeb.json(request, 201, offer),
                        () -> refuse(request, 404, "NO_OFFICER", "The site's plan has no such officer."));
    }

    private void shift(RoutingContext request) {
        boolean keepsNothing = "0".equals(request.request().getParam("left"));
        sender(request).ifPresent(sender -> GatewayWeb.json(request, 200, desk.shift(sender, keepsNothing)));
    }

    private void outbox(RoutingContext request) {
        Optional<PhoneOutbox.Sender> sender = sender(request);
        if (sender.isEmpty()) {
            return;
        }
        JsonNode sent = body(request);
        if (!sent.path("items").isArray()) {
            refuse(request, 400, "INVALID", "The body is no outbox. Send items in a list.");
            return;
        }
        desk.take(sender.get(), sent)
                .onSuccess(answer -> GatewayWeb.json(request, 200, answer))
                .onFailure(failure -> busy(request));
    }

    /** Whose phone asks; answers by itself when it is nobody's. */
    private Optional<PhoneOutbox.Sender> sender(RoutingContext request) {
        String given = String.valueOf(request.request().getHeader(HttpHeaders.AUTHORIZATION));
        Optional<PhoneOutbox.Sender> sender =
                given.startsWith(SCHEME) ? desk.sender(given.substring(SCHEME.length())) : Optional.empty();
        if (sender.isEmpty()) {
            refuse(request, 401, "PHONE_UNKNOWN", "This phone is not paired here, or was taken back.");
        }
        return sender;
    }

    private static JsonNode body(RoutingContext request) {
        Buffer body = request.body().buffer();
        return body == null
                ? WireFormat.JSON.mapper().createObjectNode()
                : WireFormat.JSON
                        .read(body.getBytes(), JsonNode.class)
                        .fold(json -> json, refusal -> WireFormat.JSON.mapper().createObjectNode());
    }

    private static void busy(RoutingContext request) {
        request.response().putHeader("retry-after", "1");
        refuse(request, 503, "BUSY", "It is not kept yet. Tell it again.");
    }

    private static void refuse(RoutingContext request, int status, String reason, String message) {
        GatewayWeb.json(
                request,
                status,
                WireFormat.JSON
                        .mapper()
                        .createObjectNode()
                        .put("reason", reason)
                        .put("message", message));
    }
}
