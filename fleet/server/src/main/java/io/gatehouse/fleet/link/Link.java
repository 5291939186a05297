package io.gatehouse.fleet.link;

import io.gatehouse.broker.BrokerOptions;
import io.gatehouse.broker.MqttBroker;
import io.gatehouse.fleet.trace.IntakeTraces;
import io.gatehouse.launch.StartRefusal;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import io.gatehouse.protocol.uplink.UplinkTopics;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.BindException;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's end of the wire to the gateways. Safe from any thread.
 *
 * <pre>
 *  gateway ──► own listener ─┐             ┌─► GatewayQueues ─► Records (intake, registry, commands)
 *          or external broker ┴─► Desk ─────┤        (workers, in each gateway's order)
 *  gateway ◄── Downlink ◄───────────────────┘  ack, book, command
 * </pre>
 */
public final class Link {

    private final Vertx vertx;
    private final Context context;
    private final Records records;
    private final WorkerExecutor workers;
    private final LinkCounts counts;
    private final Desk desk;
    private final RevocationPush push;
    private volatile @Nullable OwnListener own;

    /** @param workers on which intake and everything else that blocks runs */
    public Link(Context context, Records records, WorkerExecutor workers, Room room, Watched watched) {
        MeterRegistry registry = watched.registry();
        this.vertx = context.owner();
        this.context = context;
        this.records = records;
        this.workers = workers;
        this.counts = LinkCounts.in(registry);
        GatewayQueues queues = new GatewayQueues(workers, room.batchesPerGateway(), room.maxBytes());
        this.desk = new Desk(records, queues, new Credit(room.writers(), System::nanoTime), counts, watched.traces());
        this.push = new RevocationPush(vertx, workers, records, desk);
        registry.gauge("gatehouse.fleet.link.waiting.bytes", queues, GatewayQueues::bytes);
    }

    /** Where numbers and traces go. */
    public record Watched(MeterRegistry registry, IntakeTraces traces) {}

    /**
     * What may wait for the workers.
     *
     * @param writers threads that write at once
     * @param batchesPerGateway messages of one gateway
     * @param maxBytes of all messages of all gateways
     */
    public record Room(int writers, int batchesPerGateway, long maxBytes) {}

    /**
     * Opens the fleet's own listener.
     *
     * <ul>
     *   <li>completes when its ports are open
     *   <li>fails with {@link StartRefusal} when a port is in use
     * </ul>
     */
    public Future<MqttBroker> listen(BrokerOptions options) {
        OwnListener listener = new OwnListener(records, workers, desk, counts);
        desk.answersTo(listener);
        own = listener;
        push.start();
        return MqttBroker.start(vertx, options, listener)
                .onSuccess(listener::speakThrough)
                .recover(failure -> Future.failedFuture(refusal(options, failure)));
    }

    /** Uses an external broker; completes after the first try to connect, whatever came of it. */
    public Future<ExternalBroker> through(BrokerAddress address, String clientId) {
        ExternalBroker broker = new ExternalBroker(vertx, context, address, clientId, desk);
        desk.answersTo(broker);
        push.start();
        return broker.start().map(broker);
    }

    /** Sends a command; one that nobody takes now is sent again at the gateway's next hello. */
    public Future<Void> send(GatewayId gateway, CommandOrder order) {
        return desk.tell(gateway, UplinkTopics.COMMAND, order);
    }

    /** What the gateway proves itself with was taken back: it must go. Nothing happens when it is not connected here. */
    public void drop(GatewayId gateway) {
        OwnListener listener = own;
        if (listener != null) {
            listener.drop(gateway, "what this gateway proves itself with was taken back");
        }
    }

    /** Says that there is a new site book. */
    public Future<Void> send(GatewayId gateway, SiteBookNotice notice) {
        return desk.tell(gateway, UplinkTopics.BOOK, notice);
    }

    /** Looks for nothing any more: the workers go next. On the fleet's context. */
    public Future<Void> stop() {
        push.stop();
        return Future.succeededFuture();
    }

    private static Throwable refusal(BrokerOptions options, Throwable failure) {
        if (!(failure instanceof BindException)) {
            return failure;
        }
        String option = options.tlsPort().isPresent()
                ? "gatehouse.fleet.mqtt.port or gatehouse.fleet.mqtt.tls-port"
                : "gatehouse.fleet.mqtt.port";
        return new StartRefusal(
                option, options.host() + ":" + options.port() + " cannot be opened: " + failure.getMessage());
    }
}
