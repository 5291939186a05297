package io.gatehouse.fleet.web;

import io.gatehouse.fleet.web.call.Answers;
import io.gatehouse.fleet.web.call.Bodies;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * {@code /health} and its two halves for whoever asks: {@code /health/live} says that the process answers, which a restart
 * would mend if it did not; {@code /health/ready} (the same as {@code /health}) says that what it stands on answers, which no
 * restart mends. {@code /metrics} for the machine itself or with a token. Event loop only.
 */
final class Vitals {

    private final Map<String, Callable<Boolean>> checks;
    private final PrometheusMeterRegistry registry;
    private final Optional<String> metricsToken;
    private final Work work;

    /** @param checks what has to work, by name; each may block */
    Vitals(
            Map<String, Callable<Boolean>> checks,
            PrometheusMeterRegistry registry,
            Optional<String> metricsToken,
            Work work) {
        this.checks = Map.copyOf(checks);
        this.registry = registry;
        this.metricsToken = metricsToken;
        this.work = work;
    }

    /** Asks nothing and waits for nobody: what answers here is alive. */
    void live(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(Bodies.text(Map.of("status", "UP")));
    }

    void health(RoutingContext context) {
        work.call(this::check)
                .otherwise(failure -> Map.of("work", false))
                .onSuccess(results -> {
                    boolean well = !results.containsValue(false);
                    context.response()
                            .setStatusCode(well ? 200 : 503)
                            .putHeader("Content-Type", "application/json")
                            .putHeader("Cache-Control", "no-store")
                            .end(Bodies.text(Map.of("status", well ? "UP" : "DOWN", "checks", results)));
                })
                .onFailure(context::fail);
    }

    void metrics(RoutingContext context) {
        if (!isLocal(context) && !hasToken(context)) {
            Answers.problem(
                    context.response(),
                    new Problem(
                            403,
                            "METRICS_NOT_FOR_YOU",
                            "The metrics are for the machine itself or with a token.",
                            "Set gatehouse.fleet.metrics.token and send it as Authorization: Bearer."));
            return;
        }
        work.call(registry::scrape)
                .onSuccess(text -> context.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .putHeader("Cache-Control", "no-store")
                        .end(text))
                .onFailure(context::fail);
    }

    private Map<String, Boolean> check() {
        Map<String, Boolean> results = new LinkedHashMap<>();
        checks.forEach((name, check) -> results.put(name, isWell(check)));
        return results;
    }

    private static boolean isWell(Callable<Boolean> check) {
        try {
            return check.call();
        } catch (Exception e) {
            // whatever it is, the part does not work: that is the answer
            return false;
        }
    }

    /** A proxy on this machine speaks for others: what it forwards is not local. */
    private static boolean isLocal(RoutingContext context) {
        if (context.request().headers().contains("X-Forwarded-For")
                || context.request().headers().contains("Forwarded")) {
            return false;
        }
        try {
            return InetAddress.getByName(context.request().remoteAddress().hostAddress())
                    .isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private boolean hasToken(RoutingContext context) {
        String given = String.valueOf(context.request().getHeader("Authorization"));
        return metricsToken
                .map(token -> MessageDigest.isEqual(
                        ("Bearer " + token).getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8)))
                .orElse(false);
    }
}
