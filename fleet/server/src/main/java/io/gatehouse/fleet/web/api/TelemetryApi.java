package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.telemetry.TelemetryBoard;
import io.gatehouse.fleet.web.call.Answer;
import io.gatehouse.fleet.web.call.Audit;
import io.gatehouse.fleet.web.call.Call;
import io.gatehouse.fleet.web.call.Operations;
import io.gatehouse.fleet.web.call.Work;
import io.vertx.core.Future;
import java.util.Map;

/** The telemetry store: whether it answers, what waits for it, what it refused. */
public final class TelemetryApi {

    private static final int PARKED = 100;

    private final TelemetryBoard board;
    private final Audit audit;
    private final Work work;

    public TelemetryApi(TelemetryBoard board, Audit audit, Work work) {
        this.board = board;
        this.audit = audit;
        this.work = work;
    }

    public void addTo(Operations operations) {
        operations
                .viewer("telemetryStore", call -> work.call(() -> Answer.ok(board.now())))
                .viewer("parkedMeasurements", this::parked)
                .admin("retryParkedMeasurements", this::retry);
    }

    private Future<Answer> parked(Call call) {
        int limit = call.number("limit", PARKED);
        return work.call(() -> Answer.items(board.parked(limit)));
    }

    private Future<Answer> retry(Call call) {
        Audit.By by = call.by();
        return work.call(() -> {
            int back = board.retry();
            audit.note(by, "retryParkedMeasurements", "telemetry", Map.of("measurements", Integer.toString(back)));
            return Answer.ok(Map.of("back", back));
        });
    }
}
