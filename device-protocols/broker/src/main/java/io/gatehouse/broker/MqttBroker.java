package io.gatehouse.broker;

import io.gatehouse.broker.wire.Front;
import io.gatehouse.broker.wire.FrontLimits;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.List;
import java.util.function.Supplier;

/**
 * The broker. Public methods may be called from any thread and never block.
 *
 * <pre>
 *   TCP, TLS, websocket ──► Threshold ──► Reception ──► Connection ──► hooks.onPublish ──► verdict ──► acknowledgement
 *                                             │             ▲                                 │          in order
 *                                           Room ───────► Session ◄─────── routed, or MqttBroker.publish
 *                                             │             │
 *                                             └── Keeper ───┴──► BrokerStore
 * </pre>
 */
public final class MqttBroker {

    private static final long CHECK_SILENCE_MILLIS = 5_000;

    private final Context context;
    private final Room room;
    private final Listeners listeners;
    private final BrokerGround ground;
    private long checking;

    private MqttBroker(Context context, Room room, Listeners listeners, BrokerGround ground) {
        this.context = context;
        this.room = room;
        this.listeners = listeners;
        this.ground = ground;
    }

    /** As {@link #start(Vertx, BrokerOptions, BrokerHooks, BrokerGround)}, with nothing that survives the process. */
    public static Future<MqttBroker> start(Vertx vertx, BrokerOptions options, BrokerHooks hooks) {
        return start(vertx, options, hooks, BrokerGround.inMemory());
    }

    /**
     * Takes up what the ground's store holds and starts listening.
     *
     * <ul>
     *   <li>completes when all listeners are bound
     *   <li>fails with {@link java.net.BindException} when a port is in use; nothing listens then
     *   <li>fails with {@link java.io.IOException} when the store cannot be opened
     * </ul>
     */
    public static Future<MqttBroker> start(Vertx vertx, BrokerOptions options, BrokerHooks hooks, BrokerGround ground) {
        Context context = vertx.getOrCreateContext();
        Room room = new Room(context, options.limits(), hooks, ground);
        FrontLimits limits = new FrontLimits(
                options.limits().maxMessageBytes(),
                Math.min(options.limits().maxMessageBytes(), BrokerLimits.MAX_CONNECT_BYTES),
                BrokerLimits.MAX_UNKNOWN_BYTES,
                options.limits().maxConnections() + BrokerLimits.SPARE_SOCKETS,
                BrokerLimits.CONNECT_TIMEOUT_SECONDS * 1000L,
                BrokerLimits.TOPIC_ALIAS_MAXIMUM);
        Front front = new Front(vertx, limits, () -> room.counts.protocolErrors++, room.counts::unheard);
        Listeners listeners = new Listeners(front, options, new Reception(front, room)::onConnect);
        MqttBroker broker = new MqttBroker(context, room, listeners, ground);
        Promise<MqttBroker> started = Promise.promise();
        context.executeBlocking(() -> ground.store().open())
                .compose(records -> broker.on(() -> {
                    room.restore(records);
                    return listeners.listen();
                }))
                .onSuccess(
                        v -> broker.checking = vertx.setPeriodic(CHECK_SILENCE_MILLIS, timer -> broker.checkSilence()))
                .onComplete(listening -> {
                    if (listening.succeeded()) {
                        started.complete(broker);
                    } else {
                        broker.closeStore().onComplete(v -> started.fail(listening.cause()));
                    }
                });
        return started.future();
    }

    private void checkSilence() {
        context.runOnContext(v -> {
            long now = System.nanoTime();
            room.connections().forEach(connection -> connection.checkSilence(now));
        });
    }

    public int port() {
        return listeners.port(Listeners.PLAIN);
    }

    /** The TLS port, or -1 when there is none. */
    public int tlsPort() {
        return listeners.port(Listeners.TLS);
    }

    /** The websocket port, or -1 when there is none. */
    public int webSocketPort() {
        return listeners.port(Listeners.WEB);
    }

    /**
     * Sends a message to whoever subscribed; QoS 1 and 2 also waits for sessions that are away.
     *
     * <ul>
     *   <li>completes with the number of live sessions it was sent to, before they have acknowledged it
     * </ul>
     */
    public Future<Integer> publish(OutboundPublish message) {
        return on(() -> Future.succeededFuture(room.routes
                .deliver(Message.of(message, "", room.ticker().millis()), null)
                .live()));
    }

    /** Whether somebody is signed in under the identity now. */
    public Future<Boolean> isConnected(String identity) {
        return on(() -> Future.succeededFuture(!room.connectionsOf(identity).isEmpty()));
    }

    /** Ends the identity's connections, if there are any (MQTT 5: 0x98, administrative action). */
    public Future<Void> disconnect(String identity, String reason) {
        return on(() -> {
            List.copyOf(room.connectionsOf(identity))
                    .forEach(connection -> connection.end(MqttDisconnectReasonCode.ADMINISTRATIVE_ACTION, reason));
            return Future.succeededFuture();
        });
    }

    /**
     * Asks the hooks again about everything that is kept: sessions of whom they do not know any more go, with their
     * connections, and so do subscriptions, waiting messages and retained messages that are not allowed any more.
     */
    public Future<Void> reexamine() {
        return on(() -> {
            room.reexamine();
            return Future.succeededFuture();
        });
    }

    public Future<BrokerCounts> counts() {
        return on(() -> Future.succeededFuture(room.counts()));
    }

    /** Stops listening, ends all connections and lets the store go. Completes when the ports are free. */
    public Future<Void> close() {
        return on(() -> {
                    context.owner().cancelTimer(checking);
                    room.connections()
                            .forEach(each -> each.end(
                                    MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN, "the broker is shutting down"));
                    return listeners.close();
                })
                .eventually(this::closeStore);
    }

    private Future<Void> closeStore() {
        return context.executeBlocking(() -> {
            ground.store().close();
            return null;
        });
    }

    private <T> Future<T> on(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(v -> {
            try {
                work.get().onComplete(promise);
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }
}
