package io.gatehouse.broker;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message to clients.
 *
 * @param contentType for MQTT 5 clients, or nothing
 */
public record OutboundPublish(
        String topic,
        Buffer payload,
        int qos,
        boolean retain,
        @Nullable String contentType,
        Map<String, String> userProperties) {

    public static OutboundPublish of(String topic, Buffer payload, int qos, String contentType) {
        return new OutboundPublish(topic, payload, qos, false, contentType, Map.of());
    }

    OutboundPublish atMost(int grantedQos) {
        return grantedQos >= qos
                ? this
                : new OutboundPublish(topic, payload, grantedQos, retain, contentType, userProperties);
    }

    OutboundPublish retained(boolean flag) {
        return flag == retain ? this : new OutboundPublish(topic, payload, qos, flag, contentType, userProperties);
    }
}
