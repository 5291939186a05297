package io.gatehouse.broker;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Meets who connects: limits first, then who it is, then the session. On the broker's context. */
final class Reception {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final int VERSION_311 = 4;
    private static final long NO_EXPIRY_SECONDS = 0;
    private static final int NO_RECEIVE_MAXIMUM = 65_535;

    private final Context context;
    private final Room room;
    private final BrokerHooks hooks;

    Reception(Context context, Room room, BrokerHooks hooks) {
        this.context = context;
        this.room = room;
        this.hooks = hooks;
    }

    void onConnect(MqttEndpoint endpoint) {
        if (endpoint.protocolVersion() < VERSION_311) {
            endpoint.reject(MqttConnectReturnCode.CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION);
            return;
        }
        if (room.isFull()) {
            reject(endpoint, MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5, "too many connections");
            return;
        }
        ConnectAttempt attempt = attempt(endpoint);
        ask(attempt)
                .onComplete(asked -> context.runOnContext(v -> {
                    if (asked.succeeded() && asked.result() instanceof SignIn.Admitted admitted) {
                        begin(
                                endpoint,
                                new Client(
                                        admitted.identity(), attempt.clientId(), attempt.version(), attempt.address()));
                    } else {
                        room.counts.signInsRefused++;
                        reject(
                                endpoint,
                                MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD,
                                "unknown name or wrong secret");
                    }
                }));
    }

    private Future<SignIn> ask(ConnectAttempt attempt) {
        try {
            return hooks.signIn(attempt);
        } catch (RuntimeException e) {
            room.counts.hookFailures++;
            LOG.error("signing in failed; this must not happen and is a bug", e);
            return Future.failedFuture(e);
        }
    }

    private static ConnectAttempt attempt(MqttEndpoint endpoint) {
        MqttAuth auth = endpoint.auth();
        String password = auth == null ? null : auth.getPassword();
        return new ConnectAttempt(
                endpoint.clientIdentifier(),
                auth == null ? null : auth.getUsername(),
                password == null ? null : password.getBytes(StandardCharsets.UTF_8),
                endpoint.protocolVersion(),
                String.valueOf(endpoint.remoteAddress()),
                endpoint.isSsl());
    }

    private void begin(MqttEndpoint endpoint, Client client) {
        MqttProperties asked = endpoint.connectProperties();
        long expiry = client.isVersion5()
                ? Properties5.number(asked, MqttProperties.SESSION_EXPIRY_INTERVAL, NO_EXPIRY_SECONDS)
                : endpoint.isCleanSession() ? NO_EXPIRY_SECONDS : room.options().maxSessionExpirySeconds();
        int window = (int) Properties5.number(asked, MqttProperties.RECEIVE_MAXIMUM, NO_RECEIVE_MAXIMUM);
        Session session = room.takeUp(client, endpoint.isCleanSession(), expiry);
        boolean found = !endpoint.isCleanSession() && room.hasSession(client.clientId()) && session.wasUsed();
        Connection connection = new Connection(context, endpoint, client, session, room);
        connection.listen();
        if (client.isVersion5()) {
            endpoint.accept(found, Properties5.capabilities(room.options(), session.expirySeconds));
        } else {
            endpoint.accept(found);
        }
        session.markUsed();
        room.onBegun(connection, window);
    }

    private static void reject(MqttEndpoint endpoint, MqttConnectReturnCode code, String message) {
        if (endpoint.protocolVersion() > VERSION_311) {
            MqttConnectReturnCode code5 = code == MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD
                    ? MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD
                    : code;
            endpoint.reject(code5, Properties5.reason(message));
        } else {
            endpoint.reject(
                    code == MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5
                            ? MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE
                            : code);
        }
    }
}
