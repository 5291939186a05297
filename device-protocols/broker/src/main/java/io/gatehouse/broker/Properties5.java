package io.gatehouse.broker;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
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

    /** The properties of a PUBLISH or of a will. */
    static PublishProperties read(MqttProperties properties) {
        if (properties.isEmpty()) {
            return PublishProperties.NONE;
        }
        MqttProperties.MqttProperty<?> correlation = properties.getProperty(MqttProperties.CORRELATION_DATA);
        return new PublishProperties(
                number(properties, MqttProperties.PAYLOAD_FORMAT_INDICATOR, 0) == 1,
                number(properties, MqttProperties.PUBLICATION_EXPIRY_INTERVAL, PublishProperties.NEVER),
                text(properties, MqttProperties.RESPONSE_TOPIC),
                correlation != null && correlation.value() instanceof byte[] bytes ? Buffer.buffer(bytes) : null,
                text(properties, MqttProperties.CONTENT_TYPE),
                user(properties));
    }

    private static List<UserProperty> user(MqttProperties properties) {
        List<UserProperty> values = new ArrayList<>();
        for (MqttProperties.MqttProperty<?> property : properties.getProperties(MqttProperties.USER_PROPERTY)) {
            if (property.value() instanceof MqttProperties.StringPair pair) {
                values.add(new UserProperty(pair.key, pair.value));
            } else if (property instanceof MqttProperties.UserProperties all) {
                all.value().forEach(pair -> values.add(new UserProperty(pair.key, pair.value)));
            }
        }
        return values.isEmpty() ? List.of() : List.copyOf(values);
    }

    static MqttProperties reason(@Nullable String message) {
        MqttProperties properties = new MqttProperties();
        if (message != null) {
            properties.add(new MqttProperties.StringProperty(MqttProperties.REASON_STRING, sayable(message)));
        }
        return properties;
    }

    /**
     * A text without what MQTT strings must not or should not carry (MQTT 5 §1.5.4): a reason may quote what the client
     * sent, and a client that gets a malformed string gives up its connection.
     */
    static String sayable(String text) {
        StringBuilder said = new StringBuilder(text.length());
        text.codePoints().forEach(at -> {
            int type = Character.getType(at);
            boolean odd = type == Character.CONTROL
                    || type == Character.SURROGATE
                    || type == Character.UNASSIGNED
                    || type == Character.PRIVATE_USE;
            said.appendCodePoint(odd ? '?' : at);
        });
        return said.toString();
    }

    /** The properties of a PUBLISH to a client; the topic alias is the caller's to add. */
    static MqttProperties of(Delivery delivery, long nowMillis) {
        PublishProperties said = delivery.message().publish().properties();
        MqttProperties properties = new MqttProperties();
        if (said.utf8()) {
            add(properties, MqttProperties.PAYLOAD_FORMAT_INDICATOR, 1);
        }
        if (delivery.message().expiresAtMillis() != 0) {
            add(properties, MqttProperties.PUBLICATION_EXPIRY_INTERVAL, (int)
                    delivery.message().secondsLeft(nowMillis));
        }
        add(properties, MqttProperties.RESPONSE_TOPIC, said.responseTopic());
        if (said.correlationData() != null) {
            properties.add(new MqttProperties.BinaryProperty(
                    MqttProperties.CORRELATION_DATA, said.correlationData().getBytes()));
        }
        add(properties, MqttProperties.CONTENT_TYPE, said.contentType());
        for (UserProperty user : said.user()) {
            properties.add(new MqttProperties.UserProperty(user.name(), user.value()));
        }
        for (int id : delivery.subscriptionIds()) {
            add(properties, MqttProperties.SUBSCRIPTION_IDENTIFIER, id);
        }
        return properties;
    }

    static void add(MqttProperties properties, int id, int value) {
        properties.add(new MqttProperties.IntegerProperty(id, value));
    }

    static void add(MqttProperties properties, int id, @Nullable String value) {
        if (value != null) {
            properties.add(new MqttProperties.StringProperty(id, value));
        }
    }

    /**
     * The bytes that the PUBLISH takes.
     *
     * @param aliased whether a topic alias goes with the topic
     */
    static int size(Delivery delivery, boolean aliased, boolean version5) {
        OutboundPublish publish = delivery.message().publish();
        int size = 2
                + utf8(publish.topic())
                + (delivery.qos() > 0 ? 2 : 0)
                + publish.payload().length();
        if (version5) {
            int properties = propertyBytes(delivery) + (aliased ? 3 : 0);
            size += variable(properties) + properties;
        }
        return 1 + variable(size) + size;
    }

    private static int propertyBytes(Delivery delivery) {
        PublishProperties said = delivery.message().publish().properties();
        int size = said.utf8() ? 2 : 0;
        size += delivery.message().expiresAtMillis() == 0 ? 0 : 5;
        size += said.responseTopic() == null ? 0 : 3 + utf8(said.responseTopic());
        size += said.correlationData() == null ? 0 : 3 + said.correlationData().length();
        size += said.contentType() == null ? 0 : 3 + utf8(said.contentType());
        for (UserProperty user : said.user()) {
            size += 5 + utf8(user.name()) + utf8(user.value());
        }
        for (int id : delivery.subscriptionIds()) {
            size += 1 + variable(id);
        }
        return size;
    }

    private static int variable(int value) {
        return value < 128 ? 1 : value < 16_384 ? 2 : value < 2_097_152 ? 3 : 4;
    }

    private static int utf8(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // each half of a surrogate pair stands for two of its four bytes
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }
}
