package io.gatehouse.broker;

import io.gatehouse.broker.store.BrokerStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what must survive into the store, and reads it again. Keys: {@code s/session}, {@code m/session/message},
 * {@code q/session/packet id}, {@code r/topic}. On the broker's context.
 */
final class Keeper {

    static final String SESSION = "s/";
    static final String MESSAGE = "m/";
    static final String HALF = "q/";
    static final String RETAINED = "r/";

    private final BrokerStore store;
    private boolean dirty;

    Keeper(BrokerStore store) {
        this.store = store;
    }

    /** A session as it was found. */
    record FoundSession(
            long number,
            String identity,
            String clientId,
            long expirySeconds,
            long endsAtMillis,
            @Nullable Will will,
            List<Subscription> subscriptions) {}

    /** A message that waits for a session, as it was found; packet id 0 when it was not on its way yet. */
    record FoundMessage(long number, Delivery delivery, int packetId, boolean released) {}

    void session(Session session, long endsAtMillis) {
        RecordBytes.Writer out = new RecordBytes.Writer()
                .text(session.identity())
                .text(session.clientId())
                .number(session.expirySeconds)
                .number(endsAtMillis);
        Will will = session.will;
        out.flag(will != null);
        if (will != null) {
            InboundPublish said = will.publish();
            OutboundPublish form =
                    new OutboundPublish(said.topic(), said.payload(), said.qos(), said.retain(), said.properties());
            out.small(will.client().version()).number(will.delaySeconds()).message(new Message(form, 0, ""));
        }
        out.small(session.subscriptions.size());
        for (Subscription each : session.subscriptions.values()) {
            out.text(each.text()).small(each.qos()).flag(each.noLocal()).flag(each.retainAsPublished());
            out.small(each.id());
        }
        put(SESSION + session.number(), out.bytes());
    }

    static FoundSession session(String key, byte[] bytes) {
        RecordBytes.Reader in = new RecordBytes.Reader(bytes);
        String identity = in.text();
        String clientId = in.text();
        long expiry = in.number();
        long endsAt = in.number();
        Will will = null;
        if (in.flag()) {
            Client client = new Client(identity, clientId, in.small(), "before the restart");
            long delay = in.number();
            will = new Will(client, in.inbound(), delay);
        }
        List<Subscription> subscriptions = new ArrayList<>();
        for (int left = in.small(); left > 0; left--) {
            Subscription each = Subscription.parse(in.text(), in.small(), in.flag(), in.flag(), in.small());
            if (each != null) {
                subscriptions.add(each);
            }
        }
        long number = Long.parseLong(key.substring(SESSION.length()));
        return new FoundSession(number, identity, clientId, expiry, endsAt, will, subscriptions);
    }

    void message(long session, FoundMessage message) {
        RecordBytes.Writer out = new RecordBytes.Writer()
                .small(message.packetId)
                .flag(message.released)
                .small(message.delivery.qos())
                .flag(message.delivery.retain())
                .small(message.delivery.subscriptionIds().size());
        message.delivery.subscriptionIds().forEach(out::small);
        put(
                messageKey(session, message.number),
                out.message(message.delivery.message()).bytes());
    }

    static FoundMessage message(String key, byte[] bytes) {
        RecordBytes.Reader in = new RecordBytes.Reader(bytes);
        int packetId = in.small();
        boolean released = in.flag();
        int qos = in.small();
        boolean retain = in.flag();
        List<Integer> ids = new ArrayList<>();
        for (int left = in.small(); left > 0; left--) {
            ids.add(in.small());
        }
        long number = Long.parseLong(key.substring(key.lastIndexOf('/') + 1));
        return new FoundMessage(number, new Delivery(in.message(), qos, retain, ids), packetId, released);
    }

    void noMessage(long session, long number) {
        remove(messageKey(session, number));
    }

    void half(long session, int packetId) {
        put(HALF + session + "/" + packetId, new byte[0]);
    }

    void noHalf(long session, int packetId) {
        remove(HALF + session + "/" + packetId);
    }

    void noSession(long session) {
        remove(SESSION + session);
    }

    void retained(Message message) {
        put(
                RETAINED + message.publish().topic(),
                new RecordBytes.Writer().message(message).bytes());
    }

    static Message retained(byte[] bytes) {
        return new RecordBytes.Reader(bytes).message();
    }

    void noRetained(String topic) {
        remove(RETAINED + topic);
    }

    /** The session's number in the key of one of its messages or packet ids. */
    static long sessionOf(String key) {
        return Long.parseLong(key.substring(MESSAGE.length(), key.lastIndexOf('/')));
    }

    private static String messageKey(long session, long number) {
        return MESSAGE + session + "/" + number;
    }

    private void put(String key, byte[] value) {
        dirty = true;
        store.put(key, value);
    }

    private void remove(String key) {
        store.remove(key);
    }

    /** Whether anything was put since the last call; then {@link #settled} is worth waiting for. */
    boolean tookNew() {
        boolean was = dirty;
        dirty = false;
        return was;
    }

    /** Completes with whether everything said so far is durable; never fails. */
    Future<Boolean> settled() {
        return store.settled().map(true).recover(failure -> Future.succeededFuture(false));
    }
}
