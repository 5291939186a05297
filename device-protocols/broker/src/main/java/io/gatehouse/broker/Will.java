package io.gatehouse.broker;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.mqtt.MqttWill;
import org.jspecify.annotations.Nullable;

/**
 * A client's last word.
 *
 * @param client who said it, as it was signed in
 * @param delaySeconds how long the client may be away before it is said (MQTT 5 §3.1.3.2.2)
 */
record Will(Client client, InboundPublish publish, long delaySeconds) {

    static @Nullable Will of(Client client, @Nullable MqttWill told) {
        if (told == null || !told.isWillFlag()) {
            return null;
        }
        MqttProperties properties =
                told.getWillProperties() == null ? MqttProperties.NO_PROPERTIES : told.getWillProperties();
        return new Will(
                client,
                new InboundPublish(
                        told.getWillTopic(),
                        told.getWillMessage(),
                        told.getWillQos(),
                        told.isWillRetain(),
                        false,
                        Properties5.read(properties)),
                Properties5.number(properties, MqttProperties.WILL_DELAY_INTERVAL, 0));
    }
}
