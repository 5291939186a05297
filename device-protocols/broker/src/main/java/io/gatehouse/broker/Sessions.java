package io.gatehouse.broker;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All sessions, how long they live, and whose last word is still to be said. On the broker's context. */
final class Sessions {

    /** MQTT 5's way to say that a session never ends; here it means as long as the broker bears. */
    static final long FOREVER_SECONDS = 0xffff_ffffL;

    private final Context context;
    private final Session.Shared shared;
    private final SubscriptionIndex index;
    private final Consumer<Will> lastWord;
    private final Map<String, Session> sessions = new HashMap<>();
    private long lastNumber;

    Sessions(Context context, Session.Shared shared, SubscriptionIndex index, Consumer<Will> lastWord) {
        this.context = context;
        this.shared = shared;
        this.index = index;
        this.lastWord = lastWord;
    }

    int count() {
        return sessions.size();
    }

    List<Session> all() {
        return new ArrayList<>(sessions.values());
    }

    @Nullable
    Session of(Client client) {
        return sessions.get(key(client));
    }

    /** The client's session, or a new one; a session that another connection holds must have been ended before. */
    Session takeUp(Client client, boolean cleanStart, long expirySeconds) {
        Session old = of(client);
        if (old != null && cleanStart) {
            forget(old);
            old = null;
        }
        Session session = old == null ? new Session(++lastNumber, client, shared) : old;
        cancel(session.expiryTimer);
        session.expiryTimer = -1;
        cancel(session.willTimer);
        session.willTimer = -1;
        session.expirySeconds = expirySeconds;
        sessions.put(key(client), session);
        return session;
    }

    /** The session is in use from now on, with its subscriptions and will as they are. */
    void note(Session session) {
        if (session.expirySeconds > 0) {
            session.keep();
        }
        if (session.isKept()) {
            shared.keeper().session(session, 0);
        }
    }

    /** Its connection is gone. */
    void left(Session session, boolean tidy) {
        if (tidy) {
            session.will = null;
        }
        Will will = session.will;
        if (session.expirySeconds == 0) {
            forget(session);
            return;
        }
        long millis = Math.min(session.expirySeconds, shared.limits().maxSessionExpirySeconds()) * 1000;
        shared.keeper().session(session, shared.ticker().millis() + millis);
        endAfter(session, millis);
        if (will != null) {
            sayAfter(session, will, will.delaySeconds() * 1000);
        }
    }

    private void endAfter(Session session, long millis) {
        session.expiryTimer = context.owner().setTimer(Math.max(1, millis), timer -> {
            session.expiryTimer = -1;
            if (!session.isLive()) {
                forget(session);
            }
        });
    }

    private void sayAfter(Session session, Will will, long millis) {
        if (millis == 0) {
            session.will = null;
            lastWord.accept(will);
            return;
        }
        session.willTimer = context.owner().setTimer(millis, timer -> {
            session.willTimer = -1;
            if (session.will == will && !session.isLive()) {
                session.will = null;
                lastWord.accept(will);
            }
        });
    }

    /** Ends a session; a last word that was still to be said is said now (MQTT 5 §3.1.2.5). */
    void forget(Session session) {
        cancel(session.expiryTimer);
        cancel(session.willTimer);
        index.removeAll(session);
        session.clear();
        sessions.remove(key(session.identity(), session.clientId()), session);
        Will will = session.will;
        session.will = null;
        if (will != null) {
            lastWord.accept(will);
        }
    }

    /** Takes sessions, what waits for them and their half-delivered packets back from the store. */
    void restore(Map<String, byte[]> records) {
        Map<Long, Session> byNumber = new HashMap<>();
        List<Keeper.FoundSession> found = new ArrayList<>();
        records.forEach((key, bytes) -> {
            if (key.startsWith(Keeper.SESSION)) {
                Keeper.FoundSession one = Keeper.session(key, bytes);
                found.add(one);
                byNumber.put(one.number(), restored(one));
            }
        });
        restoreMessages(records, byNumber);
        records.keySet().stream().filter(key -> key.startsWith(Keeper.HALF)).forEach(key -> {
            Session session = byNumber.get(Keeper.sessionOf(key));
            if (session != null) {
                int packetId = Integer.parseInt(key.substring(key.lastIndexOf('/') + 1));
                session.half(packetId, Future.succeededFuture(Verdict.ACCEPTED));
            }
        });
        found.forEach(one -> restart(one, byNumber.get(one.number())));
    }

    private Session restored(Keeper.FoundSession one) {
        lastNumber = Math.max(lastNumber, one.number());
        Client client = new Client(one.identity(), one.clientId(), 5, "before the restart");
        Session session = new Session(one.number(), client, shared);
        session.expirySeconds = one.expirySeconds();
        session.will = one.will();
        session.markUsed();
        one.subscriptions().forEach(each -> {
            session.subscriptions.put(each.text(), each);
            index.add(session, each);
        });
        sessions.put(key(client), session);
        return session;
    }

    private static void restoreMessages(Map<String, byte[]> records, Map<Long, Session> byNumber) {
        Map<Session, List<Keeper.FoundMessage>> messages = new HashMap<>();
        records.forEach((key, bytes) -> {
            Session session = key.startsWith(Keeper.MESSAGE) ? byNumber.get(Keeper.sessionOf(key)) : null;
            // one without its session is left over from a write that was cut off; it goes with the next rewrite
            if (session != null) {
                messages.computeIfAbsent(session, s -> new ArrayList<>()).add(Keeper.message(key, bytes));
            }
        });
        messages.forEach((session, list) -> {
            list.sort((a, b) -> Long.compare(a.number(), b.number()));
            list.forEach(session::restore);
        });
    }

    /** Its time goes on; a clock that was set back must not make it longer than it was. */
    private void restart(Keeper.FoundSession one, @Nullable Session session) {
        if (session == null) {
            return;
        }
        session.keptAlready();
        long whole = one.expirySeconds() * 1000;
        long left = one.endsAtMillis() == 0
                ? whole
                : one.endsAtMillis() - shared.ticker().millis();
        if (left <= 0 || whole == 0) {
            forget(session);
            return;
        }
        endAfter(session, Math.min(left, whole));
        if (session.will != null) {
            sayAfter(session, session.will, Math.max(1, session.will.delaySeconds() * 1000));
        }
    }

    private void cancel(long timer) {
        if (timer >= 0) {
            context.owner().cancelTimer(timer);
        }
    }

    private static String key(Client client) {
        return key(client.identity(), client.clientId());
    }

    private static String key(String identity, String clientId) {
        return identity + '\n' + clientId;
    }
}
