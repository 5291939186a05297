package io.gatehouse.gateway.audit;

import io.gatehouse.gateway.record.Stamps;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.vertx.core.Context;
import io.vertx.core.WorkerExecutor;
import java.util.function.LongSupplier;

/** Sends the chain after the evidence, on a worker of its own; never twice at once. On the gateway's context. */
public final class ChainDesk {

    private final ChainedJournal journal;
    private final Stamps stamps;
    private final LongSupplier monotonicMillis;
    private final WorkerExecutor worker;
    private boolean busy;

    public ChainDesk(Context context, ChainedJournal journal, Stamps stamps, LongSupplier monotonicMillis) {
        this.journal = journal;
        this.stamps = stamps;
        this.monotonicMillis = monotonicMillis;
        this.worker = context.owner().createSharedWorkerExecutor("audit", 1);
    }

    /** Call about once a second. */
    public void tick() {
        if (busy) {
            return;
        }
        busy = true;
        SiteEvent.Stamp stamp = stamps.now();
        long now = monotonicMillis.getAsLong();
        worker.executeBlocking(() -> {
                    journal.follow(stamp, now);
                    return true;
                })
                .onComplete(done -> busy = false);
    }
}
