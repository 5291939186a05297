package io.gatehouse.gateway.link;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.PackedBatch;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkPulse;
import io.gatehouse.protocol.uplink.UplinkTopics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MQTT 5 connection to the fleet: tries again for ever, with a growing random pause, a fresh client for each try so
 * that no state of an old session lives on. It keeps nothing: what it cannot send now is dropped, the uplink knows. A
 * connection that carries nothing is given up, and a boot that has lost the word stays away for as long as it is told.
 * On the gateway's context; the client's threads hand over to it.
 */
public final class FleetLink {

    private static final Logger LOG = LoggerFactory.getLogger(FleetLink.class);
    private static final long RENEW_EVERY_MILLIS = TimeUnit.HOURS.toMillis(6);
    /** From the first packet to the last subscription. */
    private static final long TRY_MILLIS = 15_000;

    private static final int MOST_EARLY = 100;
    private static final long WATCH_MILLIS = 1_000;

    private final Vertx vertx;
    private final Context context;
    private final RandomGenerator random;
    private final Word word;
    private final LineWatch watch = new LineWatch();
    private Runnable onUp = () -> {};
    private Runnable onDown = () -> {};
    private BiConsumer<String, byte[]> onMessage = (channel, payload) -> {};

    // until it is moved to another fleet's address
    private LinkSettings settings;
    private FreshClients clients;
    private Pauses pauses;
    private long round;
    private long timer = -1;

    // for the process
    private boolean stopped;
    private Doubt doubt = Doubt.NONE;

    // for the connection
    private @Nullable Mqtt5AsyncClient client;
    private boolean up;
    private long stayAwayMillis;
    /** Orders that came before the fleet said that we have the word; it says them again at the next hello. */
    private final List<byte[]> early = new ArrayList<>();

    public FleetLink(Vertx vertx, Context context, LinkSettings settings, RandomGenerator random) {
        this.vertx = vertx;
        this.context = context;
        this.settings = settings;
        this.random = random;
        this.clients = new FreshClients(settings);
        this.pauses = new Pauses(settings.longestPause(), random);
        this.word = new Word(settings.boot().id());
    }

    /** Who hears of the connection and of messages (channel and payload); set once while wiring. */
    public void hears(Runnable connected, Runnable disconnected, BiConsumer<String, byte[]> message) {
        onUp = connected;
        onDown = disconnected;
        onMessage = message;
    }

    /** Connects, and goes on trying until {@link #stop}. */
    public void start() {
        renewNowAndThen();
        attempt();
    }

    private void attempt() {
        long mine = round;
        // the first client loads a thousand classes: nobody at a door waits for that
        context.executeBlocking(this::build, false)
                .onSuccess(fresh -> {
                    if (mine == round) {
                        connect(fresh);
                    }
                })
                .onFailure(failure -> {
                    if (mine == round) {
                        notReady(failure);
                    }
                });
    }

    private void attemptAfter(long millis) {
        timer = vertx.setTimer(millis, fired -> attempt());
    }

    /** Leaves the line, if there is one, and goes on with these settings at once. */
    public void moveTo(LinkSettings next) {
        settings = next;
        clients = new FreshClients(next);
        pauses = new Pauses(next.longestPause(), random);
        round++;
        vertx.cancelTimer(timer);
        Mqtt5AsyncClient now = client;
        if (now != null) {
            lost(now, new IOException("the fleet's address is another one now"));
            vertx.cancelTimer(timer);
        }
        if (!stopped) {
            attempt();
        }
    }

    public LinkSettings settings() {
        return settings;
    }

    /** No certificate yet: the fleet does not answer, or does not take the token. */
    private void notReady(Throwable failure) {
        if (stopped) {
            return;
        }
        if (!(failure instanceof IOException)) {
            LOG.error("no client for the fleet could be made; this is a bug", failure);
            return;
        }
        if (pauses.atFirst()) {
            LOG.warn("this gateway cannot enrol at {}: {}; trying on", settings.http(), failure.toString());
        }
        attemptAfter(pauses.nextMillis(Duration.ZERO));
    }

    /** A line may stay up for months. */
    private void renewNowAndThen() {
        vertx.setPeriodic(
                RENEW_EVERY_MILLIS,
                timer -> context.executeBlocking(this::prepare)
                        .onFailure(failure -> LOG.debug("not enrolled yet: {}", failure.toString())));
    }

    private synchronized @Nullable Void prepare() throws IOException {
        settings.identity().prepare(settings.http());
        return null;
    }

    private void connect(Mqtt5AsyncClient fresh) {
        if (stopped) {
            return;
        }
        client = fresh;
        vertx.setTimer(TRY_MILLIS, timer -> {
            if (client == fresh && !up) {
                lost(fresh, new IOException("nobody answered within " + TRY_MILLIS / 1_000 + " s"));
            }
        });
        fresh.connect(clients.greeting())
                .thenCompose(connected -> DownChannels.subscribe(fresh, settings.gateway()))
                .whenComplete((done, failure) -> context.runOnContext(v -> {
                    if (failure == null) {
                        connected(fresh);
                    } else {
                        lost(fresh, failure);
                    }
                }));
    }

    private Mqtt5AsyncClient build() throws IOException {
        prepare();
        return clients.fresh(this::disconnected, this::received);
    }

    /** On the client's thread; must never throw, or the stream of messages ends. */
    private void received(Mqtt5Publish publish) {
        byte[] payload = publish.getPayloadAsBytes();
        DownChannels.of(settings.gateway(), publish.getTopic().toString())
                .ifPresent(channel -> context.runOnContext(v -> heard(channel, payload)));
    }

    private void heard(String channel, byte[] payload) {
        if (!up) {
            return;
        }
        watch.heard(System.nanoTime(), channel.equals(UplinkTopics.PULSE));
        if (channel.equals(UplinkTopics.PULSE)) {
            WireFormat.CBOR.read(payload, UplinkPulse.class).fold(this::felt, refusal -> false);
        } else if (channel.equals(UplinkTopics.COMMAND) && !word.isGiven()) {
            // a copy of this disk hears it too: it is carried out by whom the fleet means
            if (early.size() < MOST_EARLY) {
                early.add(payload);
            }
        } else {
            onMessage.accept(channel, payload);
        }
    }

    private boolean felt(UplinkPulse pulse) {
        boolean ours = pulse.boot().equals(settings.boot().id());
        if (ours && UplinkAck.FENCED.equals(pulse.refusal())) {
            stayAway(pulse.retryAfterMillis());
        }
        return ours;
    }

    /** Whether the acknowledgement is for this boot; one that says that the word is lost ends the connection. */
    public boolean isForUs(UplinkAck ack) {
        return switch (word.of(ack)) {
            case OURS -> {
                watch.answered();
                hearDoubt(ack);
                if (word.isGiven() && !early.isEmpty()) {
                    List<byte[]> orders = List.copyOf(early);
                    early.clear();
                    orders.forEach(order -> onMessage.accept(UplinkTopics.COMMAND, order));
                }
                yield true;
            }
            case NOT_OURS -> false;
            case LOST -> {
                stayAway(ack.retryAfterMillis());
                yield false;
            }
        };
    }

    private void hearDoubt(UplinkAck ack) {
        if (ack.lease() != null && Boolean.TRUE.equals(ack.lease().parted())) {
            if (doubt != Doubt.SET_BACK) {
                LOG.error("the fleet holds more of the journal than this disk: it was set back, by a restored backup"
                        + " or a copy; what comes now is kept there under another name");
            }
            doubt = Doubt.SET_BACK;
        } else if (doubt == Doubt.FENCED && word.isGiven()) {
            doubt = Doubt.NONE;
        }
    }

    /** What the fleet has said of this disk. */
    public Doubt doubt() {
        return doubt;
    }

    private void stayAway(int millis) {
        Mqtt5AsyncClient now = client;
        if (now != null) {
            doubt = Doubt.FENCED;
            stayAwayMillis = Math.max(millis, settings.longestPause().toMillis() / 2);
            LOG.error(
                    "another gateway speaks as {}: a copied disk or a restored backup; this one keeps its records and stays away",
                    settings.gateway());
            lost(now, new IOException("the fleet has given the word to another boot"));
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
        word.begin();
        early.clear();
        watch.begin(System.nanoTime());
        LOG.info("connected to the fleet at {}", settings.mqtt());
        onUp.run();
        look(fresh);
    }

    private void look(Mqtt5AsyncClient which) {
        vertx.setTimer(WATCH_MILLIS, timer -> {
            if (which != client || !up) {
                return;
            }
            if (watch.isDead(System.nanoTime())) {
                lost(which, new IOException("the fleet does not answer"));
            } else {
                look(which);
            }
        });
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
        } else if (pauses.atFirst()) {
            LOG.warn("the fleet at {} cannot be reached: {}; trying on", settings.mqtt(), cause.toString());
        }
        if (!stopped) {
            long pause = pauses.nextMillis(was ? watch.lived(System.nanoTime()) : Duration.ZERO);
            if (stayAwayMillis > 0) {
                pause = stayAwayMillis + random.nextLong(1 + stayAwayMillis / 4);
                stayAwayMillis = 0;
            }
            attemptAfter(pause);
        }
    }

    public boolean isUp() {
        return up;
    }

    /** Milliseconds since the connection came up, 0 when it is down. */
    public long upForMillis() {
        return up ? watch.lived(System.nanoTime()).toMillis() : 0;
    }

    /** What a hello says of this start; {@code opened} is the newest number of each lane when the journal was opened. */
    public GatewayHello.Start startOf(Map<Lane, Long> opened) {
        return new GatewayHello.Start(settings.boot().ancestors(), opened, PackedBatch.ENCODINGS);
    }

    /** Sends if connected; a failure is not told, the answer that stays out is. */
    public void send(String channel, Object message) {
        Mqtt5AsyncClient now = client;
        if (up && now != null) {
            if (channel.equals(UplinkTopics.HELLO) || channel.equals(UplinkTopics.BATCH)) {
                watch.asked(System.nanoTime());
            }
            publish(now, channel, WireFormat.CBOR.write(message));
        }
    }

    /** Sends a batch as {@link #send} does, packed on a worker when the fleet takes that. */
    public void send(UplinkBatch batch) {
        Mqtt5AsyncClient now = client;
        List<String> takes = word.takes();
        if (takes.isEmpty() || !up || now == null) {
            send(UplinkTopics.BATCH, batch);
            return;
        }
        watch.asked(System.nanoTime());
        context.executeBlocking(
                        () -> WireFormat.CBOR.write(
                                PackedBatch.of(batch, settings.boot().id(), takes)),
                        false)
                .onSuccess(payload -> publish(now, UplinkTopics.PACKED, payload))
                .onFailure(failure -> LOG.error("a batch could not be packed", failure));
    }

    private void publish(Mqtt5AsyncClient to, String channel, byte[] payload) {
        to.publishWith()
                .topic(UplinkTopics.topic(settings.gateway(), channel))
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .send();
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
