package io.gatehouse.broker;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.mqtt.MqttWill;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that connections share: sessions, subscriptions, retained messages, counts. On the broker's context. */
final class Room {

    private static final Logger LOG = LoggerFactory.getLogger(Room.class);
    private static final long FOREVER_SECONDS = 0xffff_ffffL;

    private final Context context;
    private final BrokerOptions options;
    private final BrokerHooks hooks;
    final Counts counts = new Counts();
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, Connection> byIdentity = new HashMap<>();
    private final Map<String, OutboundPublish> retained = new HashMap<>();
    private final SubscriptionIndex index = new SubscriptionIndex();
    private int connections;

    Room(Context context, BrokerOptions options, BrokerHooks hooks) {
        this.context = context;
        this.options = options;
        this.hooks = hooks;
    }

    BrokerOptions options() {
        return options;
    }

    boolean isFull(int arriving) {
        return connections + arriving >= options.maxConnections();
    }

    BrokerCounts counts() {
        return counts.snapshot(connections, sessions.size());
    }

    /**
     * The session that the client left behind, or a new one; a live twin is told to go first (MQTT-3.1.4-3). Client ids
     * belong to an identity: nobody can throw out another by taking its client id.
     */
    Session takeUp(Client client, boolean cleanStart, long expirySeconds) {
        String key = client.identity() + '\n' + client.clientId();
        Session old = sessions.get(key);
        if (old != null && old.connection() != null) {
            old.connection().end(MqttDisconnectReasonCode.SESSION_TAKEN_OVER, "another connection took this client id");
            old = sessions.get(key);
        }
        if (old != null && cleanStart) {
            forget(old);
            old = null;
        }
        Session session = old == null ? new Session(key, options.maxQueued(), counts) : old;
        if (session.expiryTimer >= 0) {
            context.owner().cancelTimer(session.expiryTimer);
            session.expiryTimer = -1;
        }
        session.expirySeconds = Math.min(expirySeconds, options.maxSessionExpirySeconds());
        sessions.put(key, session);
        return session;
    }

    void onBegun(Connection connection, int window) {
        connections++;
        byIdentity.put(connection.client().identity(), connection);
        connection.session().attach(connection, Math.min(window, options.window()));
        guarded(() -> hooks.onConnected(connection.client()));
    }

    void onEnded(Connection connection, String reason) {
        connections--;
        Session session = connection.session();
        byIdentity.remove(connection.client().identity(), connection);
        session.detach(connection);
        MqttWill will = connection.endpoint().will();
        if (will != null && will.isWillFlag() && !connection.tidy) {
            publishWill(connection, will);
        }
        if (session.expirySeconds == 0) {
            forget(session);
        } else if (session.expirySeconds < FOREVER_SECONDS) {
            session.expiryTimer = context.owner().setTimer(session.expirySeconds * 1000, timer -> {
                if (!session.isLive()) {
                    forget(session);
                }
            });
        }
        guarded(() -> hooks.onDisconnected(connection.client(), reason));
    }

    private void publishWill(Connection connection, MqttWill will) {
        if (!guardedTest(() -> hooks.mayPublish(connection.client(), will.getWillTopic()))) {
            return;
        }
        InboundPublish last = new InboundPublish(
                will.getWillTopic(),
                will.getWillMessage(),
                will.getWillQos(),
                will.isWillRetain(),
                false,
                null,
                Map.of());
        onPublish(connection, last)
                .onSuccess(verdict -> context.runOnContext(v -> onVerdict(connection, last, verdict)));
    }

    private void forget(Session session) {
        index.removeAll(session);
        sessions.remove(session.key(), session);
    }

    void onProtocolError(Connection connection, Throwable failure) {
        counts.protocolErrors++;
        LOG.debug("protocol error of {}", connection.client(), failure);
        boolean large = String.valueOf(failure.getMessage()).contains("too large");
        connection.end(
                large ? MqttDisconnectReasonCode.PACKET_TOO_LARGE : MqttDisconnectReasonCode.MALFORMED_PACKET,
                large ? "the packet is larger than " + options.maxMessageBytes() + " bytes" : "malformed packet");
    }

    /** Never fails: what goes wrong in a hook is counted and becomes {@code BUSY}, so that nothing is acknowledged. */
    Future<Verdict> onPublish(Connection connection, InboundPublish publish) {
        counts.received++;
        Client client = connection.client();
        if (!guardedTest(() -> hooks.mayPublish(client, publish.topic()))) {
            counts.foreignTopics++;
            guarded(() -> hooks.onForeignTopic(client, publish.topic()));
            return Future.succeededFuture(
                    new Verdict.Disconnect(Verdict.NOT_AUTHORIZED, "this topic is not yours: " + publish.topic()));
        }
        try {
            return hooks.onPublish(client, publish).recover(failure -> Future.succeededFuture(failed(failure)));
        } catch (RuntimeException e) {
            return Future.succeededFuture(failed(e));
        }
    }

    private Verdict failed(Throwable failure) {
        context.runOnContext(v -> counts.hookFailures++);
        LOG.error("taking a message failed; this must not happen and is a bug", failure);
        return Verdict.BUSY;
    }

    void onVerdict(Connection connection, InboundPublish publish, Verdict verdict) {
        if (verdict instanceof Verdict.Refused) {
            counts.refused++;
        } else if (verdict instanceof Verdict.Busy) {
            counts.busy++;
        } else if (verdict instanceof Verdict.Accepted) {
            counts.accepted++;
        } else if (verdict instanceof Verdict.Routed) {
            counts.accepted++;
            route(connection.session(), publish);
        }
    }

    private void route(Session from, InboundPublish publish) {
        OutboundPublish message = new OutboundPublish(
                publish.topic(),
                publish.payload(),
                publish.qos(),
                publish.retain(),
                publish.contentType(),
                publish.userProperties());
        deliver(message, from);
    }

    /** Sends a message to who subscribed; returns how many live sessions got it. */
    int deliver(OutboundPublish message, @Nullable Session from) {
        if (message.retain()) {
            if (message.payload().length() == 0) {
                retained.remove(message.topic());
            } else {
                retained.put(message.topic(), message);
            }
        }
        int live = 0;
        for (SubscriptionIndex.Hearer hearer : index.hearers(message.topic())) {
            Subscription subscription = hearer.subscription();
            if (subscription.noLocal() && hearer.session() == from) {
                continue;
            }
            boolean flag = subscription.retainAsPublished() && message.retain();
            hearer.session().deliver(message.atMost(subscription.qos()).retained(flag));
            live += hearer.session().isLive() ? 1 : 0;
        }
        return live;
    }

    MqttSubAckReasonCode subscribe(
            Connection connection,
            String text,
            @Nullable Subscription subscription,
            MqttSubscriptionOption option,
            List<Runnable> afterwards) {
        if (subscription == null) {
            return MqttSubAckReasonCode.TOPIC_FILTER_INVALID;
        }
        Client client = connection.client();
        if (!guardedTest(() -> hooks.maySubscribe(client, subscription.filter()))) {
            counts.foreignTopics++;
            guarded(() -> hooks.onForeignTopic(client, subscription.filter()));
            return MqttSubAckReasonCode.NOT_AUTHORIZED;
        }
        afterwards.add(() -> guarded(() -> hooks.onSubscribed(client, subscription.filter())));
        Session session = connection.session();
        boolean fresh = session.subscriptions.put(text, subscription) == null;
        index.add(session, subscription);
        RetainedHandlingPolicy policy = option.retainHandling();
        boolean wantsRetained = policy == RetainedHandlingPolicy.SEND_AT_SUBSCRIBE
                || (policy == RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS && fresh);
        if (wantsRetained && subscription.group() == null) {
            afterwards.add(() -> sendRetained(session, subscription));
        }
        return MqttSubAckReasonCode.qosGranted(MqttQoS.valueOf(subscription.qos()));
    }

    private void sendRetained(Session session, Subscription subscription) {
        for (OutboundPublish message : List.copyOf(retained.values())) {
            if (TopicFilters.matches(subscription.filter(), message.topic())) {
                session.deliver(message.atMost(subscription.qos()));
            }
        }
    }

    boolean unsubscribe(Session session, String text) {
        Subscription subscription = session.subscriptions.remove(text);
        return subscription != null && index.remove(session, subscription.filter(), subscription.group());
    }

    @Nullable
    Connection connectionOf(String identity) {
        return byIdentity.get(identity);
    }

    void guarded(Runnable hook) {
        try {
            hook.run();
        } catch (RuntimeException e) {
            counts.hookFailures++;
            LOG.error("a hook failed; this must not happen and is a bug", e);
        }
    }

    private boolean guardedTest(BooleanSupplier hook) {
        try {
            return hook.getAsBoolean();
        } catch (RuntimeException e) {
            counts.hookFailures++;
            LOG.error("a hook failed; this must not happen and is a bug", e);
            return false;
        }
    }
}
