package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.event.Gaps;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.LineStream;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gap ledger: what is missing, and what came after all. */
public final class GapApi {

    private static final Logger LOG = LoggerFactory.getLogger(GapApi.class);

    private final Gaps gaps;
    private final Vertx vertx;
    private final Work work;
    private final Work exports;

    /** @param exports workers of their own: an export holds one for as long as its client reads */
    public GapApi(Gaps gaps, Vertx vertx, Work work, Work exports) {
        this.gaps = gaps;
        this.vertx = vertx;
        this.work = work;
        this.exports = exports;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("listGaps", call -> {
                    Gaps.Filter filter = filter(call);
                    return work.call(() -> Answer.items(gaps.list(filter)));
                })
                .viewer("exportGaps", this::export);
    }

    private static Gaps.Filter filter(Call call) {
        return new Gaps.Filter(
                call.query("site").orElse(null),
                call.query("gateway").orElse(null),
                call.query("device").orElse(null),
                call.query("state").orElse(null),
                call.reach());
    }

    private Future<Answer> export(Call call) {
        Gaps.Filter filter = filter(call);
        boolean csv = call.query("format").orElse("ndjson").equals("csv");
        String language = call.query("lang").orElse("en");
        LineStream lines = new LineStream(
                vertx.getOrCreateContext(), call.response(), csv ? "text/csv; charset=utf-8" : "application/x-ndjson");
        Future<Void> written = exports.call(() -> {
            if (csv) {
                GapSheet sheet = GapSheet.in(language);
                lines.line(sheet.headings());
                write(filter, lines, sheet::line);
            } else {
                write(filter, lines, ObjectNode::toString);
            }
            return null;
        });
        return written.map(new Answer.Streaming());
    }

    private void write(Gaps.Filter filter, LineStream lines, Function<ObjectNode, String> line) {
        try {
            gaps.export(filter, gap -> lines.line(line.apply(gap)));
            lines.end();
        } catch (RuntimeException e) {
            LOG.warn("an export broke off: {}", e.toString());
            lines.breakOff();
        }
    }
}
