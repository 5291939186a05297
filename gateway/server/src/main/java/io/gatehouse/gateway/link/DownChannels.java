package io.gatehouse.gateway.link;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.uplink.UplinkTopics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The channels on which the fleet speaks to a gateway. */
final class DownChannels {

    private static final List<String> ALL =
            List.of(UplinkTopics.ACK, UplinkTopics.PULSE, UplinkTopics.REVOKE, UplinkTopics.BOOK, UplinkTopics.COMMAND);

    private DownChannels() {}

    /** Completes when all are subscribed to. */
    static CompletableFuture<?> subscribe(Mqtt5AsyncClient client, GatewayId gateway) {
        CompletableFuture<?>[] all = ALL.stream()
                .map(channel -> client.subscribeWith()
                        .topicFilter(UplinkTopics.topic(gateway, channel))
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .send())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all);
    }

    static Optional<String> of(GatewayId gateway, String topic) {
        return ALL.stream()
                .filter(channel -> topic.equals(UplinkTopics.topic(gateway, channel)))
                .findFirst();
    }
}
