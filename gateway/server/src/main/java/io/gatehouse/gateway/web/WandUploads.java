package io.gatehouse.gateway.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.patrol.PatrolRoom;
import io.gatehouse.patrol.wand.WandReading;
import io.gatehouse.patrol.wand.WandTrouble;
import io.gatehouse.protocol.WireFormat;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.function.LongSupplier;

/**
 * Where a wand's file is uploaded at the site: {@code POST /api/v1/patrol/wands} with the file as its body. The wand's
 * signature is its proof, so nobody signs in; what has none is kept with its doubt, a few times an hour.
 */
public final class WandUploads {

    private static final int MOST_BYTES = 8 << 20;
    private static final int MOST_DOUBTFUL = 10;
    private static final long HOUR_MILLIS = 3_600_000;

    private final Context context;
    private final PatrolRoom patrol;
    private final LongSupplier millis;
    private long hour;
    private int doubtful;

    /** @param millis of a clock that does not run backwards */
    public WandUploads(Context context, PatrolRoom patrol, LongSupplier millis) {
        this.context = context;
        this.patrol = patrol;
        this.millis = millis;
    }

    void addTo(Router router) {
        router.post("/api/v1/patrol/wands")
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(request -> context.runOnContext(v -> take(request)));
    }

    private void take(RoutingContext request) {
        if (millis.getAsLong() / HOUR_MILLIS != hour) {
            hour = millis.getAsLong() / HOUR_MILLIS;
            doubtful = 0;
        }
        if (doubtful >= MOST_DOUBTFUL) {
            request.response().putHeader("retry-after", "3600");
            GatewayWeb.json(
                    request, 429, WireFormat.JSON.mapper().createObjectNode().put("reason", "TOO_MANY"));
            return;
        }
        Buffer body = request.body().buffer();
        patrol.upload(body == null ? new byte[0] : body.getBytes())
                .onSuccess(reading -> answer(request, reading))
                .onFailure(failure -> {
                    request.response().putHeader("retry-after", "1");
                    GatewayWeb.json(
                            request,
                            503,
                            WireFormat.JSON.mapper().createObjectNode().put("reason", "BUSY"));
                });
    }

    private void answer(RoutingContext request, WandReading reading) {
        boolean noFile =
                reading.troubles().stream().anyMatch(trouble -> trouble.code() == WandTrouble.Code.NOT_A_WAND_FILE);
        if (!reading.isOwn()) {
            doubtful++;
        }
        ObjectNode body = WireFormat.JSON.mapper().createObjectNode();
        body.put("wand", reading.batch().wand())
                .put("scans", reading.scans().size())
                .put("own", reading.isOwn());
        body.set("troubles", WireFormat.JSON.mapper().valueToTree(reading.troubles()));
        GatewayWeb.json(request, noFile ? 400 : 200, body);
    }
}
