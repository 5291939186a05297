package io.gatehouse.fleet.web;

import io.gatehouse.fleet.web.call.Api;
import io.gatehouse.traces.Step;
import io.gatehouse.traces.Traces;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * Tells of each call of the API how long it took and how it ended, within the trace that the caller names. Neither who
 * called nor what about is told. Event loop only.
 */
final class RequestTraces implements Handler<RoutingContext> {

    private static final int OUR_FAULT = 500;

    private final Traces traces;

    RequestTraces(Traces traces) {
        this.traces = traces;
    }

    @Override
    public void handle(RoutingContext context) {
        long from = traces.now();
        context.addEndHandler(
                ended -> traces.request(context.request().getHeader("traceparent"), step(context, from)));
        context.next();
    }

    private Step step(RoutingContext context, long from) {
        String method = context.request().method().name();
        String operation = context.get(Api.OPERATION, "");
        int status = context.response().getStatusCode();
        return new Step(
                operation.isEmpty() ? method : method + " " + operation,
                Step.Kind.ANSWERS,
                from,
                traces.now(),
                Map.of("http.request.method", method, "http.response.status_code", String.valueOf(status)),
                status >= OUR_FAULT ? "answered with " + status : null);
    }
}
