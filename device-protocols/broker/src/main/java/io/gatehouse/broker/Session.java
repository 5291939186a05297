package io.gatehouse.broker;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the broker owes one client, connected or not: its subscriptions, what waits for it, what is on its way
 * unacknowledged, and which of its own QoS 2 messages are half delivered. On the broker's context.
 */
final class Session {

    /**
     * A message that the client has not acknowledged.
     *
     * @param released the client has answered PUBREC
     * @param sent whether it may have left already
     */
    private record Owed(long number, Delivery delivery, boolean released, boolean sent) {}

    /** What sessions share. */
    record Shared(Keeper keeper, Counts counts, BrokerLimits limits, Ticker ticker) {}

    private final long number;
    private final Client first;
    private final Shared shared;

    // for the session
    final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    /** QoS 2 messages between PUBLISH and PUBREL, with what became of them. */
    final Map<Integer, Future<Verdict>> halfReceived = new HashMap<>();

    private final Deque<Owed> waiting = new ArrayDeque<>();
    private final Map<Integer, Owed> onItsWay = new LinkedHashMap<>();
    private long lastNumber;
    private int lastId;
    long expirySeconds;
    long expiryTimer = -1;
    long willTimer = -1;

    @Nullable
    Will will;

    private boolean used;
    private boolean kept;

    // for the connection
    private @Nullable Connection connection;
    /** What is on its way from an earlier connection and must go again. */
    private final Deque<Integer> again = new ArrayDeque<>();

    private int window;

    Session(long number, Client first, Shared shared) {
        this.number = number;
        this.first = first;
        this.shared = shared;
    }

    long number() {
        return number;
    }

    String identity() {
        return first.identity();
    }

    String clientId() {
        return first.clientId();
    }

    /** As which its owner is asked about, connected or not. */
    Client client() {
        Connection live = connection;
        return live == null ? first : live.client();
    }

    /** Whether it is in the store, because it shall outlive its connection. */
    boolean isKept() {
        return kept;
    }

    /** It came from the store. */
    void keptAlready() {
        kept = true;
    }

    /** From now on it is in the store, with all that there is. */
    void keep() {
        if (!kept) {
            kept = true;
            onItsWay.forEach((id, one) ->
                    shared.keeper.message(number, new Keeper.FoundMessage(one.number, one.delivery, id, one.released)));
            waiting.forEach(
                    one -> shared.keeper.message(number, new Keeper.FoundMessage(one.number, one.delivery, 0, false)));
            halfReceived.keySet().forEach(id -> shared.keeper.half(number, id));
        }
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

    /** Takes a message back from the store; in the order of their numbers. */
    void restore(Keeper.FoundMessage found) {
        Owed owed = new Owed(found.number(), found.delivery(), found.released(), true);
        lastNumber = found.number();
        shared.counts.queuedBytes += found.delivery().message().bytes();
        if (found.packetId() == 0) {
            waiting.add(owed);
        } else {
            onItsWay.put(found.packetId(), owed);
            lastId = found.packetId();
        }
    }

    /**
     * A connection takes the session up; what was on its way goes again, marked as duplicate (MQTT-4.4.0-1), but no more
     * at once than this connection bears.
     */
    void attach(Connection live, int sendWindow) {
        connection = live;
        window = sendWindow;
        again.clear();
        onItsWay.forEach((id, one) -> {
            if (one.released) {
                live.release(id);
            } else {
                again.add(id);
            }
        });
        drain();
    }

    void detach(Connection from) {
        if (connection == from) {
            connection = null;
        }
    }

    /** Sends or keeps a message; QoS 0 is not kept for somebody who is away or does not read. */
    void deliver(Delivery delivery) {
        Connection live = connection;
        if (delivery.qos() == 0) {
            if (live != null && live.sendNow(delivery)) {
                shared.counts.sent++;
            } else if (live != null) {
                shared.counts.dropped++;
            }
            return;
        }
        makeRoom(delivery.message().bytes());
        Owed owed = new Owed(++lastNumber, delivery, false, false);
        shared.counts.queuedBytes += delivery.message().bytes();
        boolean goesAtOnce = live != null && waiting.isEmpty() && open() < window;
        waiting.add(owed);
        if (isKept() && !(goesAtOnce && delivery.qos() == 2)) {
            shared.keeper.message(number, new Keeper.FoundMessage(owed.number, delivery, 0, false));
        }
        drain();
    }

    private void makeRoom(int bytes) {
        while (!waiting.isEmpty()
                && (waiting.size() >= shared.limits.maxQueued()
                        || shared.counts.queuedBytes + bytes > shared.limits.maxQueuedBytes())) {
            forget(waiting.pollFirst());
            shared.counts.dropped++;
        }
    }

    private void forget(@Nullable Owed owed) {
        if (owed == null) {
            return;
        }
        shared.counts.queuedBytes -= owed.delivery.message().bytes();
        if (isKept()) {
            shared.keeper.noMessage(number, owed.number);
        }
    }

    /** Messages that the client has now and has not acknowledged. */
    private int open() {
        return onItsWay.size() - again.size();
    }

    private void drain() {
        while (connection != null && open() < window) {
            Integer repeat = again.peekFirst();
            Owed next = waiting.peekFirst();
            if (repeat != null && (next == null || isBefore(repeat, next))) {
                again.pollFirst();
                repeat(connection, repeat);
            } else if (next != null) {
                waiting.pollFirst();
                start(connection, next);
            } else {
                return;
            }
        }
    }

    /** After a restart some that wait may be older than some that are on their way. */
    private boolean isBefore(int id, Owed other) {
        Owed one = onItsWay.get(id);
        return one == null || one.number < other.number;
    }

    private void repeat(Connection live, int id) {
        Owed one = onItsWay.get(id);
        if (one != null && live.isTooLarge(one.delivery)) {
            forget(onItsWay.remove(id));
            shared.counts.dropped++;
        } else if (one != null) {
            live.inTurn(() -> live.send(one.delivery, id, one.sent));
        }
    }

    private void start(Connection live, Owed next) {
        if (next.delivery.message().isExpired(shared.ticker.millis()) || live.isTooLarge(next.delivery)) {
            forget(next);
            shared.counts.dropped++;
            return;
        }
        int id = freeId();
        shared.counts.sent++;
        if (next.delivery.qos() < 2 || !isKept()) {
            onItsWay.put(id, new Owed(next.number, next.delivery, false, true));
            live.inTurn(() -> live.send(next.delivery, id, false));
            return;
        }
        // after a crash it must go out under the same id, or the client would take it for another one
        onItsWay.put(id, next);
        shared.keeper.message(number, new Keeper.FoundMessage(next.number, next.delivery, id, false));
        live.whenSettled(() -> {
            if (onItsWay.get(id) == next) {
                onItsWay.put(id, new Owed(next.number, next.delivery, false, true));
                live.send(next.delivery, id, false);
            }
        });
    }

    /** PUBACK, PUBCOMP, or a PUBREC that refuses. */
    void settled(int id) {
        again.remove(id);
        forget(onItsWay.remove(id));
        drain();
    }

    /** PUBREC: from here on only PUBREL is repeated. Returns whether there is such a message. */
    boolean halfSettled(int id) {
        Owed one = onItsWay.get(id);
        if (one == null || one.delivery.qos() != 2) {
            return false;
        }
        if (!one.released) {
            onItsWay.put(id, new Owed(one.number, one.delivery, true, true));
            if (isKept()) {
                shared.keeper.message(number, new Keeper.FoundMessage(one.number, one.delivery, id, true));
            }
        }
        return true;
    }

    /** Its owner's QoS 2 message is taken and may come again until it is released. */
    void half(int id, Future<Verdict> verdict) {
        halfReceived.put(id, verdict);
    }

    void keepHalf(int id) {
        if (isKept()) {
            shared.keeper.half(number, id);
        }
    }

    void noHalf(int id) {
        if (halfReceived.remove(id) != null && isKept()) {
            shared.keeper.noHalf(number, id);
        }
    }

    /** What waits on topics that its owner may not hear any more. */
    void forgetWaiting(Predicate<String> topic) {
        waiting.removeIf(owed -> {
            boolean goes = topic.test(owed.delivery.message().publish().topic());
            if (goes) {
                forget(owed);
            }
            return goes;
        });
    }

    /** Lets go of everything, also in the store. */
    void clear() {
        onItsWay.values().forEach(this::forget);
        waiting.forEach(this::forget);
        onItsWay.clear();
        again.clear();
        waiting.clear();
        if (isKept()) {
            halfReceived.keySet().forEach(id -> shared.keeper.noHalf(number, id));
            shared.keeper.noSession(number);
        }
        halfReceived.clear();
    }

    private int freeId() {
        do {
            lastId = lastId % 65_535 + 1;
        } while (onItsWay.containsKey(lastId));
        return lastId;
    }
}
