package io.gatehouse.fleet.link;

import io.gatehouse.fleet.trace.IntakeTraces;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.sitebook.SignedRevocation;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.PackedBatch;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import io.gatehouse.protocol.uplink.SiteBookState;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkPulse;
import io.gatehouse.protocol.uplink.UplinkTopics;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deals with what gateways say: a batch goes to intake and its acknowledgement back, a hello is answered with what is
 * held, the site book and the commands that wait, a heartbeat at once. When there is no room or no database, the gateway
 * is told to wait.
 */
final class Desk implements Upward {

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private final Records records;
    private final GatewayQueues queues;
    private final LinkCounts counts;
    private final BatchDesk batches;
    private Downlink downlink = (gateway, channel, payload) -> Future.failedFuture("the link is not open yet");

    Desk(Records records, GatewayQueues queues, Credit credit, LinkCounts counts) {
        this(records, queues, credit, counts, IntakeTraces.OFF);
    }

    Desk(Records records, GatewayQueues queues, Credit credit, LinkCounts counts, IntakeTraces traces) {
        this.records = records;
        this.queues = queues;
        this.counts = counts;
        this.batches = new BatchDesk(records, queues, credit, counts, new BatchDesk.Around(this::tell, traces));
    }

    /** Where answers go; set once, before the first message arrives. */
    void answersTo(Downlink way) {
        downlink = way;
    }

    @Override
    public Future<Void> take(GatewayId gateway, String channel, byte[] payload) {
        return switch (channel) {
            case UplinkTopics.BATCH ->
                read(
                        gateway,
                        payload,
                        UplinkBatch.class,
                        UplinkBatch::gateway,
                        (from, batch, size) -> batches.take(
                                new BatchDesk.Arrival(from, batch.log(), batch.first(), size, null, () -> batch)));
            case UplinkTopics.PACKED ->
                read(
                        gateway,
                        payload,
                        PackedBatch.class,
                        PackedBatch::gateway,
                        (from, packed, size) -> batches.take(BatchDesk.Arrival.of(packed)));
            case UplinkTopics.HELLO -> read(gateway, payload, GatewayHello.class, GatewayHello::gateway, this::hello);
            case UplinkTopics.HEARTBEAT ->
                read(gateway, payload, GatewayHeartbeat.class, GatewayHeartbeat::gateway, this::heartbeat);
            case UplinkTopics.BOOK_STATE ->
                read(gateway, payload, SiteBookState.class, SiteBookState::gateway, this::bookState);
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

    private Future<Void> hello(GatewayId gateway, GatewayHello hello, int size) {
        LOG.info("gateway {} says hello ({}, site book {})", gateway, hello.software(), hello.siteBookVersion());
        return queued(gateway, size, () -> welcome(gateway, hello))
                .compose(welcome -> answer(gateway, welcome))
                .recover(failure -> {
                    LOG.warn("the hello of {} waits: {}", gateway, failure.toString());
                    return refuseLogs(gateway, hello, failure);
                });
    }

    /** Answered at once: the pulse says that the line carries both ways, whatever the database does. */
    private Future<Void> heartbeat(GatewayId gateway, GatewayHeartbeat heartbeat, int size) {
        tell(gateway, UplinkTopics.PULSE, new UplinkPulse(heartbeat.bootId(), null, 0));
        return queued(gateway, size, () -> records.note(heartbeat))
                .compose(pulse -> pulse.refusal() == null
                        ? Future.<Void>succeededFuture()
                        : tell(gateway, UplinkTopics.PULSE, pulse))
                .recover(failure -> {
                    // the next one comes in seconds
                    LOG.debug("a heartbeat of {} is left out: {}", gateway, failure.toString());
                    return Future.succeededFuture();
                });
    }

    private Future<Void> bookState(GatewayId gateway, SiteBookState state, int size) {
        return this.<Void>queued(gateway, size, () -> {
                    records.note(state);
                    return null;
                })
                .recover(failure -> {
                    // it comes again with the next heartbeat
                    LOG.debug("a book state of {} is left out: {}", gateway, failure.toString());
                    return Future.succeededFuture();
                });
    }

    private Welcome welcome(GatewayId gateway, GatewayHello hello) {
        List<UplinkAck> acks = records.greet(hello);
        boolean refused = acks.stream().anyMatch(ack -> ack.refusal() != null);
        return refused
                ? new Welcome(List.of(), acks, Optional.empty(), List.of())
                : new Welcome(
                        records.revocations(gateway),
                        batches.granting(acks),
                        records.siteBook(gateway),
                        records.waitingCommands(gateway));
    }

    private Future<Void> answer(GatewayId gateway, Welcome welcome) {
        welcome.revocations().forEach(one -> tell(gateway, UplinkTopics.REVOKE, one));
        welcome.acks().forEach(ack -> tell(gateway, UplinkTopics.ACK, ack));
        welcome.book().ifPresent(notice -> tell(gateway, UplinkTopics.BOOK, notice));
        welcome.commands().forEach(order -> tell(gateway, UplinkTopics.COMMAND, order));
        return Future.succeededFuture();
    }

    private Future<Void> refuseLogs(GatewayId gateway, GatewayHello hello, Throwable failure) {
        String boot = hello.start() == null ? null : hello.bootId();
        hello.logs().forEach(log -> tell(gateway, UplinkTopics.ACK, batches.refusal(log.log(), boot, failure)));
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
            return Future.failedFuture(new BatchDesk.NoRoom());
        });
    }

    private Future<Void> malformed(GatewayId gateway, String why) {
        counts.malformed().increment();
        LOG.warn("gateway {} said something that cannot be read: {}", gateway, why);
        return Future.succeededFuture();
    }

    /** What a hello is answered with. */
    private record Welcome(
            List<SignedRevocation> revocations,
            List<UplinkAck> acks,
            Optional<SiteBookNotice> book,
            List<CommandOrder> commands) {}

    @FunctionalInterface
    private interface Taking<T> {
        Future<Void> take(GatewayId gateway, T message, int size);
    }

    /** Says something on a gateway's channel. */
    @FunctionalInterface
    interface Teller {
        Future<Void> tell(GatewayId gateway, String channel, Object message);
    }

    /** The log's end of a refusal. */
    static UplinkAck refused(LogId log, @Nullable String boot, String refusal, int retryMillis) {
        UplinkAck.Lease lease = boot == null ? null : new UplinkAck.Lease(boot, 0, List.of());
        return UplinkAck.refused(log, refusal, retryMillis, lease);
    }
}
