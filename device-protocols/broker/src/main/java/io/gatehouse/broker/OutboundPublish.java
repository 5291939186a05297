package io.gatehouse.broker;

import io.vertx.core.buffer.Buffer;

/**
 * A message to clients.
 *
 * @param retain whether it is also told to who subscribes later
 * @param properties for MQTT 5 clients
 */
public record OutboundPublish(String topic, Buffer payload, int qos, boolean retain, PublishProperties properties) {

    public static OutboundPublish of(String topic, Buffer payload, int qos, String contentType) {
        return new OutboundPublish(topic, payload, qos, false, PublishProperties.ofType(contentType));
    }

    /** The same, not delivered any more after this long. */
    public OutboundPublish expiringAfter(long seconds) {
        return new OutboundPublish(topic, payload, qos, retain, properties.expiringAfter(seconds));
    }
}
