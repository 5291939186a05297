package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.presence.GatewayBoard;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.search.GatewayFields;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Predicate;

/** The list of gateways, by a question, and as a file. */
public final class GatewayListApi {

    private static final List<String> COLUMNS = List.of(
            "site",
            "id",
            "name",
            "presence",
            "reason",
            "since",
            "lastHeard",
            "lastSync",
            "software",
            "clock",
            "clockOffsetMillis",
            "siteBookVersion",
            "siteBookWanted",
            "journalBytes");

    private final GatewayBoard board;
    private final Questions questions;
    private final Listing listing;
    private final Work work;

    public GatewayListApi(GatewayBoard board, Questions questions, Listing listing, Work work) {
        this.board = board;
        this.questions = questions;
        this.listing = listing;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations.viewer("listGateways", this::list).viewer("exportGateways", this::export);
    }

    private Future<Answer> list(Call call) {
        Reach reach = call.reach();
        String question = call.query("q").orElse("");
        Questions.Asker asker = Questions.Asker.of(call);
        return work.call(() -> questions.answer(
                GatewayFields.CATALOGUE, question, asker, condition -> Answer.items(board.list(reach, condition))));
    }

    private Future<Answer> export(Call call) {
        Reach reach = call.reach();
        String question = call.query("q").orElse("");
        Questions.Asker asker = Questions.Asker.of(call);
        Listing.Form form = Listing.Form.of(call, "gateways", COLUMNS);
        return work.call(() -> questions.compile(GatewayFields.CATALOGUE, question, asker))
                .compose(made -> made instanceof Condition.Made.Refused refused
                        ? Future.succeededFuture(Answer.refused(Questions.problem(refused.fault())))
                        : listing.write(
                                call,
                                form,
                                taker -> give(board.list(reach, ((Condition.Made.Done) made).condition()), taker)));
    }

    /** Until whoever takes has enough. */
    private static void give(List<ObjectNode> gateways, Predicate<ObjectNode> taker) {
        for (ObjectNode one : gateways) {
            if (!taker.test(one)) {
                return;
            }
        }
    }
}
