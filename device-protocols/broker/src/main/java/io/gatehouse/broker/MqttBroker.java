package io.gatehouse.broker;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The broker. Public methods may be called from any thread and never block.
 *
 * <pre>
 *   TCP, TLS ──► Reception ──► Connection ──► hooks.onPublish ──► verdict ──► acknowledgement, in order
 *                   │              ▲                                 │
 *                 Room ────────► Session ◄──────────── routed or MqttBroker.publish
 * </pre>
 */
public final class MqttBroker {

    private final Context context;
    private final Room room;
    private final MqttServer plain;
    private final @Nullable MqttServer secure;

    private MqttBroker(Context context, Room room, MqttServer plain, @Nullable MqttServer secure) {
        this.context = context;
        this.room = room;
        this.plain = plain;
        this.secure = secure;
    }

    /**
     * Starts listening.
     *
     * <ul>
     *   <li>completes when all listeners are bound
     *   <li>fails with {@link java.net.BindException} when a port is in use; nothing listens then
     * </ul>
     */
    public static Future<MqttBroker> start(Vertx vertx, BrokerOptions options, BrokerHooks hooks) {
        Context context = vertx.getOrCreateContext();
        Room room = new Room(context, options, hooks);
        Reception reception = new Reception(context, room, hooks);
        MqttServer plain = server(vertx, reception, plainOptions(options));
        MqttServer secure = options.tlsPort().isPresent() ? server(vertx, reception, tlsOptions(options)) : null;
        MqttBroker broker = new MqttBroker(context, room, plain, secure);
        return broker.on(() -> plain.listen()
                        .compose(p -> secure == null
                                ? Future.succeededFuture(plain)
                                : secure.listen()
                                        .recover(failed -> plain.close().compose(v -> Future.failedFuture(failed)))))
                .map(broker);
    }

    private static MqttServer server(Vertx vertx, Reception reception, MqttServerOptions options) {
        return MqttServer.create(vertx, options)
                .endpointHandler(reception::onConnect)
                .exceptionHandler(failure -> {});
    }

    private static MqttServerOptions plainOptions(BrokerOptions options) {
        return common(options).setPort(options.port());
    }

    private static MqttServerOptions tlsOptions(BrokerOptions options) {
        return common(options)
                .setPort(options.tlsPort().orElseThrow())
                .setSsl(true)
                .setKeyCertOptions(options.certificate());
    }

    private static MqttServerOptions common(BrokerOptions options) {
        MqttServerOptions common = new MqttServerOptions()
                .setMaxMessageSize(options.maxMessageBytes())
                .setTimeoutOnConnect(BrokerOptions.CONNECT_TIMEOUT_SECONDS)
                .setMaxClientIdLength(128)
                .setAutoClientId(true);
        common.setHost(options.host());
        return common;
    }

    public int port() {
        return plain.actualPort();
    }

    /** The TLS port, or -1 when there is none. */
    public int tlsPort() {
        return secure == null ? -1 : secure.actualPort();
    }

    /**
     * Sends a message to whoever subscribed; QoS 1 and 2 also waits for sessions that are away.
     *
     * <ul>
     *   <li>completes with the number of live sessions it was sent to, before they have acknowledged it
     * </ul>
     */
    public Future<Integer> publish(OutboundPublish message) {
        return on(() -> Future.succeededFuture(room.deliver(message, null)));
    }

    /** Whether somebody is signed in under the identity now. */
    public Future<Boolean> isConnected(String identity) {
        return on(() -> Future.succeededFuture(room.connectionOf(identity) != null));
    }

    /** Ends the identity's connection, if there is one (MQTT 5: 0x98, administrative action). */
    public Future<Void> disconnect(String identity, String reason) {
        return on(() -> {
            Connection connection = room.connectionOf(identity);
            if (connection != null) {
                connection.end(MqttDisconnectReasonCode.ADMINISTRATIVE_ACTION, reason);
            }
            return Future.succeededFuture();
        });
    }

    public Future<BrokerCounts> counts() {
        return on(() -> Future.succeededFuture(room.counts()));
    }

    /** Stops listening and ends all connections. Completes when the ports are free. */
    public Future<Void> close() {
        return on(() -> plain.close().compose(v -> secure == null ? Future.succeededFuture() : secure.close()));
    }

    private <T> Future<T> on(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(v -> work.get().onComplete(promise));
        return promise.future();
    }
}
