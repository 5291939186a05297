package io.gatehouse.broker;

import java.util.List;

/**
 * A message as one session shall get it.
 *
 * @param qos the lesser of the message's and the subscription's
 * @param retain the flag as the client shall see it
 * @param subscriptionIds of all its subscriptions that match (MQTT 5 §3.3.4)
 */
record Delivery(Message message, int qos, boolean retain, List<Integer> subscriptionIds) {}
