package io.gatehouse.broker;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that connections share: who is there, sessions, routes, counts. On the broker's context. */
final class Room {

    private static final String SYSTEM = "$SYS/";
    private static final String SHARE = "$share/";

    private final Context context;
    private final BrokerLimits limits;
    private final Ticker ticker;
    final Counts counts = new Counts();
    final GuardedHooks hooks;
    final Keeper keeper;
    final Sessions sessions;
    final Routes routes;
    private final Retained retained;
    private final Map<String, Set<Connection>> byIdentity = new HashMap<>();
    private int connections;

    Room(Context context, BrokerLimits limits, BrokerHooks hooks, BrokerGround ground) {
        this.context = context;
        this.limits = limits;
        this.ticker = ground.clock()::millis;
        this.hooks = new GuardedHooks(context, hooks, counts);
        this.keeper = new Keeper(ground.store());
        SubscriptionIndex index = new SubscriptionIndex();
        this.retained = new Retained(keeper, limits.maxQueuedBytes());
        this.sessions =
                new Sessions(context, new Session.Shared(keeper, counts, limits, ticker), index, this::sayLastWord);
        this.routes = new Routes(index, retained, ticker);
    }

    Context context() {
        return context;
    }

    BrokerLimits limits() {
        return limits;
    }

    Ticker ticker() {
        return ticker;
    }

    /** Takes up what an earlier process left. */
    void restore(Map<String, byte[]> records) {
        records.forEach((key, bytes) -> {
            if (key.startsWith(Keeper.RETAINED)) {
                retained.restore(Keeper.retained(bytes));
            }
        });
        sessions.restore(records);
    }

    boolean isFull(int arriving) {
        return connections + arriving >= limits.maxConnections();
    }

    BrokerCounts counts() {
        return counts.snapshot(connections, sessions.count());
    }

    /**
     * The session that the client left behind, or a new one; a live twin is told to go first (MQTT-3.1.4-3). Client ids
     * belong to an identity: nobody can throw out another by taking its client id.
     */
    Session takeUp(Client client, boolean cleanStart, long expirySeconds) {
        Session old = sessions.of(client);
        if (old != null && old.connection() != null) {
            old.connection().end(MqttDisconnectReasonCode.SESSION_TAKEN_OVER, "another connection took this client id");
        }
        return sessions.takeUp(client, cleanStart, Math.min(expirySeconds, limits.maxSessionExpirySeconds()));
    }

    void onBegun(Connection connection, int window) {
        connections++;
        byIdentity
                .computeIfAbsent(connection.client().identity(), identity -> new LinkedHashSet<>(2))
                .add(connection);
        connection.session().attach(connection, Math.min(window, limits.window()));
        sessions.note(connection.session());
        hooks.onConnected(connection.client());
    }

    void onEnded(Connection connection, String reason) {
        connections--;
        Client client = connection.client();
        Set<Connection> same = connectionsOf(client.identity());
        same.remove(connection);
        if (same.isEmpty()) {
            byIdentity.remove(client.identity());
        }
        connection.session().detach(connection);
        sessions.left(connection.session(), connection.isTidy());
        hooks.onDisconnected(client, reason);
    }

    Set<Connection> connectionsOf(String identity) {
        return byIdentity.getOrDefault(identity, new LinkedHashSet<>());
    }

    List<Connection> connections() {
        return byIdentity.values().stream().flatMap(Set::stream).toList();
    }

    private void sayLastWord(Will will) {
        if (!hooks.mayPublish(will.client(), will.publish().topic())) {
            hooks.onForeignTopic(will.client(), will.publish().topic());
            return;
        }
        onPublish(will.client(), will.publish())
                .onSuccess(
                        verdict -> context.runOnContext(v -> onVerdict(will.client(), null, will.publish(), verdict)));
    }

    /** Whether the topic is the broker's own to speak on, or no topic at all. */
    static boolean isReserved(String topic) {
        return topic.startsWith(SYSTEM) || topic.startsWith(SHARE);
    }

    /** Never fails: what goes wrong in a hook is counted and becomes {@code BUSY}, so that nothing is acknowledged. */
    Future<Verdict> onPublish(Client client, InboundPublish publish) {
        counts.received++;
        if (isReserved(publish.topic())) {
            hooks.onForeignTopic(client, publish.topic());
            return Future.succeededFuture(new Verdict.Refused(Verdict.NOT_AUTHORIZED, "nobody speaks there"));
        }
        if (!hooks.mayPublish(client, publish.topic())) {
            hooks.onForeignTopic(client, publish.topic());
            return Future.succeededFuture(
                    new Verdict.Disconnect(Verdict.NOT_AUTHORIZED, "this topic is not yours: " + publish.topic()));
        }
        if (publish.retain() && !retained.hasRoom(publish)) {
            return Future.succeededFuture(
                    new Verdict.Refused(Verdict.QUOTA_EXCEEDED, "no more retained messages are borne"));
        }
        return hooks.onPublish(client, publish);
    }

    /** Counts the verdict and routes what is to be routed; returns how many sessions hear it, -1 when not routed. */
    int onVerdict(Client client, @Nullable Session from, InboundPublish publish, Verdict verdict) {
        if (verdict instanceof Verdict.Refused) {
            counts.refused++;
        } else if (verdict instanceof Verdict.Busy) {
            counts.busy++;
        } else if (verdict instanceof Verdict.Accepted) {
            counts.accepted++;
        } else if (verdict instanceof Verdict.Routed) {
            counts.accepted++;
            OutboundPublish message = new OutboundPublish(
                    publish.topic(), publish.payload(), publish.qos(), publish.retain(), publish.properties());
            return routes.deliver(Message.of(message, client.identity(), ticker.millis()), from)
                    .sessions();
        }
        return -1;
    }

    /** Lets go of what its owner may not have any more. */
    void reexamine() {
        for (Session session : sessions.all()) {
            if (!hooks.knows(session.identity())) {
                Connection live = session.connection();
                if (live != null) {
                    live.end(MqttDisconnectReasonCode.NOT_AUTHORIZED, "you are not known here any more");
                }
                session.will = null;
                sessions.forget(session);
            } else if (routes.forbid(session, filter -> !hooks.maySubscribe(session.client(), filter))) {
                sessions.note(session);
            }
        }
        retained.forgetIf(message -> !message.from().isEmpty()
                && !(hooks.knows(message.from())
                        && hooks.mayPublish(
                                new Client(message.from(), "", 5, "kept"),
                                message.publish().topic())));
    }
}
