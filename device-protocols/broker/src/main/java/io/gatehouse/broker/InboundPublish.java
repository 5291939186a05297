package io.gatehouse.broker;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A message from a client.
 *
 * @param duplicate sent again by the client (MQTT §3.3.1.1)
 * @param properties MQTT 5's; none under 3.1.1
 */
public record InboundPublish(
        String topic, Buffer payload, int qos, boolean retain, boolean duplicate, PublishProperties properties) {

    /** MQTT 5's content type, or nothing. */
    public @Nullable String contentType() {
        return properties.contentType();
    }
}
