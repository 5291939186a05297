package io.gatehouse.fleet.link;

import io.gatehouse.fleet.trace.IntakeTraces;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.uplink.PackedBatch;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkTopics;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches: at most what there is room for, each gateway its share, unpacked and written on a worker. What is
 * acknowledged is committed; everything else is refused with the time after which to try again. Safe from any thread.
 */
final class BatchDesk {

    private static final Logger LOG = LoggerFactory.getLogger(BatchDesk.class);
    private static final int DOWN_RETRY_MILLIS = 2_000;
    private static final int UNREADABLE_RETRY_MILLIS = 60_000;

    private final Records records;
    private final GatewayQueues queues;
    private final Credit credit;
    private final LinkCounts counts;
    private final Desk.Teller teller;
    private final IntakeTraces traces;
    private final DatabaseWatch database = new DatabaseWatch(System::nanoTime);
    /** What waits or runs: a gateway that grows impatient sends the same once more. */
    private final Set<Key> inWork = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean downIsTold = new AtomicBoolean();

    BatchDesk(Records records, GatewayQueues queues, Credit credit, LinkCounts counts, Around around) {
        this.records = records;
        this.queues = queues;
        this.credit = credit;
        this.counts = counts;
        this.teller = around.teller();
        this.traces = around.traces();
    }

    /** Who hears of what became of a batch. */
    record Around(Desk.Teller teller, IntakeTraces traces) {}

    /** The batch of an arrival; throws {@link Unreadable} when there is none in it. */
    @FunctionalInterface
    interface Content {
        UplinkBatch batch();
    }

    /**
     * A batch at the door.
     *
     * @param size the bytes that it takes here
     * @param boot who sends it, or nothing when it does not say
     */
    record Arrival(
            GatewayId gateway,
            LogId log,
            long first,
            int size,
            @Nullable String boot,
            Content content) {

        static Arrival of(PackedBatch packed) {
            // what it claims is made at most of it, whatever is in it
            int size = Math.min(Math.max(packed.size(), 0), PackedBatch.MAX_SIZE) + packed.piece().length;
            return new Arrival(
                    packed.gateway(),
                    packed.log(),
                    packed.first(),
                    size,
                    packed.boot(),
                    () -> packed.unpack().fold(batch -> batch, refusal -> {
                        throw new Unreadable(refusal.message());
                    }));
        }

        Key key() {
            return new Key(gateway, log, first, size, String.valueOf(boot));
        }
    }

    private record Key(GatewayId gateway, LogId log, long first, int size, String boot) {}

    Future<Void> take(Arrival arrival) {
        counts.batches().increment();
        long arrived = traces.now();
        if (!inWork.add(arrival.key())) {
            counts.repeated().increment();
            return Future.succeededFuture();
        }
        return queues.submit(arrival.gateway(), arrival.size(), () -> write(arrival, arrived))
                .orElseGet(() -> {
                    counts.refused().increment();
                    return Future.failedFuture(new NoRoom());
                })
                .recover(failure -> {
                    if (failure instanceof Unreadable) {
                        counts.unreadable().increment();
                        LOG.warn("a batch of {} cannot be unpacked: {}", arrival.gateway(), failure.getMessage());
                    }
                    return Future.succeededFuture(refusal(arrival.log(), arrival.boot(), failure));
                })
                .compose(ack -> {
                    inWork.remove(arrival.key());
                    return teller.tell(arrival.gateway(), UplinkTopics.ACK, ack);
                });
    }

    private UplinkAck write(Arrival arrival, long arrived) {
        if (!database.mayTry()) {
            throw new Down();
        }
        UplinkBatch batch = arrival.content().batch();
        long start = credit.start();
        IntakeTraces.Times times = new IntakeTraces.Times(arrived, traces.now());
        try {
            UplinkAck ack = records.take(batch, arrival.boot());
            database.answered();
            traces.taken(batch, ack, times);
            downIsTold.set(false);
            return ack.refusal() == null ? ack.with(credit.grant(queues.load())) : ack;
        } catch (RuntimeException e) {
            database.failed();
            traces.failed(batch, times, e);
            if (downIsTold.compareAndSet(false, true)) {
                LOG.warn("a batch of {} was not taken, and everybody waits: {}", arrival.gateway(), e.toString(), e);
            }
            throw e;
        } finally {
            credit.written(batch.records().size(), start);
        }
    }

    /** What is told of the logs, with what may be sent of them now. */
    List<UplinkAck> granting(List<UplinkAck> acks) {
        int granted = credit.grant(queues.load());
        return acks.stream().map(ack -> ack.with(granted)).toList();
    }

    UplinkAck refusal(LogId log, @Nullable String boot, Throwable failure) {
        if (failure instanceof NoRoom) {
            return Desk.refused(log, boot, UplinkAck.BUSY, credit.retryMillis(queues.load()));
        }
        return failure instanceof Unreadable
                ? Desk.refused(log, boot, UplinkAck.UNREADABLE, UNREADABLE_RETRY_MILLIS)
                : Desk.refused(log, boot, UplinkAck.DATABASE_DOWN, DOWN_RETRY_MILLIS);
    }

    /** The queues are full; no stack trace, for it is no surprise. */
    static final class NoRoom extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoRoom() {
            super("the intake has no room", null, false, false);
        }
    }

    /** The database has just failed for another batch. */
    private static final class Down extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Down() {
            super("the database does not answer", null, false, false);
        }
    }

    /** A packed batch that is none. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String why) {
            super(why, null, false, false);
        }
    }
}
