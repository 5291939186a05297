package io.gatehouse.fleet.web;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Headers that every answer carries: pages may load nothing from elsewhere and be framed by nobody. */
final class SafetyHeaders implements Handler<RoutingContext> {

    static final String POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none';"
            + " base-uri 'none'; frame-ancestors 'none'";

    @Override
    public void handle(RoutingContext context) {
        context.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (context.request().isSSL()) {
            context.response().putHeader("Strict-Transport-Security", "max-age=31536000");
        }
        context.next();
    }
}
