package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.event.EventQuery;
import io.gatehouse.fleet.event.Events;
import io.gatehouse.fleet.search.Catalogues;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.SiteId;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What happened. */
public final class EventApi {

    private static final int PAGE = 50;
    private static final List<String> COLUMNS = List.of(
            "site",
            "fleetTime",
            "gatewayTime",
            "deviceTime",
            "type",
            "outcome",
            "reason",
            "device",
            "gateway",
            "replayed",
            "log",
            "seq",
            "bootId",
            "deviceSeq");
    private static final List<String> FILTERS =
            List.of("site", "gateway", "device", "person", "door", "type", "class", "outcome", "reason");

    private final Events events;
    private final Questions questions;
    private final Listing listing;
    private final Work work;

    public EventApi(Events events, Questions questions, Listing listing, Work work) {
        this.events = events;
        this.questions = questions;
        this.listing = listing;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations.viewer("listEvents", this::list).viewer("event", this::event).viewer("exportEvents", this::export);
    }

    private Future<Answer> list(Call call) {
        String before = call.query("before").orElse(null);
        if (before != null && !EventQuery.isPlace(before)) {
            return Future.succeededFuture(Answer.refused(badPlace()));
        }
        Map<String, String> equal = equal(call);
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
        Listing.Form form = Listing.Form.of(call, "events", COLUMNS);
        Map<String, String> equal = equal(call);
        String question = call.query("q").orElse("");
        if (question.isBlank() && Set.of("site").containsAll(equal.keySet())) {
            return listing.write(call, form, taker -> events.export(span, taker));
        }
        Questions.Asker asker = Questions.Asker.of(call);
        return work.call(() -> questions.compile(Catalogues.EVENTS, question, asker))
                .compose(made -> made instanceof Condition.Made.Refused refused
                        ? Future.succeededFuture(Answer.refused(Questions.problem(refused.fault())))
                        : listing.write(
                                call,
                                form,
                                taker -> events.export(
                                        span,
                                        new EventQuery(
                                                equal,
                                                null,
                                                null,
                                                1,
                                                span.reach(),
                                                ((Condition.Made.Done) made).condition()),
                                        taker)));
    }

    private static Map<String, String> equal(Call call) {
        Map<String, String> equal = new HashMap<>();
        FILTERS.forEach(name -> call.query(name).ifPresent(value -> equal.put(name, value)));
        return equal;
    }

    static Problem badPlace() {
        return Problem.invalid("'before' is no place in the list.", "Pass back 'next' of the page before as it is.");
    }
}
