package io.gatehouse.broker;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.core.Future;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.util.HashMap;
import java.util.Map;

/**
 * What one client publishes: asked about, routed in the order of arrival, and acknowledged in that order once it is
 * durable whatever was kept for others by it. On the broker's context.
 */
final class Inbound {

    /** Verdicts that may be open before a client that does not count itself is not read from for a while. */
    private static final int MAX_UNANSWERED = 1024;

    private static final int PUBREC_HEADER = 0x50;

    private final Connection connection;
    private final Session session;
    private final MqttEndpoint endpoint;
    private final Room room;
    private final InOrder verdicts;
    private final InOrder answers;
    private final Map<Integer, String> aliases = new HashMap<>();
    private int unanswered;
    private boolean held;
    private boolean pausing;

    Inbound(Connection connection, Room room) {
        this.connection = connection;
        this.session = connection.session();
        this.endpoint = connection.endpoint();
        this.room = room;
        this.verdicts = new InOrder(room.context());
        this.answers = new InOrder(room.context());
    }

    void listen() {
        endpoint.publishHandler(this::onPublish);
        endpoint.publishReleaseHandler(this::onRelease);
        Subscribing subscribing = new Subscribing(connection, room, answers);
        endpoint.subscribeHandler(subscribing::onSubscribe);
        endpoint.unsubscribeHandler(subscribing::onUnsubscribe);
    }

    private void onPublish(MqttPublishMessage message) {
        String topic = topicOf(message);
        int id = message.messageId();
        int qos = message.qosLevel().value();
        if (!TopicFilters.isValidName(topic)) {
            connection.end(MqttDisconnectReasonCode.TOPIC_NAME_INVALID, "the topic name is not valid");
            return;
        }
        Future<Verdict> before = qos == 2 ? session.halfReceived.get(id) : null;
        if (before != null) {
            // a repeat, perhaps over a new connection: it waits for the same verdict and is not taken twice
            verdicts.add(before, verdict -> answer(2, id, verdict, false));
            return;
        }
        if (qos > 0 && !mayComeNow()) {
            connection.end(MqttDisconnectReasonCode.RECEIVE_MAXIMUM_EXCEEDED, "too many unacknowledged messages");
            return;
        }
        take(
                new InboundPublish(
                        topic,
                        message.payload(),
                        qos,
                        message.isRetain(),
                        message.isDup(),
                        Properties5.read(message.properties())),
                id);
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

    /** MQTT 5 clients count themselves (MQTT 5 §4.9); the others are not read from while too much is open. */
    private boolean mayComeNow() {
        if (connection.client().isVersion5()) {
            return unanswered + session.halfReceived.size() < BrokerLimits.RECEIVE_MAXIMUM;
        }
        if (verdicts.size() + answers.size() >= MAX_UNANSWERED) {
            hold();
        }
        return true;
    }

    private void hold() {
        held = true;
        connection.threshold().hold();
    }

    private void take(InboundPublish publish, int id) {
        Future<Verdict> verdict = room.onPublish(connection.client(), publish);
        if (publish.qos() == 2) {
            session.half(id, verdict);
        } else if (publish.qos() == 1) {
            unanswered++;
        }
        verdicts.add(verdict, known -> {
            int hearers = room.onVerdict(connection.client(), session, publish, known);
            answer(publish.qos(), id, known, hearers == 0);
            if (known instanceof Verdict.Refused refused && refused.pauseMillis() > 0) {
                pause(refused.pauseMillis());
            }
        });
    }

    /** Whoever sends so much that is refused is not read from for a moment: its own buffers fill up, whatever its QoS. */
    private void pause(long millis) {
        if (pausing || connection.isEnded()) {
            return;
        }
        pausing = true;
        connection.threshold().hold();
        room.context().owner().setTimer(millis, timer -> {
            pausing = false;
            if (!held) {
                connection.threshold().release();
            }
        });
    }

    private void answer(int qos, int id, Verdict verdict, boolean unheard) {
        boolean taken = verdict instanceof Verdict.Accepted || verdict instanceof Verdict.Routed;
        if (qos == 2 && taken) {
            session.keepHalf(id);
        } else if (qos == 2) {
            session.noHalf(id);
        }
        Future<Boolean> kept = room.keeper.tookNew() ? room.keeper.settled() : Future.succeededFuture(true);
        answers.add(kept, durable -> {
            unanswered -= qos == 1 ? 1 : 0;
            if (!connection.isEnded()) {
                reply(qos, id, durable ? verdict : Verdict.BUSY, unheard);
            }
            goOn();
        });
    }

    private void goOn() {
        if (held && verdicts.size() + answers.size() < MAX_UNANSWERED / 2) {
            held = false;
            if (!pausing) {
                connection.threshold().release();
            }
        }
    }

    private void reply(int qos, int id, Verdict verdict, boolean unheard) {
        if (verdict instanceof Verdict.Disconnect disconnect) {
            connection.end(MqttDisconnectReasonCode.valueOf(disconnect.reasonCode()), disconnect.message());
        } else if (verdict instanceof Verdict.Busy) {
            connection.end(MqttDisconnectReasonCode.SERVER_BUSY, "no room now; come back with it");
        } else if (verdict instanceof Verdict.Refused refused) {
            refuse(qos, id, refused);
        } else if (qos == 1 && unheard && connection.client().isVersion5()) {
            endpoint.publishAcknowledge(id, MqttPubAckReasonCode.NO_MATCHING_SUBSCRIBERS, MqttProperties.NO_PROPERTIES);
        } else if (qos == 1) {
            endpoint.publishAcknowledge(id);
        } else if (qos == 2) {
            endpoint.publishReceived(id);
        }
    }

    private void refuse(int qos, int id, Verdict.Refused refused) {
        boolean version5 = connection.client().isVersion5();
        if (qos == 1 && version5) {
            endpoint.publishAcknowledge(
                    id, MqttPubAckReasonCode.valueOf(refused.reasonCode()), connection.why(refused.message()));
        } else if (qos == 1) {
            endpoint.publishAcknowledge(id);
        } else if (qos == 2 && version5) {
            // vertx-mqtt does not write the reason of a PUBREC
            connection.threshold().send(PUBREC_HEADER, 3, id >> 8, id & 0xFF, refused.reasonCode() & 0xFF);
        } else if (qos == 2) {
            endpoint.publishReceived(id);
        }
    }

    /** Forgotten before it is told: the client may use the id for another message at once. */
    private void onRelease(int id) {
        session.noHalf(id);
        Future<Boolean> kept = session.isKept() ? room.keeper.settled() : Future.succeededFuture(true);
        answers.add(kept, durable -> {
            if (connection.isEnded()) {
                return;
            }
            if (durable) {
                endpoint.publishComplete(id);
            } else {
                connection.end(MqttDisconnectReasonCode.SERVER_BUSY, "sessions cannot be kept now");
            }
        });
    }
}
