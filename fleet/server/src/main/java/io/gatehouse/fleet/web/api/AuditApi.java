package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.audit.AuditBoard;
import io.gatehouse.fleet.audit.AuditExport;
import io.gatehouse.fleet.audit.AuditKeys;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.LineStream;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Problem;
import io.gatehouse.fleet.web.call.Work;
import io.gatehouse.protocol.GatewayId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The proof of the evidence: how far it goes, whose signature counts, and the export with which anybody can check it alone. */
public final class AuditApi {

    private static final Logger LOG = LoggerFactory.getLogger(AuditApi.class);

    private final Proof proof;
    private final Audit audit;
    private final Vertx vertx;
    private final Work work;
    private final Work exports;

    /** What the fleet knows of the proof. */
    public record Proof(AuditBoard board, AuditExport export, AuditKeys keys) {}

    /** @param exports workers of their own: an export holds one for as long as its client reads */
    public AuditApi(Proof proof, Audit audit, Vertx vertx, Work work, Work exports) {
        this.proof = proof;
        this.audit = audit;
        this.vertx = vertx;
        this.work = work;
        this.exports = exports;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("auditState", call -> {
                    Reach reach = call.reach();
                    return work.call(() -> Answer.items(proof.board().list(reach)));
                })
                .viewer("exportAudit", this::export)
                .admin("acceptAuditKey", this::accept);
    }

    /** Why a key is believed. */
    record AcceptanceBody(String reason) {}

    private Future<Answer> accept(Call call) {
        GatewayId gateway = new GatewayId(call.path("gateway"));
        String key = call.path("key");
        String reason = call.body(AcceptanceBody.class).reason().strip();
        Audit.By by = call.by();
        if (reason.isEmpty()) {
            return Future.succeededFuture(Answer.refused(Problem.invalid(
                    "The reason is empty.", "Say in a sentence how you know that the key is the gateway's.")));
        }
        return work.call(() -> {
            AuditKeys.Acceptance came = proof.keys().accept(gateway, key, by.user(), reason);
            if (came == AuditKeys.Acceptance.UNKNOWN) {
                return Answer.refused(Problem.notFound(
                        "The gateway " + gateway + " never told a key " + key + ".",
                        "GET /api/v1/audit/state lists the keys of each gateway."));
            }
            if (came == AuditKeys.Acceptance.ACCEPTED) {
                audit.note(by, "acceptAuditKey", "gateway " + gateway, Map.of("key", key, "reason", reason));
            }
            return Answer.ok(Map.of("gateway", gateway, "key", key, "accepted", true));
        });
    }

    private Future<Answer> export(Call call) {
        AuditExport.Span span = new AuditExport.Span(
                call.query("site").orElse(null),
                call.query("gateway").orElse(null),
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

    private void write(AuditExport.Span span, LineStream lines) {
        try {
            proof.export().export(span, (ObjectNode line) -> lines.line(line.toString()));
            lines.end();
        } catch (RuntimeException e) {
            LOG.warn("an export of evidence broke off: {}", e.toString());
            lines.breakOff();
        }
    }
}
