package io.gatehouse.fleet.link;

import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkTopics;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deals with what gateways say: a batch goes to intake and its acknowledgement back, a hello is answered with what is
 * held, the site book and the commands that wait. When there is no room or no database, the gateway is told to wait.
 */
final class Desk implements Upward {

    static final String BUSY = "BUSY";
    static final String DATABASE_DOWN = "DATABASE_DOWN";

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final int BUSY_RETRY_MILLIS = 1_000;
    private static final int DOWN_RETRY_MILLIS = 3_000;

    private final Records records;
    private final GatewayQueues queues;
    private final LinkCounts counts;
    private Downlink downlink = (gateway, channel, payload) -> Future.failedFuture("the link is not open yet");

    Desk(Records records, GatewayQueues queues, LinkCounts counts) {
        this.records = records;
        this.queues = queues;
        this.counts = counts;
    }

    /** Where answers go; set once, before the first message arrives. */
    void answersTo(Downlink way) {
        downlink = way;
    }

    @Override
    public Future<Void> take(GatewayId gateway, String channel, byte[] payload) {
        return switch (channel) {
            case UplinkTopics.BATCH -> read(gateway, payload, UplinkBatch.class, UplinkBatch::gateway, this::batch);
            case UplinkTopics.HELLO -> read(gateway, payload, GatewayHello.class, GatewayHello::gateway, this::hello);
            case UplinkTopics.HEARTBEAT ->
                read(gateway, payload, GatewayHeartbeat.class, GatewayHeartbeat::gateway, this::heartbeat);
            default -> malformed(gateway, "there is no channel " + channel);
        };
    }

    private <T> Future<Void> read(
            GatewayId gateway, byte[] payload, Class<T> type, Function<T, GatewayId> sender, Taking<T> taking) {
        Decoded<T> decoded = WireFormat.CBOR.read(payload, type);
        return decoded.fold(
                message -> sender.apply(message).equals(gateway)
                        ? taking.take(gateway, message, payload.length)
                        : malformed(gateway, "the message says it is from " + sender.apply(message)),
                (Refusal refusal) -> malformed(gateway, refusal.message()));
    }

    private Future<Void> batch(GatewayId gateway, UplinkBatch batch, int size) {
        counts.batches().increment();
        return queued(gateway, size, () -> records.take(batch))
                .recover(failure -> Future.succeededFuture(refusal(batch, failure)))
                .compose(ack -> tell(gateway, UplinkTopics.ACK, ack));
    }

    private Future<Void> hello(GatewayId gateway, GatewayHello hello, int size) {
        LOG.info("gateway {} says hello ({}, site book {})", gateway, hello.software(), hello.siteBookVersion());
        return queued(gateway, size, () -> welcome(gateway, hello))
                .compose(welcome -> answer(gateway, welcome))
                .recover(failure -> {
                    LOG.warn("the hello of {} waits: {}", gateway, failure.toString());
                    return refuseLogs(gateway, hello, failure);
                });
    }

    private Future<Void> heartbeat(GatewayId gateway, GatewayHeartbeat heartbeat, int size) {
        return queued(gateway, size, () -> {
                    records.note(heartbeat);
                    return heartbeat;
                })
                .<Void>mapEmpty()
                .recover(failure -> {
                    // the next one comes in seconds
                    LOG.debug("a heartbeat of {} is left out: {}", gateway, failure.toString());
                    return Future.succeededFuture();
                });
    }

    private Welcome welcome(GatewayId gateway, GatewayHello hello) {
        return new Welcome(records.greet(hello), records.siteBook(gateway), records.waitingCommands(gateway));
    }

    private Future<Void> answer(GatewayId gateway, Welcome welcome) {
        welcome.acks().forEach(ack -> tell(gateway, UplinkTopics.ACK, ack));
        welcome.book().ifPresent(notice -> tell(gateway, UplinkTopics.BOOK, notice));
        welcome.commands().forEach(order -> tell(gateway, UplinkTopics.COMMAND, order));
        return Future.succeededFuture();
    }

    private Future<Void> refuseLogs(GatewayId gateway, GatewayHello hello, Throwable failure) {
        hello.logs().forEach(log -> tell(gateway, UplinkTopics.ACK, refusal(log.log(), failure)));
        return Future.succeededFuture();
    }

    /** Says it once and shrugs when nobody listens: the gateway asks again at its next hello. */
    Future<Void> tell(GatewayId gateway, String channel, Object message) {
        return downlink.tell(gateway, channel, WireFormat.CBOR.write(message)).recover(failure -> {
            LOG.debug("{} did not get a {}: {}", gateway, channel, failure.toString());
            return Future.succeededFuture();
        });
    }

    private <T> Future<T> queued(GatewayId gateway, int size, Callable<T> work) {
        return queues.submit(gateway, size, work).orElseGet(() -> {
            counts.refused().increment();
            return Future.failedFuture(new NoRoom());
        });
    }

    private UplinkAck refusal(UplinkBatch batch, Throwable failure) {
        if (!(failure instanceof NoRoom)) {
            LOG.warn("a batch of {} was not taken", batch.gateway(), failure);
        }
        return refusal(batch.log(), failure);
    }

    private static UplinkAck refusal(LogId log, Throwable failure) {
        return failure instanceof NoRoom
                ? new UplinkAck(log, IntervalSet.EMPTY, 0, BUSY, BUSY_RETRY_MILLIS)
                : new UplinkAck(log, IntervalSet.EMPTY, 0, DATABASE_DOWN, DOWN_RETRY_MILLIS);
    }

    private Future<Void> malformed(GatewayId gateway, String why) {
        counts.malformed().increment();
        LOG.warn("gateway {} said something that cannot be read: {}", gateway, why);
        return Future.succeededFuture();
    }

    /** What a hello is answered with. */
    private record Welcome(List<UplinkAck> acks, Optional<SiteBookNotice> book, List<CommandOrder> commands) {}

    @FunctionalInterface
    private interface Taking<T> {
        Future<Void> take(GatewayId gateway, T message, int size);
    }

    /** The queues are full; no stack trace, for it is no surprise. */
    private static final class NoRoom extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoRoom() {
            super("the intake has no room", null, false, false);
        }
    }
}
