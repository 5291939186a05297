package io.gatehouse.broker;

import io.vertx.core.Future;

/**
 * What the owner of a broker decides. All methods are called on the broker's context and must not block; the futures
 * may complete on any thread. An exception counts as a refusal, is counted, and hurts no other connection.
 */
public interface BrokerHooks {

    /** Who is it, and may they come in? */
    Future<SignIn> signIn(ConnectAttempt attempt);

    boolean mayPublish(Client client, String topic);

    /** The filter without a {@code $share/group/} before it. */
    boolean maySubscribe(Client client, String filter);

    /** Takes a message. The client's acknowledgement leaves after the verdict, in the order of arrival (MQTT-4.6.0-2). */
    Future<Verdict> onPublish(Client client, InboundPublish publish);

    /**
     * Whether there is still such an identity; asked when {@link MqttBroker#reexamine} is called. What is kept of one
     * that is not known any more goes.
     */
    default boolean knows(String identity) {
        return true;
    }

    default void onConnected(Client client) {}

    /** A subscription was granted; what is published from now on reaches it. */
    default void onSubscribed(Client client, String filter) {}

    /** @param reason in words, for the log */
    default void onDisconnected(Client client, String reason) {}

    /** Somebody tried a topic that {@link #mayPublish} or {@link #maySubscribe} refused. */
    default void onForeignTopic(Client client, String topic) {}
}
