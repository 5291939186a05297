package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.event.EventQuery;
import io.gatehouse.fleet.event.Events;
import io.gatehouse.fleet.search.Catalogues;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.LineStream;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happened. */
public final class EventApi {

    private static final Logger LOG = LoggerFactory.getLogger(EventApi.class);

    private static final int PAGE = 50;
    private static final List<String> FILTERS =
            List.of("site", "gateway", "device", "person", "door", "type", "class", "outcome", "reason");

    private final Events events;
    private final Questions questions;
    private final Vertx vertx;
    private final Work work;
    private final Work exports;

    /** @param exports workers of their own: an export holds one for as long as its client reads */
    public EventApi(Events events, Questions questions, Vertx vertx, Work work, Work exports) {
        this.events = events;
        this.questions = questions;
        this.vertx = vertx;
        this.work = work;
        this.exports = exports;
    }

    public void addTo(Operations operations) {
        operations.viewer("listEvents", this::list).viewer("event", this::event).viewer("exportEvents", this::export);
    }

    private Future<Answer> list(Call call) {
        String before = call.query("before").orElse(null);
        if (before != null && !EventQuery.isPlace(before)) {
            return Future.succeededFuture(Answer.refused(badPlace()));
        }
        Map<String, String> equal = new HashMap<>();
        FILTERS.forEach(name -> call.query(name).ifPresent(value -> equal.put(name, value)));
        int limit = call.number("limit", PAGE);
        Reach reach = call.reach();
        String question = call.query("q").orElse("");
        Questions.Asker asker =
                new Questions.Asker(call.caller().user(), call.query("zone").orElse(""));
        return work.call(() -> questions.answer(Catalogues.EVENTS, question, asker, condition -> {
            EventQuery query = new EventQuery(equal, null, before, limit + 1, reach, condition);
            return Pages.of(events.list(query), limit, Events::placeOf);
        }));
    }

    private Future<Answer> event(Call call) {
        SiteId site = new SiteId(call.path("site"));
        GatewayId gateway = new GatewayId(call.path("gateway"));
        LogId log = new LogId(call.path("log"));
        long seq = Long.parseLong(call.path("seq"));
        return work.call(() -> Answer.found(
                events.find(site, gateway, log, seq),
                found -> found,
                Problem.notFound(
                        "There is no such event.",
                        "GET /api/v1/events lists them; GET /api/v1/gaps what is missing.")));
    }

    private Future<Answer> export(Call call) {
        Events.Span span = new Events.Span(
                call.query("site").orElse(null),
                call.time("from").orElse(null),
                call.time("to").orElse(null),
                call.reach());
        LineStream lines = new LineStream(vertx.getOrCreateContext(), call.response(), "application/x-ndjson");
        Future<Void> written = exports.call(() -> {
            write(span, lines);
            return null;
        });
        return written.map(new Answer.Streaming());
    }

    private void write(Events.Span span, LineStream lines) {
        try {
            events.export(span, (ObjectNode event) -> lines.line(event.toString()));
            lines.end();
        } catch (RuntimeException e) {
            LOG.warn("an export broke off: {}", e.toString());
            lines.breakOff();
        }
    }

    static Problem badPlace() {
        return Problem.invalid("'before' is no place in the list.", "Pass back 'next' of the page before as it is.");
    }
}
