package io.gatehouse.gateway.link;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientTransportConfig;
import com.hivemq.client.mqtt.MqttClientTransportConfigBuilder;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedListener;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.gatehouse.identity.ClientSide;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Makes a client for each try, which proves itself as the gateway can now. From any thread. */
final class FreshClients {

    private static final int KEEP_ALIVE_SECONDS = 15;
    private static final int SOCKET_SECONDS = 5;
    private static final int CONNECT_SECONDS = 10;

    private final LinkSettings settings;

    FreshClients(LinkSettings settings) {
        this.settings = settings;
    }

    /** The first one loads a thousand classes: call on a worker. */
    Mqtt5AsyncClient fresh(MqttClientDisconnectedListener disconnected, Consumer<Mqtt5Publish> received) {
        Mqtt5AsyncClient fresh = MqttClient.builder()
                .useMqttVersion5()
                .identifier("gw-" + settings.gateway() + "-" + clientEnd())
                .transportConfig(transport())
                .addDisconnectedListener(disconnected)
                .buildAsync();
        // before the connection: what arrives without a registered flow would be acknowledged and lost
        fresh.publishes(MqttGlobalPublishFilter.ALL, received);
        return fresh;
    }

    /** Encryption belongs to the transport here: set on the client's own builder, this library forgets it. */
    private MqttClientTransportConfig transport() {
        MqttClientTransportConfigBuilder transport = MqttClientTransportConfig.builder()
                .serverHost(settings.mqtt().getHost())
                .serverPort(settings.mqtt().getPort())
                .socketConnectTimeout(SOCKET_SECONDS, TimeUnit.SECONDS)
                .mqttConnectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS);
        if ("ssl".equals(settings.mqtt().getScheme())) {
            ClientSide side = settings.identity().side();
            transport
                    .sslConfig()
                    .keyManagerFactory(side.keys())
                    .trustManagerFactory(side.trusted())
                    .applySslConfig();
        }
        return transport.build();
    }

    /** A boot's own: a copy of this disk does not throw us off the line, it is told to stay away. */
    private String clientEnd() {
        String boot = settings.boot().id();
        return boot.substring(0, Math.min(8, boot.length()));
    }

    /** The connect packet: with the secret, if there is one; a certificate is shown by TLS. */
    Mqtt5Connect greeting() {
        Mqtt5ConnectBuilder greeting =
                Mqtt5Connect.builder().cleanStart(true).sessionExpiryInterval(0).keepAlive(KEEP_ALIVE_SECONDS);
        settings.identity()
                .secret()
                .ifPresent(secret -> greeting.simpleAuth()
                        .username(settings.gateway().value())
                        .password(secret.getBytes(StandardCharsets.UTF_8))
                        .applySimpleAuth());
        return greeting.build();
    }
}
