package io.gatehouse.gateway.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.desk.RulingDesk.Opening;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.access.AccessDecision;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.function.Function;

/**
 * Where a resident's phone asks to open a gate: {@code POST /api/v1/openings} with {@code {"opening": "GHO1..."}}. The
 * opening is its own proof, so nobody signs in.
 */
public final class Openings {

    private static final int MOST_BYTES = 4_096;

    private final Context context;
    private final Function<String, Future<Opening>> desk;

    /** @param desk decides, on the gateway's context */
    public Openings(Context context, Function<String, Future<Opening>> desk) {
        this.context = context;
        this.desk = desk;
    }

    void addTo(Router router) {
        router.post("/api/v1/openings")
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(request -> context.runOnContext(v -> answer(request)));
    }

    private void answer(RoutingContext request) {
        Buffer body = request.body().buffer();
        String text = body == null
                ? ""
                : WireFormat.JSON
                        .read(body.getBytes(), JsonNode.class)
                        .fold(json -> json.path("opening").asText(), refusal -> "");
        desk.apply(text).onSuccess(opening -> tell(request, opening));
    }

    private static void tell(RoutingContext request, Opening opening) {
        ObjectNode body = WireFormat.JSON.mapper().createObjectNode();
        if (opening instanceof Opening.Decided decided) {
            AccessDecision decision = decided.decision();
            body.put("outcome", decision.outcome().name())
                    .put("reason", decision.reason().name())
                    .put("door", decision.door());
            GatewayWeb.json(request, decision.outcome().opens() ? 200 : 403, body);
        } else if (opening instanceof Opening.Forged) {
            GatewayWeb.json(request, 400, body.put("reason", "SIGNATURE_INVALID"));
        } else {
            request.response().putHeader("retry-after", "1");
            GatewayWeb.json(request, 503, body.put("reason", "BUSY"));
        }
    }
}
