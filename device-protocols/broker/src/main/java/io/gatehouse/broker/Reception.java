package io.gatehouse.broker;

import io.gatehouse.broker.wire.Front;
import io.gatehouse.broker.wire.Threshold;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.core.AsyncResult;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Meets who connects: limits first, then who it is, then the session. On the broker's context. */
final class Reception {

    private static final int VERSION_311 = 4;
    private static final long NO_EXPIRY_SECONDS = 0;
    private static final int NO_RECEIVE_MAXIMUM = 65_535;
    /** The CONNACK with the properties that always stand in it. */
    private static final int WELCOME_BYTES = 16;

    private final Front front;
    private final Room room;

    /** Those of whom it is not known yet who they are; they count as connections. */
    private int arriving;

    Reception(Front front, Room room) {
        this.front = front;
        this.room = room;
    }

    /** Somebody who waits to be let in. */
    private static final class Guest {
        private final MqttEndpoint endpoint;
        private final Threshold threshold;
        private final ConnectAttempt attempt;
        private boolean gone;

        private Guest(MqttEndpoint endpoint, Threshold threshold, ConnectAttempt attempt) {
            this.endpoint = endpoint;
            this.threshold = threshold;
            this.attempt = attempt;
        }
    }

    void onConnect(MqttEndpoint endpoint) {
        if (room.isFull(arriving)) {
            reject(endpoint, MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5, "too many connections");
            return;
        }
        Threshold threshold = front.arriving();
        Guest guest = new Guest(endpoint, threshold, attempt(endpoint, !threshold.isUnnamed()));
        endpoint.closeHandler(v -> guest.gone = true);
        arriving++;
        room.hooks
                .signIn(guest.attempt)
                .onComplete(asked -> room.context().runOnContext(v -> {
                    arriving--;
                    if (!guest.gone) {
                        answer(guest, asked);
                    }
                }));
    }

    private void answer(Guest guest, AsyncResult<SignIn> asked) {
        if (asked.failed()) {
            // not the client's fault: it shall come again, not give up its secret
            reject(guest.endpoint, MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5, "try again later");
        } else if (asked.result() instanceof SignIn.Admitted admitted) {
            ConnectAttempt attempt = guest.attempt;
            begin(guest, new Client(admitted.identity(), attempt.clientId(), attempt.version(), attempt.address()));
        } else {
            room.counts.signInsRefused++;
            reject(
                    guest.endpoint,
                    MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD,
                    "unknown name or wrong secret");
        }
    }

    private static ConnectAttempt attempt(MqttEndpoint endpoint, boolean named) {
        MqttAuth auth = endpoint.auth();
        String password = auth == null ? null : auth.getPassword();
        return new ConnectAttempt(
                endpoint.clientIdentifier(),
                named,
                auth == null ? null : auth.getUsername(),
                password == null ? null : password.getBytes(StandardCharsets.UTF_8),
                endpoint.protocolVersion(),
                String.valueOf(endpoint.remoteAddress()),
                endpoint.isSsl(),
                endpoint.isSsl() ? certificate(endpoint.sslSession()) : null);
    }

    /** The listener asks for one and goes on without. */
    private static @Nullable X509Certificate certificate(@Nullable SSLSession session) {
        try {
            return session != null && session.getPeerCertificates()[0] instanceof X509Certificate shown ? shown : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    private void begin(Guest guest, Client client) {
        MqttEndpoint endpoint = guest.endpoint;
        Will will = Will.of(client, endpoint.will());
        if (will != null && !mayLeave(client, will)) {
            room.hooks.onForeignTopic(client, will.publish().topic());
            reject(
                    endpoint,
                    MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5,
                    "the will's topic is not yours");
            return;
        }
        MqttProperties asked = endpoint.connectProperties();
        long expiry = client.isVersion5()
                ? Properties5.number(asked, MqttProperties.SESSION_EXPIRY_INTERVAL, NO_EXPIRY_SECONDS)
                : endpoint.isCleanSession() ? NO_EXPIRY_SECONDS : room.limits().maxSessionExpirySeconds();
        if (Properties5.number(asked, MqttProperties.MAXIMUM_PACKET_SIZE, Connection.NO_LIMIT) < WELCOME_BYTES) {
            // what it does not take must not be sent (MQTT-3.1.2-24)
            endpoint.close();
            return;
        }
        Session session = room.takeUp(client, endpoint.isCleanSession(), expiry);
        session.will = will;
        boolean found = !endpoint.isCleanSession() && session.wasUsed() && endpoint.protocolVersion() >= VERSION_311;
        Connection connection = new Connection(endpoint, guest.threshold, client, session, room);
        connection.listen();
        if (client.isVersion5()) {
            endpoint.accept(found, welcome(guest, connection, expiry));
        } else {
            endpoint.accept(found);
        }
        session.markUsed();
        room.onBegun(connection, (int) Properties5.number(asked, MqttProperties.RECEIVE_MAXIMUM, NO_RECEIVE_MAXIMUM));
        guest.threshold.open();
    }

    private boolean mayLeave(Client client, Will will) {
        return !Room.isReserved(will.publish().topic())
                && room.hooks.mayPublish(client, will.publish().topic());
    }

    /** What the broker bears, and what differs from what was asked (MQTT 5 §3.2.2.3). */
    private MqttProperties welcome(Guest guest, Connection connection, long askedExpiry) {
        MqttProperties properties = new MqttProperties();
        Properties5.add(properties, MqttProperties.RECEIVE_MAXIMUM, BrokerLimits.RECEIVE_MAXIMUM);
        Properties5.add(
                properties, MqttProperties.MAXIMUM_PACKET_SIZE, room.limits().maxMessageBytes());
        Properties5.add(properties, MqttProperties.TOPIC_ALIAS_MAXIMUM, BrokerLimits.TOPIC_ALIAS_MAXIMUM);
        if (connection.session().expirySeconds != askedExpiry) {
            Properties5.add(
                    properties, MqttProperties.SESSION_EXPIRY_INTERVAL, (int) connection.session().expirySeconds);
        }
        if (guest.threshold.isUnnamed()) {
            Properties5.add(properties, MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, guest.attempt.clientId());
        }
        int keepAlive = guest.endpoint.keepAliveTimeSeconds();
        if (keepAlive == 0 || keepAlive > BrokerLimits.MAX_KEEP_ALIVE_SECONDS) {
            Properties5.add(properties, MqttProperties.SERVER_KEEP_ALIVE, BrokerLimits.MAX_KEEP_ALIVE_SECONDS);
            connection.keepAlive(BrokerLimits.MAX_KEEP_ALIVE_SECONDS);
        }
        return properties;
    }

    /** The code is MQTT 5's; 3.1.1 has a word of its own for it. */
    private static void reject(MqttEndpoint endpoint, MqttConnectReturnCode code, @Nullable String message) {
        if (endpoint.protocolVersion() > VERSION_311) {
            endpoint.reject(code, Properties5.reason(message));
            return;
        }
        endpoint.reject(
                switch (code) {
                    case CONNECTION_REFUSED_SERVER_UNAVAILABLE_5 ->
                        MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
                    case CONNECTION_REFUSED_NOT_AUTHORIZED_5 -> MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
                    default -> MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD;
                });
    }
}
