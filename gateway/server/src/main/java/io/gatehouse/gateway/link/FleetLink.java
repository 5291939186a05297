package io.gatehouse.gateway.link;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.uplink.UplinkTopics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MQTT 5 connection to the fleet: tries again for ever, with a growing random pause, a fresh client for each try so
 * that no state of an old session lives on. It keeps nothing: what it cannot send now is dropped, the uplink knows. On
 * the gateway's context; the client's threads hand over to it.
 */
public final class FleetLink {

    private static final Logger LOG = LoggerFactory.getLogger(FleetLink.class);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final int KEEP_ALIVE_SECONDS = 15;
    private static final List<String> DOWN = List.of(UplinkTopics.ACK, UplinkTopics.BOOK, UplinkTopics.COMMAND);

    private final Vertx vertx;
    private final Context context;
    private final LinkSettings settings;
    private final RandomGenerator random;
    private Runnable onUp = () -> {};
    private Runnable onDown = () -> {};
    private BiConsumer<String, byte[]> onMessage = (channel, payload) -> {};

    // for the process
    private boolean stopped;
    private int tries;

    // for the connection
    private @Nullable Mqtt5AsyncClient client;
    private boolean up;
    private long upSince;

    public FleetLink(Vertx vertx, Context context, LinkSettings settings, RandomGenerator random) {
        this.vertx = vertx;
        this.context = context;
        this.settings = settings;
        this.random = random;
    }

    /** Who hears of the connection and of messages (channel and payload); set once while wiring. */
    public void hears(Runnable connected, Runnable disconnected, BiConsumer<String, byte[]> message) {
        onUp = connected;
        onDown = disconnected;
        onMessage = message;
    }

    /** Connects, and goes on trying until {@link #stop}. */
    public void start() {
        if (stopped) {
            return;
        }
        Mqtt5AsyncClient fresh = build();
        client = fresh;
        fresh.publishes(MqttGlobalPublishFilter.ALL, this::received);
        fresh.connectWith()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .simpleAuth()
                .username(settings.gateway().value())
                .password(settings.secret().getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send()
                .thenCompose(connected -> subscribe(fresh))
                .whenComplete((done, failure) -> context.runOnContext(v -> {
                    if (failure == null) {
                        connected(fresh);
                    } else {
                        lost(fresh, failure);
                    }
                }));
    }

    private Mqtt5AsyncClient build() {
        Mqtt5ClientBuilder builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier("gw-" + settings.gateway())
                .serverHost(settings.mqtt().getHost())
                .serverPort(settings.mqtt().getPort())
                .addDisconnectedListener(this::disconnected);
        boolean secure = "ssl".equals(settings.mqtt().getScheme());
        return (secure ? builder.sslWithDefaultConfig() : builder).buildAsync();
    }

    private CompletableFuture<?> subscribe(Mqtt5AsyncClient fresh) {
        CompletableFuture<?>[] all = DOWN.stream()
                .map(channel -> fresh.subscribeWith()
                        .topicFilter(UplinkTopics.topic(settings.gateway(), channel))
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all);
    }

    /** On the client's thread; must never throw, or the stream of messages ends. */
    private void received(Mqtt5Publish publish) {
        String topic = publish.getTopic().toString();
        byte[] payload = publish.getPayloadAsBytes();
        for (String channel : DOWN) {
            if (topic.equals(UplinkTopics.topic(settings.gateway(), channel))) {
                context.runOnContext(v -> onMessage.accept(channel, payload));
            }
        }
    }

    private void disconnected(MqttClientDisconnectedContext lost) {
        context.runOnContext(v -> {
            Mqtt5AsyncClient now = client;
            if (now != null && up) {
                lost(now, lost.getCause());
            }
        });
    }

    private void connected(Mqtt5AsyncClient fresh) {
        if (fresh != client || stopped) {
            fresh.disconnect();
            return;
        }
        if (!fresh.getState().isConnected()) {
            // cut again before we could look: nobody would tell us a second time
            lost(fresh, new IOException("the line was cut at once"));
            return;
        }
        up = true;
        upSince = System.nanoTime();
        tries = 0;
        LOG.info("connected to the fleet at {}", settings.mqtt());
        onUp.run();
    }

    private void lost(Mqtt5AsyncClient which, Throwable cause) {
        if (which != client) {
            return;
        }
        client = null;
        boolean was = up;
        up = false;
        which.disconnect();
        if (was) {
            LOG.info("the line to the fleet is down: {}", cause.toString());
            onDown.run();
        } else if (tries == 0) {
            LOG.warn("the fleet at {} cannot be reached: {}; trying on", settings.mqtt(), cause.toString());
        }
        if (!stopped) {
            long most = Math.min(settings.longestPause().toMillis(), FIRST_PAUSE_MILLIS << Math.min(tries++, 10));
            vertx.setTimer(1 + random.nextLong(most), timer -> start());
        }
    }

    public boolean isUp() {
        return up;
    }

    /** Milliseconds since the connection came up, 0 when it is down. */
    public long upForMillis() {
        return up ? (System.nanoTime() - upSince) / 1_000_000 : 0;
    }

    /** Sends if connected; a failure is not told, the answer that stays out is. */
    public void send(String channel, Object message) {
        Mqtt5AsyncClient now = client;
        if (up && now != null) {
            now.publishWith()
                    .topic(UplinkTopics.topic(settings.gateway(), channel))
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(WireFormat.CBOR.write(message))
                    .send();
        }
    }

    /** Ends the connection and the trying. */
    public Future<Void> stop() {
        stopped = true;
        Mqtt5AsyncClient now = client;
        client = null;
        up = false;
        return now == null
                ? Future.succeededFuture()
                : Future.fromCompletionStage(now.disconnect(), context)
                        .recover(notConnected -> Future.succeededFuture())
                        .mapEmpty();
    }
}
