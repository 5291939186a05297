package io.gatehouse.broker;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.MqttUnsubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubRecReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttUnsubAckReasonCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One signed-in client: turns its packets into calls of the room and the room's messages into packets. */
final class Connection {

    /** A client that lets this many publishes pile up without waiting is disconnected (MQTT 5 §4.9). */
    private static final int MAX_UNANSWERED = 1024;

    private final Context context;
    private final MqttEndpoint endpoint;
    private final Client client;
    private final Session session;
    private final Room room;
    private final AckOrder acks;
    private final Map<Integer, String> aliases = new HashMap<>();
    private boolean ended;
    boolean tidy;

    Connection(Context context, MqttEndpoint endpoint, Client client, Session session, Room room) {
        this.context = context;
        this.endpoint = endpoint;
        this.client = client;
        this.session = session;
        this.room = room;
        this.acks = new AckOrder(context);
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

    void listen() {
        endpoint.publishAutoAck(false);
        endpoint.subscriptionAutoAck(false);
        endpoint.publishHandler(this::onPublish);
        endpoint.publishReleaseHandler(this::onRelease);
        endpoint.subscribeHandler(this::onSubscribe);
        endpoint.unsubscribeHandler(this::onUnsubscribe);
        endpoint.publishAcknowledgeHandler(session::settled);
        endpoint.publishReceivedHandler(id -> {
            session.halfSettled(id);
            endpoint.publishRelease(id);
        });
        endpoint.publishCompletionHandler(session::settled);
        endpoint.exceptionHandler(failure -> room.onProtocolError(this, failure));
        endpoint.disconnectMessageHandler(message -> {
            tidy = message.code() != MqttDisconnectReasonCode.WITH_WILL_MESSAGE;
            long asked = Properties5.number(
                    message.properties(), MqttProperties.SESSION_EXPIRY_INTERVAL, session.expirySeconds);
            // from nothing it cannot become something (MQTT 5 §3.14.2.2.2), and never more than we bear
            session.expirySeconds = session.expirySeconds == 0
                    ? 0
                    : Math.min(asked, room.options().maxSessionExpirySeconds());
        });
        endpoint.disconnectHandler(v -> tidy = client.isVersion5() ? tidy : true);
        endpoint.closeHandler(v -> ended("the connection is closed"));
    }

    void send(OutboundPublish message, int id, boolean duplicate) {
        if (!endpoint.isConnected()) {
            return;
        }
        MqttQoS qos = MqttQoS.valueOf(message.qos());
        MqttProperties properties = client.isVersion5() ? Properties5.of(message) : MqttProperties.NO_PROPERTIES;
        endpoint.publish(message.topic(), message.payload(), qos, duplicate, message.retain(), id, properties);
    }

    void release(int id) {
        endpoint.publishRelease(id);
    }

    /** Ends the connection from this side, with a reason where the version knows one. */
    void end(MqttDisconnectReasonCode code, String message) {
        if (ended) {
            return;
        }
        if (client.isVersion5() && endpoint.isConnected()) {
            endpoint.disconnect(code, Properties5.reason(message));
        }
        ended(message);
        if (endpoint.isConnected()) {
            endpoint.close();
        }
    }

    private void ended(String reason) {
        if (!ended) {
            ended = true;
            room.onEnded(this, reason);
        }
    }

    private void onPublish(MqttPublishMessage message) {
        String topic = topicOf(message);
        int id = message.messageId();
        if (topic.isEmpty() || !TopicFilters.isValidName(topic)) {
            end(MqttDisconnectReasonCode.TOPIC_NAME_INVALID, "the topic name is not valid");
            return;
        }
        if (acks.size() >= MAX_UNANSWERED) {
            end(MqttDisconnectReasonCode.RECEIVE_MAXIMUM_EXCEEDED, "too many unacknowledged messages");
            return;
        }
        Future<Verdict> before = message.qosLevel() == MqttQoS.EXACTLY_ONCE ? session.halfReceived.get(id) : null;
        if (before != null) {
            // a repeat, perhaps over a new connection: it waits for the same verdict and is not taken twice
            acks.add(before, verdict -> reply(2, id, verdict));
            return;
        }
        InboundPublish publish = new InboundPublish(
                topic,
                Buffer.buffer(message.payload().getBytes()),
                message.qosLevel().value(),
                message.isRetain(),
                message.isDup(),
                Properties5.text(message.properties(), MqttProperties.CONTENT_TYPE),
                Properties5.user(message.properties()));
        Future<Verdict> verdict = room.onPublish(this, publish);
        if (publish.qos() == 2) {
            session.halfReceived.put(id, verdict);
        }
        acks.add(verdict, known -> {
            room.onVerdict(this, publish, known);
            reply(publish.qos(), id, known);
        });
    }

    private String topicOf(MqttPublishMessage message) {
        int alias = (int) Properties5.number(message.properties(), MqttProperties.TOPIC_ALIAS, 0);
        if (alias == 0) {
            return message.topicName();
        }
        if (!message.topicName().isEmpty()) {
            aliases.put(alias, message.topicName());
        }
        return aliases.getOrDefault(alias, "");
    }

    private void reply(int qos, int id, Verdict verdict) {
        boolean taken = verdict instanceof Verdict.Accepted || verdict instanceof Verdict.Routed;
        if (!taken) {
            session.halfReceived.remove(id);
        }
        if (ended) {
            return;
        }
        if (verdict instanceof Verdict.Disconnect disconnect) {
            end(MqttDisconnectReasonCode.valueOf(disconnect.reasonCode()), disconnect.message());
        } else if (verdict instanceof Verdict.Busy) {
            end(MqttDisconnectReasonCode.SERVER_BUSY, "no room now; come back with it");
        } else if (verdict instanceof Verdict.Refused refused) {
            refuse(qos, id, refused);
        } else if (qos == 1) {
            endpoint.publishAcknowledge(id);
        } else if (qos == 2) {
            endpoint.publishReceived(id);
        }
    }

    private void refuse(int qos, int id, Verdict.Refused refused) {
        MqttProperties why = Properties5.reason(refused.message());
        if (qos == 1 && client.isVersion5()) {
            endpoint.publishAcknowledge(id, MqttPubAckReasonCode.valueOf(refused.reasonCode()), why);
        } else if (qos == 1) {
            endpoint.publishAcknowledge(id);
        } else if (qos == 2 && client.isVersion5()) {
            endpoint.publishReceived(id, MqttPubRecReasonCode.valueOf(refused.reasonCode()), why);
        } else if (qos == 2) {
            endpoint.publishReceived(id);
        }
    }

    private void onRelease(int id) {
        session.halfReceived.remove(id);
        endpoint.publishComplete(id);
    }

    private void onSubscribe(MqttSubscribeMessage message) {
        List<MqttSubAckReasonCode> codes = new ArrayList<>();
        List<Runnable> afterwards = new ArrayList<>();
        for (MqttTopicSubscription wanted : message.topicSubscriptions()) {
            MqttSubscriptionOption option = wanted.subscriptionOption();
            Subscription subscription = Subscription.parse(
                    wanted.topicName(),
                    Math.min(wanted.qualityOfService().value(), 2),
                    option.isNoLocal(),
                    option.isRetainAsPublished());
            codes.add(room.subscribe(this, wanted.topicName(), subscription, option, afterwards));
        }
        if (client.isVersion5()) {
            endpoint.subscribeAcknowledge(message.messageId(), codes, MqttProperties.NO_PROPERTIES);
        } else {
            endpoint.subscribeAcknowledge(
                    message.messageId(), codes.stream().map(Connection::qosOf).toList());
        }
        afterwards.forEach(Runnable::run);
    }

    private void onUnsubscribe(MqttUnsubscribeMessage message) {
        List<MqttUnsubAckReasonCode> codes = new ArrayList<>();
        for (String filter : message.topics()) {
            codes.add(
                    room.unsubscribe(session, filter)
                            ? MqttUnsubAckReasonCode.SUCCESS
                            : MqttUnsubAckReasonCode.NO_SUBSCRIPTION_EXISTED);
        }
        if (client.isVersion5()) {
            endpoint.unsubscribeAcknowledge(message.messageId(), codes, MqttProperties.NO_PROPERTIES);
        } else {
            endpoint.unsubscribeAcknowledge(message.messageId());
        }
    }

    private static MqttQoS qosOf(MqttSubAckReasonCode code) {
        return switch (code) {
            case GRANTED_QOS0 -> MqttQoS.AT_MOST_ONCE;
            case GRANTED_QOS1 -> MqttQoS.AT_LEAST_ONCE;
            case GRANTED_QOS2 -> MqttQoS.EXACTLY_ONCE;
            default -> MqttQoS.FAILURE;
        };
    }

    Context context() {
        return context;
    }
}
