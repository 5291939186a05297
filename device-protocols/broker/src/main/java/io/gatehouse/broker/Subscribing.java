package io.gatehouse.broker;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.vertx.core.Future;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.MqttUnsubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttUnsubAckReasonCode;
import java.util.ArrayList;
import java.util.List;

/** What one client wants to hear, and what not any more. On the broker's context. */
final class Subscribing {

    private final Connection connection;
    private final Session session;
    private final Room room;
    private final InOrder answers;

    Subscribing(Connection connection, Room room, InOrder answers) {
        this.connection = connection;
        this.session = connection.session();
        this.room = room;
        this.answers = answers;
    }

    void onSubscribe(MqttSubscribeMessage message) {
        int id = (int) Properties5.number(message.properties(), MqttProperties.SUBSCRIPTION_IDENTIFIER, 0);
        List<MqttSubAckReasonCode> codes = new ArrayList<>();
        List<Runnable> afterwards = new ArrayList<>();
        for (MqttTopicSubscription wanted : message.topicSubscriptions()) {
            codes.add(subscribe(wanted, id, afterwards));
        }
        room.sessions.note(session);
        answer(() -> {
            if (connection.client().isVersion5()) {
                connection.endpoint().subscribeAcknowledge(message.messageId(), codes, MqttProperties.NO_PROPERTIES);
            } else {
                connection
                        .endpoint()
                        .subscribeAcknowledge(
                                message.messageId(),
                                codes.stream().map(Subscribing::qosOf).toList());
            }
            afterwards.forEach(Runnable::run);
        });
    }

    private MqttSubAckReasonCode subscribe(MqttTopicSubscription wanted, int id, List<Runnable> afterwards) {
        MqttSubscriptionOption option = wanted.subscriptionOption();
        Subscription subscription = Subscription.parse(
                wanted.topicName(),
                wanted.qualityOfService().value(),
                option.isNoLocal(),
                option.isRetainAsPublished(),
                id);
        if (subscription == null) {
            return MqttSubAckReasonCode.TOPIC_FILTER_INVALID;
        }
        if (!room.hooks.maySubscribe(connection.client(), subscription.filter())) {
            room.hooks.onForeignTopic(connection.client(), subscription.filter());
            return MqttSubAckReasonCode.NOT_AUTHORIZED;
        }
        if (session.subscriptions.size() >= BrokerLimits.MAX_SUBSCRIPTIONS
                && !session.subscriptions.containsKey(subscription.text())) {
            return MqttSubAckReasonCode.QUOTA_EXCEEDED;
        }
        boolean fresh = room.routes.subscribe(session, subscription);
        afterwards.add(() -> room.hooks.onSubscribed(connection.client(), subscription.filter()));
        RetainedHandlingPolicy policy = option.retainHandling();
        boolean wantsRetained = policy == RetainedHandlingPolicy.SEND_AT_SUBSCRIBE
                || (policy == RetainedHandlingPolicy.SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS && fresh);
        if (wantsRetained && subscription.group() == null) {
            afterwards.add(() -> room.routes.tellRetained(session, subscription));
        }
        return MqttSubAckReasonCode.qosGranted(MqttQoS.valueOf(subscription.qos()));
    }

    void onUnsubscribe(MqttUnsubscribeMessage message) {
        List<MqttUnsubAckReasonCode> codes = new ArrayList<>();
        for (String filter : message.topics()) {
            codes.add(
                    room.routes.unsubscribe(session, filter)
                            ? MqttUnsubAckReasonCode.SUCCESS
                            : MqttUnsubAckReasonCode.NO_SUBSCRIPTION_EXISTED);
        }
        room.sessions.note(session);
        answer(() -> {
            if (connection.client().isVersion5()) {
                connection.endpoint().unsubscribeAcknowledge(message.messageId(), codes, MqttProperties.NO_PROPERTIES);
            } else {
                connection.endpoint().unsubscribeAcknowledge(message.messageId());
            }
        });
    }

    /** A subscription that survives is told as granted once it is on the disk. */
    private void answer(Runnable acknowledge) {
        Future<Boolean> kept = session.isKept() ? room.keeper.settled() : Future.succeededFuture(true);
        answers.add(kept, durable -> {
            if (!connection.isEnded() && durable) {
                acknowledge.run();
            }
        });
    }

    private static MqttQoS qosOf(MqttSubAckReasonCode code) {
        return switch (code) {
            case GRANTED_QOS0 -> MqttQoS.AT_MOST_ONCE;
            case GRANTED_QOS1 -> MqttQoS.AT_LEAST_ONCE;
            case GRANTED_QOS2 -> MqttQoS.EXACTLY_ONCE;
            default -> MqttQoS.FAILURE;
        };
    }
}
