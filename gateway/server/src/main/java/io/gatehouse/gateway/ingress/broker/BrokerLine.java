package io.gatehouse.gateway.ingress.broker;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MQTT 5 connection to a broker on site: one session under one client id for ever, a fresh client for each try, so
 * that what was open in an old one comes again from the broker. Tries for ever, with a growing random pause. On the
 * gateway's context.
 */
final class BrokerLine {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerLine.class);

    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long SESSION_SECONDS = TimeUnit.DAYS.toSeconds(7);
    private static final int KEEP_ALIVE_SECONDS = 15;
    private static final int MAX_PACKET_BYTES = 128 * 1024;
    /**
     * No limit. Mosquitto 2.0.11 sends more than it is asked to after a restart, and the client then ends the connection:
     * no end of new tries. How much may be open is for {@link Inflow} to say.
     */
    private static final int RECEIVE_MAXIMUM = 65_535;

    private final Context context;
    private final BrokerSettings settings;
    private final List<String> filters;
    private final Hearer hearer;
    private final RandomGenerator random;

    // for the process
    private boolean stopped;
    private int tries;
    private int attempts;

    // for the connection
    private @Nullable Mqtt5AsyncClient client;
    private boolean up;

    /** Who hears of each message, and of the end of a connection. */
    record Hearer(Consumer<Mqtt5Publish> message, Runnable lost) {}

    BrokerLine(Context context, BrokerSettings settings, List<String> filters, Hearer hearer, RandomGenerator random) {
        this.context = context;
        this.settings = settings;
        this.filters = filters;
        this.hearer = hearer;
        this.random = random;
    }

    void start() {
        if (stopped) {
            return;
        }
        Mqtt5AsyncClient fresh = build();
        client = fresh;
        // before the connection: what arrives without a registered flow would be acknowledged and lost
        fresh.publishes(
                MqttGlobalPublishFilter.ALL,
                publish -> heard(fresh, publish),
                task -> context.runOnContext(v -> task.run()),
                true);
        Future.fromCompletionStage(fresh.connect(hello()), context)
                .compose(ack -> Future.fromCompletionStage(fresh.subscribe(subscriptions()), context))
                .onComplete(tried -> {
                    if (tried.succeeded()) {
                        connected(fresh);
                    } else {
                        lost(fresh, tried.cause());
                    }
                });
    }

    /** What was on its way to us when the connection was given up comes again in the next one. */
    private void heard(Mqtt5AsyncClient from, Mqtt5Publish publish) {
        if (from == client) {
            hearer.message().accept(publish);
        }
    }

    private Mqtt5AsyncClient build() {
        int attempt = ++attempts;
        Mqtt5ClientBuilder builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(settings.clientId())
                .serverHost(settings.address().getHost())
                .serverPort(settings.address().getPort())
                .addDisconnectedListener(gone -> context.runOnContext(v -> disconnected(attempt, gone.getCause())));
        return (settings.isEncrypted() ? builder.sslWithDefaultConfig() : builder).buildAsync();
    }

    /** Also before we are up: what is under way then waits in the client for a connection that it will not make. */
    private void disconnected(int attempt, Throwable cause) {
        Mqtt5AsyncClient now = client;
        if (attempt == attempts && now != null) {
            lost(now, cause);
        }
    }

    private Mqtt5Connect hello() {
        Mqtt5ConnectBuilder hello = Mqtt5Connect.builder()
                .cleanStart(false)
                .sessionExpiryInterval(SESSION_SECONDS)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .restrictions()
                .receiveMaximum(RECEIVE_MAXIMUM)
                .maximumPacketSize(MAX_PACKET_BYTES)
                .applyRestrictions();
        if (settings.user().isPresent()) {
            hello = hello.simpleAuth()
                    .username(settings.user().get())
                    .password(settings.password().orElse("").getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth();
        }
        return hello.build();
    }

    private Mqtt5Subscribe subscriptions() {
        return Mqtt5Subscribe.builder()
                .addSubscriptions(filters.stream()
                        .map(filter -> Mqtt5Subscription.builder()
                                .topicFilter(filter)
                                .qos(MqttQos.AT_LEAST_ONCE)
                                .build()))
                .build();
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
        tries = 0;
        LOG.info("connected to the broker {} on site", settings.address());
    }

    /** Gives the connection up, and tries again. */
    void cut(String why) {
        Mqtt5AsyncClient now = client;
        if (now != null) {
            lost(now, new IOException(why));
        }
    }

    private void lost(Mqtt5AsyncClient which, Throwable cause) {
        if (which != client) {
            return;
        }
        client = null;
        boolean was = up;
        up = false;
        which.disconnect();
        hearer.lost().run();
        if (was || tries == 0) {
            LOG.warn("the broker {} on site cannot be reached: {}; trying on", settings.address(), cause.toString());
        }
        if (!stopped) {
            long most = Math.min(settings.longestPause().toMillis(), FIRST_PAUSE_MILLIS << Math.min(tries, 20));
            tries++;
            context.owner().setTimer(1 + random.nextLong(Math.max(1, most)), timer -> start());
        }
    }

    boolean isUp() {
        return up;
    }

    /** Fails when the line is down or the broker refuses; the broker has it when it completes. */
    Future<Mqtt5PublishResult> send(Mqtt5Publish publish) {
        Mqtt5AsyncClient now = client;
        return up && now != null
                ? Future.fromCompletionStage(now.publish(publish), context)
                : Future.failedFuture("the broker on site is not connected");
    }

    /** Ends the connection and the trying; the session stays. */
    Future<Void> stop() {
        stopped = true;
        Mqtt5AsyncClient now = client;
        client = null;
        up = false;
        if (now == null) {
            return Future.succeededFuture();
        }
        return Future.fromCompletionStage(
                        now.disconnectWith()
                                .sessionExpiryInterval(SESSION_SECONDS)
                                .send(),
                        context)
                .recover(notConnected -> Future.succeededFuture())
                .mapEmpty();
    }
}
