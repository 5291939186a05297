package io.gatehouse.fleet.web.alarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.alarm.Act;
import io.gatehouse.fleet.alarm.AlarmBook;
import io.gatehouse.fleet.alarm.AlarmDesk;
import io.gatehouse.fleet.search.Catalogues;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.api.Listing;
import io.gatehouse.fleet.web.api.Questions;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alarms, and what people do about them. */
final class AlarmApi {

    private static final int PAGE = 200;
    private static final int MOST_EXPORTED = 2_000;
    private static final List<String> COLUMNS = List.of(
            "id",
            "severity",
            "kind",
            "state",
            "site",
            "name",
            "device",
            "gateway",
            "since",
            "last",
            "count",
            "owner",
            "acknowledgedBy",
            "acknowledgedAt",
            "clearedAt",
            "shelvedUntil",
            "closedAt",
            "level");

    private final AlarmBook book;
    private final AlarmDesk desk;
    private final Questions questions;
    private final Listing listing;
    private final Runnable changed;
    private final Audit audit;
    private final Work work;

    /**
     * What it needs of others.
     *
     * @param changed is told when somebody did something
     */
    record Ground(Questions questions, Listing listing, Audit audit, Work work, Runnable changed) {}

    AlarmApi(AlarmBook book, AlarmDesk desk, Ground ground) {
        this.book = book;
        this.desk = desk;
        this.questions = ground.questions();
        this.listing = ground.listing();
        this.changed = ground.changed();
        this.audit = ground.audit();
        this.work = ground.work();
    }

    void addTo(Operations operations) {
        operations
                .viewer("listAlarms", this::list)
                .viewer("exportAlarms", this::export)
                .viewer("alarm", this::alarm)
                .operator("actOnAlarms", this::act);
    }

    private Future<Answer> list(Call call) {
        int limit = call.number("limit", PAGE);
        Reach reach = call.reach();
        Asking asking = Asking.of(call, reach, limit);
        return work.call(() -> questions.answer(
                Catalogues.ALARMS,
                asking.question,
                asking.asker,
                condition ->
                        Answer.ok(Map.of("items", book.list(asking.with(condition)), "counts", book.counts(reach)))));
    }

    private record Asking(
            String question,
            Questions.Asker asker,
            AlarmBook.Shelf shelf,
            @Nullable String site,
            Reach reach,
            int limit) {

        static Asking of(Call call, Reach reach, int limit) {
            return new Asking(
                    call.query("q").orElse(""),
                    SearchApi.asker(call),
                    AlarmBook.Shelf.valueOf(call.query("shelf").orElse("OPEN")),
                    call.query("site").orElse(null),
                    reach,
                    limit);
        }

        AlarmBook.Asked with(Condition condition) {
            return new AlarmBook.Asked(shelf, condition, site, reach, limit);
        }
    }

    private Future<Answer> export(Call call) {
        Asking asking = Asking.of(call, call.reach(), MOST_EXPORTED);
        Listing.Form form = Listing.form(call, "alarms", COLUMNS);
        return work.call(() -> questions.compile(Catalogues.ALARMS, asking.question, asking.asker))
                .compose(made -> made instanceof Condition.Made.Refused refused
                        ? Future.succeededFuture(Answer.refused(Questions.problem(refused.fault())))
                        : listing.write(call, form, taker -> {
                            for (ObjectNode alarm : book.list(asking.with(((Condition.Made.Done) made).condition()))) {
                                if (!taker.test(alarm)) {
                                    return;
                                }
                            }
                        }));
    }

    private Future<Answer> alarm(Call call) {
        String site = call.path("site");
        long id = Long.parseLong(call.path("alarm"));
        return work.call(() -> Answer.found(
                book.find(site, id),
                found -> found,
                Problem.notFound(
                        "There is no alarm " + id + " at site " + site + ".", "GET /api/v1/alarms lists them.")));
    }

    private Future<Answer> act(Call call) {
        JsonNode body = call.body();
        List<Long> ids = new ArrayList<>();
        body.path("alarms").forEach(one -> ids.add(one.asLong()));
        Act act = new Act(
                Act.What.valueOf(body.path("act").asText()),
                text(body, "note"),
                text(body, "to"),
                body.has("minutes") ? Duration.ofMinutes(body.path("minutes").asLong()) : null);
        Reach reach = call.reach();
        Audit.By by = call.by();
        return work.call(() -> {
            Map<Long, String> results = desk.carryOut(ids, act, by.user(), reach);
            List<Map<String, Object>> items = new ArrayList<>();
            results.forEach((id, result) -> {
                items.add(Map.of("id", id, "result", result));
                if (result.equals("DONE")) {
                    audit.note(by, "actOnAlarms", "alarm " + id, details(act));
                }
            });
            changed.run();
            return Answer.ok(Map.of("items", items));
        });
    }

    private static Map<String, String> details(Act act) {
        Map<String, String> details = new HashMap<>();
        details.put("act", act.what().name());
        if (act.to() != null) {
            details.put("to", act.to());
        }
        if (act.length() != null) {
            details.put("minutes", Long.toString(act.length().toMinutes()));
        }
        if (act.note() != null) {
            details.put("note", act.note());
        }
        return details;
    }

    private static @Nullable String text(JsonNode body, String name) {
        String text = body.path(name).asText("");
        return text.isBlank() ? null : text;
    }
}
