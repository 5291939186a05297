package io.gatehouse.broker;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message from a client.
 *
 * @param duplicate sent again by the client (MQTT §3.3.1.1)
 * @param contentType MQTT 5's content type, or nothing
 * @param userProperties MQTT 5's, the last value of a name
 */
public record InboundPublish(
        String topic,
        Buffer payload,
        int qos,
        boolean retain,
        boolean duplicate,
        @Nullable String contentType,
        Map<String, String> userProperties) {}
