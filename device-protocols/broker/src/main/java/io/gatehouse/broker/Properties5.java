package io.gatehouse.broker;

import io.netty.handler.codec.mqtt.MqttProperties;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes the MQTT 5 properties that the broker uses (MQTT 5 §2.2.2). */
final class Properties5 {

    private Properties5() {}

    static @Nullable String text(MqttProperties properties, int id) {
        MqttProperties.MqttProperty<?> property = properties.getProperty(id);
        return property == null ? null : property.value().toString();
    }

    static long number(MqttProperties properties, int id, long otherwise) {
        MqttProperties.MqttProperty<?> property = properties.getProperty(id);
        return property != null && property.value() instanceof Integer value
                ? Integer.toUnsignedLong(value)
                : otherwise;
    }

    static Map<String, String> user(MqttProperties properties) {
        Map<String, String> values = new LinkedHashMap<>();
        for (MqttProperties.MqttProperty<?> property : properties.getProperties(MqttProperties.USER_PROPERTY)) {
            if (property.value() instanceof MqttProperties.StringPair pair) {
                values.put(pair.key, pair.value);
            }
        }
        return values;
    }

    static MqttProperties reason(@Nullable String message) {
        MqttProperties properties = new MqttProperties();
        if (message != null) {
            properties.add(new MqttProperties.StringProperty(MqttProperties.REASON_STRING, message));
        }
        return properties;
    }

    static MqttProperties of(OutboundPublish message) {
        MqttProperties properties = new MqttProperties();
        if (message.contentType() != null) {
            properties.add(new MqttProperties.StringProperty(MqttProperties.CONTENT_TYPE, message.contentType()));
        }
        message.userProperties().forEach((name, value) -> properties.add(new MqttProperties.UserProperty(name, value)));
        return properties;
    }

    /** What the broker can do (MQTT 5 §3.2.2.3). */
    static MqttProperties capabilities(BrokerOptions options, long sessionExpirySeconds) {
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, 256));
        properties.add(
                new MqttProperties.IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, options.maxMessageBytes()));
        properties.add(
                new MqttProperties.IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, (int) sessionExpirySeconds));
        properties.add(new MqttProperties.IntegerProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0));
        return properties;
    }
}
