package io.gatehouse.broker;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a broker listens and what it bears.
 *
 * @param host the address to bind
 * @param port plain TCP, 0 for any free one
 * @param tlsPort TLS, or nothing for none
 * @param webSocketPort websockets with the subprotocol {@code mqtt} on the path {@code /mqtt}, or nothing for none
 * @param certificate needed with {@code tlsPort}
 * @param clients which certificates of clients are believed, or nothing: then none is asked for. A client without one is
 *     let in to say who it is in another way
 */
public record BrokerOptions(
        String host,
        int port,
        OptionalInt tlsPort,
        OptionalInt webSocketPort,
        @Nullable KeyCertOptions certificate,
        @Nullable TrustOptions clients,
        BrokerLimits limits) {

    /** Plain listener with the usual limits. */
    public static BrokerOptions on(String host, int port) {
        return new BrokerOptions(
                host, port, OptionalInt.empty(), OptionalInt.empty(), null, null, BrokerLimits.usual());
    }

    public BrokerOptions withTls(int securePort, KeyCertOptions shown) {
        return new BrokerOptions(host, port, OptionalInt.of(securePort), webSocketPort, shown, clients, limits);
    }

    /** The TLS listener asks clients for a certificate. */
    public BrokerOptions withClients(TrustOptions believed) {
        return new BrokerOptions(host, port, tlsPort, webSocketPort, certificate, believed, limits);
    }

    public BrokerOptions withWebSocket(int webPort) {
        return new BrokerOptions(host, port, tlsPort, OptionalInt.of(webPort), certificate, clients, limits);
    }

    public BrokerOptions withLimits(BrokerLimits other) {
        return new BrokerOptions(host, port, tlsPort, webSocketPort, certificate, clients, other);
    }

    public BrokerOptions withMaxMessageBytes(int bytes) {
        return withLimits(new BrokerLimits(
                bytes,
                limits.maxConnections(),
                limits.maxQueued(),
                limits.maxQueuedBytes(),
                limits.window(),
                limits.maxSessionExpirySeconds()));
    }
}
