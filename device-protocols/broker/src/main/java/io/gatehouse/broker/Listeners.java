package io.gatehouse.broker;

import io.gatehouse.broker.wire.Front;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.ClientAuth;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker's open ports: plain, and TLS and websockets where they are wanted. */
final class Listeners {

    static final String PLAIN = "plain";
    static final String TLS = "tls";
    static final String WEB = "web";

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final Map<String, MqttServer> servers = new LinkedHashMap<>();

    Listeners(Front front, BrokerOptions options, Handler<MqttEndpoint> onConnect) {
        add(PLAIN, front, common(options).setPort(options.port()), onConnect);
        options.tlsPort().ifPresent(port -> add(TLS, front, encrypted(options, port), onConnect));
        options.webSocketPort().ifPresent(port -> add(WEB, front, webSocket(options, port), onConnect));
    }

    private void add(String name, Front front, MqttServerOptions options, Handler<MqttEndpoint> onConnect) {
        servers.put(
                name,
                MqttServer.create(front, options)
                        .endpointHandler(onConnect)
                        .exceptionHandler(failure -> LOG.debug("a connection failed", failure)));
    }

    private static MqttServerOptions common(BrokerOptions options) {
        MqttServerOptions common = new MqttServerOptions()
                .setMaxMessageSize(options.limits().maxMessageBytes())
                .setTimeoutOnConnect(BrokerLimits.CONNECT_TIMEOUT_SECONDS)
                .setMaxClientIdLength(65_535)
                .setAutoClientId(true);
        common.setHost(options.host());
        common.setTcpNoDelay(true);
        return common;
    }

    private static MqttServerOptions encrypted(BrokerOptions options, int port) {
        MqttServerOptions encrypted =
                common(options).setPort(port).setSsl(true).setKeyCertOptions(options.certificate());
        return options.clients() == null
                ? encrypted
                : encrypted.setTrustOptions(options.clients()).setClientAuth(ClientAuth.REQUEST);
    }

    private static MqttServerOptions webSocket(BrokerOptions options, int port) {
        MqttServerOptions web = common(options).setPort(port).setUseWebSocket(true);
        web.setWebSocketMaxFrameSize(options.limits().maxMessageBytes() + 16);
        return web;
    }

    /** Opens all or none. */
    Future<Void> listen() {
        Future<Void> opening = Future.succeededFuture();
        for (MqttServer server : servers.values()) {
            opening = opening.compose(v -> server.listen().mapEmpty());
        }
        return opening.recover(failure -> close().transform(closed -> Future.failedFuture(failure)));
    }

    int port(String name) {
        MqttServer server = servers.get(name);
        return server == null ? -1 : server.actualPort();
    }

    Future<Void> close() {
        return Future.join(servers.values().stream().map(MqttServer::close).toList())
                .mapEmpty();
    }
}
