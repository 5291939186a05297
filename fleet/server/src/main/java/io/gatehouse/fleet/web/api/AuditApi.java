package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.audit.AuditBoard;
import io.gatehouse.fleet.audit.AuditExport;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.LineStream;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The proof of the evidence: how far it goes, and the export with which anybody can check it alone. */
public final class AuditApi {

    private static final Logger LOG = LoggerFactory.getLogger(AuditApi.class);

    private final AuditBoard board;
    private final AuditExport export;
    private final Vertx vertx;
    private final Work work;
    private final Work exports;

    /** @param exports workers of their own: an export holds one for as long as its client reads */
    public AuditApi(AuditBoard board, AuditExport export, Vertx vertx, Work work, Work exports) {
        this.board = board;
        this.export = export;
        this.vertx = vertx;
        this.work = work;
        this.exports = exports;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("auditState", call -> work.call(() -> Answer.items(board.list())))
                .viewer("exportAudit", this::export);
    }

    private Future<Answer> export(Call call) {
        AuditExport.Span span = new AuditExport.Span(
                call.query("site").orElse(null),
                call.query("gateway").orElse(null),
                call.time("from").orElse(null),
                call.time("to").orElse(null));
        LineStream lines = new LineStream(vertx.getOrCreateContext(), call.response(), "application/x-ndjson");
        Future<Void> written = exports.call(() -> {
            write(span, lines);
            return null;
        });
        return written.map(new Answer.Streaming());
    }

    private void write(AuditExport.Span span, LineStream lines) {
        try {
            export.export(span, (ObjectNode line) -> lines.line(line.toString()));
            lines.end();
        } catch (RuntimeException e) {
            LOG.warn("an export of evidence broke off: {}", e.toString());
            lines.breakOff();
        }
    }
}
