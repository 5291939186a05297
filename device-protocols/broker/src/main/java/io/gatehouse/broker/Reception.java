package io.gatehouse.broker;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** Those of whom it is not known yet who they are; they count as connections. */
    private int arriving;

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
        if (room.isFull(arriving)) {
            reject(endpoint, MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5, "too many connections");
            return;
        }
        ConnectAttempt attempt = attempt(endpoint);
        AtomicBoolean gone = new AtomicBoolean();
        endpoint.closeHandler(v -> gone.set(true));
        arriving++;
        ask(attempt)
                .onComplete(asked -> context.runOnContext(v -> {
                    arriving--;
                    if (!gone.get()) {
                        answer(endpoint, attempt, asked);
                    }
                }));
    }

    private void answer(MqttEndpoint endpoint, ConnectAttempt attempt, AsyncResult<SignIn> asked) {
        if (asked.failed()) {
            // not the client's fault: it shall come again, not give up its secret
            reject(endpoint, MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5, "try again later");
        } else if (asked.result() instanceof SignIn.Admitted admitted) {
            begin(endpoint, new Client(admitted.identity(), attempt.clientId(), attempt.version(), attempt.address()));
        } else {
            room.counts.signInsRefused++;
            reject(
                    endpoint,
                    MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD,
                    "unknown name or wrong secret");
        }
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
        boolean found = !endpoint.isCleanSession() && session.wasUsed();
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

    /** The code is MQTT 5's; 3.1.1 has a word of its own for it. */
    private static void reject(MqttEndpoint endpoint, MqttConnectReturnCode code, String message) {
        if (endpoint.protocolVersion() > VERSION_311) {
            endpoint.reject(code, Properties5.reason(message));
        } else {
            endpoint.reject(
                    code == MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5
                            ? MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE
                            : MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);
        }
    }
}
