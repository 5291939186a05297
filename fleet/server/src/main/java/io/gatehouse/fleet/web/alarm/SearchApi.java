package io.gatehouse.fleet.web.alarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.search.Catalogue;
import io.gatehouse.fleet.search.Catalogues;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.search.Fault;
import io.gatehouse.fleet.search.Suggestion;
import io.gatehouse.fleet.search.Views;
import io.gatehouse.fleet.web.api.Questions;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** What may be typed next, what is wrong with what was typed, and questions with a name. */
final class SearchApi {

    private final Views views;
    private final Questions questions;
    private final Audit audit;
    private final Work work;

    SearchApi(Views views, Questions questions, Audit audit, Work work) {
        this.views = views;
        this.questions = questions;
        this.audit = audit;
        this.work = work;
    }

    void addTo(Operations operations) {
        operations
                .viewer("suggest", this::suggest)
                .viewer("listViews", this::list)
                .viewer("putView", this::put)
                .viewer("deleteView", this::delete);
    }

    private Future<Answer> suggest(Call call) {
        Catalogue catalogue = Catalogues.of(call.path("list")).orElseThrow();
        String question = call.query("q").orElse("");
        int at = call.number("at", question.length());
        Questions.Asker asker = asker(call);
        return work.call(() -> {
            Map<String, Object> body = new HashMap<>();
            body.put("items", Suggestion.of(catalogue, question, at));
            if (questions.compile(catalogue, question, asker) instanceof Condition.Made.Refused refused) {
                body.put("fault", words(refused.fault()));
            }
            return Answer.ok(body);
        });
    }

    private static Map<String, Object> words(Fault fault) {
        return Map.of(
                "code", fault.code(),
                "at", fault.at(),
                "length", fault.length(),
                "what", fault.what(),
                "known", fault.known(),
                "message", fault.message());
    }

    static Questions.Asker asker(Call call) {
        return new Questions.Asker(call.caller().user(), call.query("zone").orElse(""));
    }

    private Future<Answer> list(Call call) {
        String list = call.path("list");
        String user = call.caller().user();
        return work.call(() -> Answer.items(views.list(user, list)));
    }

    /** What a view is given. */
    record ViewBody(String query, boolean shared) {}

    private Future<Answer> put(Call call) {
        ViewBody body = call.body(ViewBody.class);
        Catalogue catalogue = Catalogues.of(call.path("list")).orElseThrow();
        String name = call.path("view");
        Questions.Asker asker = asker(call);
        Audit.By by = call.by();
        return work.call(() -> questions.answer(catalogue, body.query(), asker, condition -> {
            ObjectNode kept =
                    views.put(asker.user(), new Views.View(catalogue.list(), name, body.query(), body.shared()));
            audit.note(by, "putView", "view " + catalogue.list() + "/" + name, Map.of("query", body.query()));
            return Answer.ok(kept);
        }));
    }

    private Future<Answer> delete(Call call) {
        String user = call.caller().user();
        String list = call.path("list");
        String name = call.path("view");
        Audit.By by = call.by();
        return work.call(() -> {
            if (!views.forget(user, list, name)) {
                return Answer.refused(Problem.notFound(
                        "You have no view " + name + " of " + list + ".",
                        "GET /api/v1/search/" + list + "/views lists yours."));
            }
            audit.note(by, "deleteView", "view " + list + "/" + name);
            return Answer.done();
        });
    }
}
