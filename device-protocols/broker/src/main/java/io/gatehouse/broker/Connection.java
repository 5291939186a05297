package io.gatehouse.broker;

import io.gatehouse.broker.wire.Threshold;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttDisconnectMessage;
import io.vertx.mqtt.messages.MqttPubRecMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One signed-in client: its life, and what the broker sends to it. On the broker's context. */
final class Connection {

    static final long NO_LIMIT = 0xffff_ffffL;
    private static final Future<Boolean> DONE = Future.succeededFuture(true);
    /** Header, packet identifier, code and lengths around a reason. */
    private static final int REASON_OVERHEAD = 16;

    private static final int FIRST_ERROR_CODE = 0x80;
    private static final int PUBREL_HEADER = 0x62;
    private static final int PACKET_ID_NOT_FOUND = 0x92;

    private final MqttEndpoint endpoint;
    private final Threshold threshold;
    private final Client client;
    private final Session session;
    private final Room room;
    private final Inbound inbound;
    private final InOrder outgoing;

    private final long maxPacketBytes;
    private final int maxAlias;
    private final Map<String, Integer> aliases = new HashMap<>();
    private int silenceSeconds;
    private boolean ended;
    private boolean tidy;

    Connection(MqttEndpoint endpoint, Threshold threshold, Client client, Session session, Room room) {
        this.endpoint = endpoint;
        this.threshold = threshold;
        this.client = client;
        this.session = session;
        this.room = room;
        MqttProperties asked = endpoint.connectProperties();
        this.maxPacketBytes = Properties5.number(asked, MqttProperties.MAXIMUM_PACKET_SIZE, NO_LIMIT);
        this.maxAlias = (int) Properties5.number(asked, MqttProperties.TOPIC_ALIAS_MAXIMUM, 0);
        this.inbound = new Inbound(this, room);
        this.outgoing = new InOrder(room.context());
    }

    Client client() {
        return client;
    }

    Session session() {
        return session;
    }

    MqttEndpoint endpoint() {
        return endpoint;
    }

    Threshold threshold() {
        return threshold;
    }

    boolean isEnded() {
        return ended;
    }

    /** Whether the client has said goodbye. */
    boolean isTidy() {
        return tidy;
    }

    void listen() {
        endpoint.publishAutoAck(false);
        endpoint.subscriptionAutoAck(false);
        inbound.listen();
        endpoint.publishAcknowledgeHandler(session::settled);
        endpoint.publishReceivedMessageHandler(this::onReceived);
        endpoint.publishCompletionHandler(session::settled);
        endpoint.exceptionHandler(
                failure -> end(MqttDisconnectReasonCode.UNSPECIFIED_ERROR, String.valueOf(failure.getMessage())));
        if (client.isVersion5()) {
            endpoint.disconnectMessageHandler(this::onGoodbye);
        } else {
            endpoint.disconnectHandler(v -> tidy = true);
        }
        endpoint.closeHandler(v -> ended(threshold.fault() == null ? "the connection is closed" : threshold.fault()));
    }

    private void onReceived(MqttPubRecMessage message) {
        int id = message.messageId();
        if ((message.code().value() & 0xFF) >= FIRST_ERROR_CODE) {
            session.settled(id);
        } else if (session.halfSettled(id)) {
            // only what is on the disk may be told as released
            if (session.isKept()) {
                whenSettled(() -> release(id));
            } else {
                release(id);
            }
        } else if (client.isVersion5()) {
            threshold.send(PUBREL_HEADER, 3, id >> 8, id & 0xFF, PACKET_ID_NOT_FOUND);
        } else {
            release(id);
        }
    }

    private void onGoodbye(MqttDisconnectMessage message) {
        tidy = message.code() != MqttDisconnectReasonCode.WITH_WILL_MESSAGE;
        long asked =
                Properties5.number(message.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL, session.expirySeconds);
        // from nothing it cannot become something (MQTT 5 §3.14.2.2.2), and never more than we bear
        session.expirySeconds =
                session.expirySeconds == 0 ? 0 : Math.min(asked, room.limits().maxSessionExpirySeconds());
    }

    /** Whoever is silent for one and a half times this long is gone (MQTT 5 §3.1.2.10). */
    void keepAlive(int seconds) {
        silenceSeconds = seconds + seconds / 2;
    }

    void checkSilence(long nowNanos) {
        if (silenceSeconds > 0 && nowNanos - threshold.lastHeardNanos() > TimeUnit.SECONDS.toNanos(silenceSeconds)) {
            end(MqttDisconnectReasonCode.KEEP_ALIVE_TIMEOUT, "silent for too long");
        }
    }

    /** A reason for an acknowledgement, unless the client wants none or cannot bear it (MQTT-3.1.2-29). */
    MqttProperties why(String message) {
        boolean wanted =
                Properties5.number(endpoint.connectProperties(), MqttProperties.REQUEST_PROBLEM_INFORMATION, 1) == 1;
        return wanted ? fitting(message) : MqttProperties.NO_PROPERTIES;
    }

    private MqttProperties fitting(String message) {
        return maxPacketBytes > 3L * message.length() + REASON_OVERHEAD
                ? Properties5.reason(message)
                : MqttProperties.NO_PROPERTIES;
    }

    /** Whether the client has said that it does not take packets of this size. */
    boolean isTooLarge(Delivery delivery) {
        return maxPacketBytes < NO_LIMIT
                && Properties5.size(delivery, maxAlias > 0, client.isVersion5()) > maxPacketBytes;
    }

    /** Sends what nobody waits for; returns false when it is left out. */
    boolean sendNow(Delivery delivery) {
        if (threshold.isClogged() || isTooLarge(delivery)) {
            return false;
        }
        send(delivery, 0, false);
        return true;
    }

    void send(Delivery delivery, int id, boolean duplicate) {
        if (!endpoint.isConnected()) {
            return;
        }
        OutboundPublish publish = delivery.message().publish();
        MqttProperties properties = MqttProperties.NO_PROPERTIES;
        String topic = publish.topic();
        if (client.isVersion5()) {
            properties = Properties5.of(delivery, room.ticker().millis());
            topic = aliased(topic, properties);
        }
        endpoint.publish(
                topic,
                publish.payload(),
                MqttQoS.valueOf(delivery.qos()),
                duplicate,
                delivery.retain(),
                id,
                properties);
    }

    /** The first topics get an alias each, as many as the client bears. */
    private String aliased(String topic, MqttProperties properties) {
        if (maxAlias == 0) {
            return topic;
        }
        Integer known = aliases.get(topic);
        if (known != null) {
            Properties5.add(properties, MqttProperties.TOPIC_ALIAS, known);
            return "";
        }
        if (aliases.size() < maxAlias) {
            aliases.put(topic, aliases.size() + 1);
            Properties5.add(properties, MqttProperties.TOPIC_ALIAS, aliases.size());
        }
        return topic;
    }

    void release(int id) {
        if (endpoint.isConnected()) {
            endpoint.publishRelease(id);
        }
    }

    /** Goes on when what was kept so far is on the disk; ends the connection when it cannot be kept. */
    void whenSettled(Runnable next) {
        inTurn(room.keeper.settled(), next);
    }

    /** Goes on behind those that wait for the disk, so that messages keep their order. */
    void inTurn(Runnable next) {
        inTurn(DONE, next);
    }

    private void inTurn(Future<Boolean> settled, Runnable next) {
        outgoing.add(settled, kept -> {
            if (ended) {
                return;
            }
            if (kept) {
                next.run();
            } else {
                end(MqttDisconnectReasonCode.SERVER_BUSY, "sessions cannot be kept now");
            }
        });
    }

    /** Ends the connection from this side, with a reason where the version knows one. */
    void end(MqttDisconnectReasonCode code, String message) {
        if (ended) {
            return;
        }
        if (client.isVersion5() && endpoint.isConnected()) {
            endpoint.disconnect(code, fitting(message));
        }
        ended(message);
        if (endpoint.isConnected()) {
            endpoint.close();
        }
    }

    private void ended(@Nullable String reason) {
        if (!ended) {
            ended = true;
            threshold.end();
            room.onEnded(this, String.valueOf(reason));
        }
    }
}
