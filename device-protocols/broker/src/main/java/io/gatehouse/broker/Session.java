package io.gatehouse.broker;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the broker owes one client, connected or not: its subscriptions, what waits for it, what is on its way
 * unacknowledged, and which of its own QoS 2 messages are half delivered. On the broker's context.
 */
final class Session {

    /** A message on its way; {@code released} once the client has answered PUBREC. */
    private record OnItsWay(OutboundPublish message, boolean released) {}

    private final String key;
    private final int maxQueued;
    private final Counts counts;

    // for the session
    final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    /** QoS 2 messages between PUBLISH and PUBREL, with what became of them. */
    final Map<Integer, Future<Verdict>> halfReceived = new HashMap<>();

    private final Deque<OutboundPublish> waiting = new ArrayDeque<>();
    private final Map<Integer, OnItsWay> onItsWay = new LinkedHashMap<>();
    private int lastId;
    long expirySeconds;
    long expiryTimer = -1;
    private boolean used;

    // for the connection
    private @Nullable Connection connection;
    private int window;

    Session(String key, int maxQueued, Counts counts) {
        this.key = key;
        this.maxQueued = maxQueued;
        this.counts = counts;
    }

    String key() {
        return key;
    }

    /** Whether a client has had it before: then CONNACK says that a session is present. */
    boolean wasUsed() {
        return used;
    }

    void markUsed() {
        used = true;
    }

    boolean isLive() {
        return connection != null;
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    /** A connection takes the session up; what was on its way goes again, marked as duplicate (MQTT-4.4.0-1). */
    void attach(Connection live, int sendWindow) {
        connection = live;
        window = sendWindow;
        onItsWay.forEach((id, one) -> {
            if (one.released) {
                live.release(id);
            } else {
                live.send(one.message, id, true);
            }
        });
        drain();
    }

    void detach(Connection from) {
        if (connection == from) {
            connection = null;
        }
    }

    /** Sends or keeps a message; QoS 0 is not kept for somebody who is away. */
    void deliver(OutboundPublish message) {
        Connection live = connection;
        if (message.qos() == 0) {
            if (live != null) {
                live.send(message, 0, false);
                counts.sent++;
            }
            return;
        }
        if (waiting.size() >= maxQueued) {
            waiting.pollFirst();
            counts.dropped++;
        }
        waiting.add(message);
        drain();
    }

    private void drain() {
        Connection live = connection;
        while (live != null && onItsWay.size() < window) {
            OutboundPublish next = waiting.pollFirst();
            if (next == null) {
                return;
            }
            int id = freeId();
            onItsWay.put(id, new OnItsWay(next, false));
            live.send(next, id, false);
            counts.sent++;
        }
    }

    /** PUBACK, or PUBCOMP. */
    void settled(int id) {
        onItsWay.remove(id);
        drain();
    }

    /** PUBREC: from here on only PUBREL is repeated. */
    void halfSettled(int id) {
        OnItsWay one = onItsWay.get(id);
        if (one != null && one.message.qos() == MqttQoS.EXACTLY_ONCE.value()) {
            onItsWay.put(id, new OnItsWay(one.message, true));
        }
    }

    private int freeId() {
        do {
            lastId = lastId % 65_535 + 1;
        } while (onItsWay.containsKey(lastId));
        return lastId;
    }
}
