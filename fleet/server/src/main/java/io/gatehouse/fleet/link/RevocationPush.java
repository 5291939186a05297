package io.gatehouse.fleet.link;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.uplink.UplinkTopics;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what was revoked to every gateway that is there, whoever revoked it and on whatever node, and again until it is
 * confirmed. It looks at one number, and further only when that has changed or something may be open. On the context that
 * starts it.
 */
final class RevocationPush {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationPush.class);
    private static final long LOOK_EVERY_MILLIS = 150;
    /** A gateway that has not confirmed by then is told again. */
    private static final long AGAIN_AFTER_NANOS = 2_000_000_000;

    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final Records records;
    private final Desk desk;
    private final Map<String, Long> sent = new HashMap<>();
    private boolean stopped;
    private long mark = -1;
    private long looked;

    RevocationPush(Vertx vertx, WorkerExecutor workers, Records records, Desk desk) {
        this.vertx = vertx;
        this.workers = workers;
        this.records = records;
        this.desk = desk;
    }

    /** Looks again and again until it is stopped. */
    void start() {
        vertx.setTimer(LOOK_EVERY_MILLIS, timer -> {
            if (!stopped) {
                workers.executeBlocking(this::look, false)
                        .onSuccess(this::send)
                        .onFailure(failure -> LOG.debug("revocations wait: {}", failure.toString()))
                        .onComplete(done -> start());
            }
        });
    }

    /** On the context that started it. */
    void stop() {
        stopped = true;
    }

    private List<Records.Owed> look() {
        long now = System.nanoTime();
        long seen = records.revocationMark();
        if (seen == mark && now - looked < AGAIN_AFTER_NANOS) {
            return List.of();
        }
        List<Records.Owed> owed = records.owed();
        mark = seen;
        looked = now;
        return owed;
    }

    private void send(List<Records.Owed> owed) {
        long now = System.nanoTime();
        sent.values().removeIf(at -> now - at >= AGAIN_AFTER_NANOS);
        for (Records.Owed one : owed) {
            if (sent.putIfAbsent(key(one.gateway(), one.seq()), now) == null) {
                desk.tell(one.gateway(), UplinkTopics.REVOKE, one.revocation());
            }
        }
    }

    private static String key(GatewayId gateway, long seq) {
        return gateway + "/" + seq;
    }
}
