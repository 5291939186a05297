package io.gatehouse.gateway;

import io.gatehouse.broker.BrokerCounts;
import io.gatehouse.broker.BrokerOptions;
import io.gatehouse.broker.MqttBroker;
import io.gatehouse.gateway.desk.FrontDesk;
import io.gatehouse.gateway.device.CommandDesk;
import io.gatehouse.gateway.device.Devices;
import io.gatehouse.gateway.ingress.broker.BrokerIngress;
import io.gatehouse.gateway.ingress.broker.BrokerSettings;
import io.gatehouse.gateway.ingress.mqtt.MqttDoor;
import io.gatehouse.gateway.ingress.mqtt.MqttIngress;
import io.gatehouse.gateway.link.LinkSettings;
import io.gatehouse.identity.ClientTrust;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.GatewayId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Devices over MQTT: at the gateway's own broker, and at one on site that is not ours. On the gateway's context. */
final class MqttWays {

    private final GatewaySettings settings;
    private final Surroundings surroundings;
    private final MqttIngress ingress;
    private final MqttBroker own;
    private @Nullable BrokerIngress site;

    private MqttWays(GatewaySettings settings, Surroundings surroundings, MqttIngress ingress, MqttBroker own) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.ingress = ingress;
        this.own = own;
    }

    /** Opens the own broker; completes and fails as {@link MqttDoor#open} does. */
    static Future<MqttWays> open(
            Context context, GatewaySettings settings, Surroundings surroundings, Ground ground, MqttIngress ingress) {
        MqttDoor.Ground under = new MqttDoor.Ground(ground.folder().path(), surroundings.clock());
        return ground.certificate()
                .compose(certificate -> MqttDoor.open(
                        context,
                        options(settings, KeyCertOptions.wrap(certificate))
                                .withClients(TrustOptions.wrap(new ClientTrust(
                                        ground.identity()::authorities,
                                        surroundings.clock(),
                                        shown -> context.runOnContext(v -> ingress.notBelieved(shown))))),
                        ingress,
                        settings.mqtt().anonymous(),
                        under))
                .map(broker -> {
                    ingress.servedBy(broker);
                    return new MqttWays(settings, surroundings, ingress, broker);
                });
    }

    private static BrokerOptions options(GatewaySettings settings, KeyCertOptions certificate) {
        GatewaySettings.Mqtt at = settings.mqtt();
        BrokerOptions plain = BrokerOptions.on(settings.host(), at.port()).withTls(at.tlsPort(), certificate);
        return at.webSocketPort().isPresent()
                ? plain.withWebSocket(at.webSocketPort().getAsInt())
                : plain;
    }

    /** Commands go out, and the broker on site is connected if one is named. */
    void begin(Context context, Devices devices, FrontDesk desk, CommandDesk commands) {
        commands.add(ingress);
        String url = settings.broker().url().orElse(null);
        if (url == null) {
            return;
        }
        BrokerSettings line = new BrokerSettings(
                new GatewayId(settings.id()),
                LinkSettings.address("gatehouse.gateway.broker.url", url, Set.of("tcp", "ssl")),
                settings.broker().user(),
                settings.broker().password(),
                settings.broker().longestPause());
        BrokerIngress started = new BrokerIngress(
                context, line, new BrokerIngress.Rooms(devices, desk, commands), surroundings.random());
        site = started;
        commands.add(started);
        started.start();
    }

    /** Nothing new comes in from either. */
    Future<Void> stop() {
        BrokerIngress last = site;
        return (last == null ? Future.<Void>succeededFuture() : last.stop()).eventually(own::close);
    }

    int port() {
        return own.port();
    }

    /** The own broker's numbers. */
    Future<BrokerCounts> counts() {
        return own.counts();
    }

    void addresses(String host, Map<String, String> addresses) {
        addresses.put("mqtt", "mqtt://" + host + ":" + own.port());
        addresses.put("mqtts", "mqtts://" + host + ":" + own.tlsPort());
        if (own.webSocketPort() > 0) {
            addresses.put("mqtt-ws", "ws://" + host + ":" + own.webSocketPort() + "/mqtt");
        }
    }
}
