package io.gatehouse.fleet.link;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.uplink.UplinkTopics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT 5 broker between gateways and several fleet nodes, which share the gateways' messages ({@code $share/fleet/}).
 * A message is acknowledged to the broker when it has been dealt with; a node that dies leaves its open ones to the
 * others, and what the broker loses the gateways send again, for they wait for the application's acknowledgement.
 *
 * <p>Everything happens on one context. Each connection is a client of its own with a session that ends with it: nothing
 * waits in a session that nobody reads.
 */
public final class ExternalBroker implements Downlink {

    private static final Logger LOG = LoggerFactory.getLogger(ExternalBroker.class);

    private static final String SHARE = "$share/fleet/";
    private static final List<String> CHANNELS = List.of(
            UplinkTopics.BATCH,
            UplinkTopics.PACKED,
            UplinkTopics.HELLO,
            UplinkTopics.HEARTBEAT,
            UplinkTopics.BOOK_STATE);
    private static final int MAX_PACKET_BYTES = 4 * 1024 * 1024;
    private static final int KEEP_ALIVE_SECONDS = 15;
    private static final int SOCKET_SECONDS = 5;
    private static final int CONNECT_SECONDS = 10;
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 15_000;

    private final Vertx vertx;
    private final Context context;
    private final BrokerAddress address;
    private final String clientId;
    private final Upward upward;

    // written on the context, read from anywhere
    private volatile @Nullable Mqtt5AsyncClient client;
    private volatile boolean connected;
    private volatile long broken;

    // context only
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean stopped;

    ExternalBroker(Vertx vertx, Context context, BrokerAddress address, String clientId, Upward upward) {
        this.vertx = vertx;
        this.context = context;
        this.address = address;
        this.clientId = clientId;
        this.upward = upward;
    }

    /** Connects, and keeps connecting. Completes after the first try, whatever came of it. */
    public Future<Void> start() {
        Promise<Void> tried = Promise.promise();
        context.runOnContext(v -> connect().onComplete(done -> tried.complete()));
        return tried.future();
    }

    /** Disconnects and does not come back. */
    public Future<Void> stop() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> {
            stopped = true;
            Mqtt5AsyncClient last = client;
            if (last == null || !connected) {
                done.complete();
            } else {
                Future.fromCompletionStage(last.disconnect(), context).onComplete(ignored -> done.complete());
            }
        });
        return done.future();
    }

    public boolean isConnected() {
        return connected;
    }

    /** Messages whose handling broke; each is a bug or a broken machine. */
    public long broken() {
        return broken;
    }

    @Override
    public Future<Void> tell(GatewayId gateway, String channel, byte[] payload) {
        Mqtt5AsyncClient now = client;
        if (now == null || !connected) {
            return Future.failedFuture("the broker " + address + " is not connected");
        }
        Mqtt5Publish publish = Mqtt5Publish.builder()
                .topic(UplinkTopics.topic(gateway, channel))
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .build();
        return Future.fromCompletionStage(now.publish(publish), context).mapEmpty();
    }

    private Future<Void> connect() {
        if (stopped) {
            return Future.succeededFuture();
        }
        Mqtt5AsyncClient fresh = build();
        client = fresh;
        // before the connection: what arrives without a registered flow would be acknowledged and lost
        fresh.publishes(MqttGlobalPublishFilter.ALL, this::arrived, this::onContext, true);
        return Future.fromCompletionStage(fresh.connect(hello()), context)
                .compose(ack -> Future.fromCompletionStage(fresh.subscribe(shared()), context)
                        .timeout(CONNECT_SECONDS, TimeUnit.SECONDS))
                .onSuccess(ack -> {
                    connected = true;
                    pauseMillis = FIRST_PAUSE_MILLIS;
                    LOG.info("connected to the broker {}", address);
                })
                .onFailure(failure -> fresh.disconnect())
                .<Void>mapEmpty()
                .recover(failure -> {
                    LOG.warn("the broker {} cannot be used: {}", address, failure.getMessage());
                    return Future.failedFuture(failure);
                });
    }

    private Mqtt5AsyncClient build() {
        Mqtt5ClientBuilder builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .transportConfig()
                .serverHost(address.host())
                .serverPort(address.port())
                .socketConnectTimeout(SOCKET_SECONDS, TimeUnit.SECONDS)
                .mqttConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .applyTransportConfig()
                .addDisconnectedListener(gone ->
                        onContext(() -> lost(String.valueOf(gone.getCause().getMessage()))));
        if (address.encrypted()) {
            builder = builder.sslWithDefaultConfig();
        }
        String user = address.user();
        String password = address.password();
        if (user != null && password != null) {
            builder = builder.simpleAuth()
                    .username(user)
                    .password(password.getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth();
        }
        return builder.buildAsync();
    }

    /**
     * No Receive Maximum: Mosquitto 2.0.11 sends beyond it on shared subscriptions and is cut off for that (MQTT 5 §4.9).
     * What may be open is bounded by the gateways' credit and by our own queues, which refuse.
     */
    private static Mqtt5Connect hello() {
        return Mqtt5Connect.builder()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .restrictions()
                .maximumPacketSize(MAX_PACKET_BYTES)
                .applyRestrictions()
                .build();
    }

    private static Mqtt5Subscribe shared() {
        return Mqtt5Subscribe.builder()
                .addSubscriptions(CHANNELS.stream()
                        .map(channel -> Mqtt5Subscription.builder()
                                .topicFilter(SHARE + UplinkTopics.everyGateway(channel))
                                .qos(MqttQos.AT_LEAST_ONCE)
                                .build()))
                .build();
    }

    private void lost(String why) {
        connected = false;
        if (stopped) {
            return;
        }
        LOG.warn("lost the broker {}, again in {} ms: {}", address, pauseMillis, why);
        vertx.setTimer(pauseMillis, id -> connect());
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, pauseMillis * 2);
    }

    private void onContext(Runnable task) {
        context.runOnContext(v -> task.run());
    }

    private void arrived(Mqtt5Publish publish) {
        try {
            String topic = publish.getTopic().toString();
            for (String channel : CHANNELS) {
                GatewayId gateway = UplinkTopics.gatewayOf(topic, channel).orElse(null);
                if (gateway != null) {
                    upward.take(gateway, channel, publish.getPayloadAsBytes()).onComplete(done -> {
                        if (done.failed()) {
                            count(topic, done.cause());
                        }
                        publish.acknowledge();
                    });
                    return;
                }
            }
            publish.acknowledge();
        } catch (RuntimeException e) {
            // the stream of messages must go on, or everything after this one would be lost in silence
            count(publish.getTopic().toString(), e);
            publish.acknowledge();
        }
    }

    private void count(String topic, Throwable failure) {
        broken = broken + 1;
        LOG.error("a message on {} could not be dealt with", topic, failure);
    }
}
