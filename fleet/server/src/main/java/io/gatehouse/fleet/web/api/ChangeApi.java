package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.account.Changes;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.LineStream;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who changed what, and the chain that proves it. */
public final class ChangeApi {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeApi.class);
    private static final int PAGE = 50;

    private final Changes changes;
    private final Vertx vertx;
    private final Work work;
    private final Work exports;

    /** @param exports workers of their own: an export holds one for as long as its client reads */
    public ChangeApi(Changes changes, Vertx vertx, Work work, Work exports) {
        this.changes = changes;
        this.vertx = vertx;
        this.work = work;
        this.exports = exports;
    }

    public void addTo(Operations operations) {
        operations
                .admin("listChanges", this::list)
                .admin("checkChanges", call -> exports.call(() -> Answer.ok(changes.check())))
                .admin("exportChanges", this::export);
    }

    private Future<Answer> list(Call call) {
        int limit = call.number("limit", PAGE);
        Changes.Filter filter = new Changes.Filter(
                call.query("site").orElse(null),
                call.query("who").orElse(null),
                call.query("q").orElse(null),
                call.time("from").orElse(null),
                call.time("to").orElse(null),
                call.query("before").map(Long::valueOf).orElse(null),
                limit + 1,
                call.reach());
        return work.call(() ->
                Pages.of(changes.list(filter), limit, last -> last.path("seq").asText()));
    }

    private Future<Answer> export(Call call) {
        LineStream lines = new LineStream(vertx.getOrCreateContext(), call.response(), "application/x-ndjson");
        Future<Void> written = exports.call(() -> {
            try {
                if (changes.export((ObjectNode line) -> lines.line(line.toString()))) {
                    lines.end();
                }
            } catch (RuntimeException e) {
                LOG.warn("an export of changes broke off: {}", e.toString());
                lines.breakOff();
            }
            return null;
        });
        return written.map(new Answer.Streaming());
    }
}
