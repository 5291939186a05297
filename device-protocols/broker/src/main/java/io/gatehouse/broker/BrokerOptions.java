package io.gatehouse.broker;

import io.vertx.core.net.PemKeyCertOptions;
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
 */
public record BrokerOptions(
        String host,
        int port,
        OptionalInt tlsPort,
        OptionalInt webSocketPort,
        @Nullable PemKeyCertOptions certificate,
        BrokerLimits limits) {

    /** Plain listener with the usual limits. */
    public static BrokerOptions on(String host, int port) {
        return new BrokerOptions(host, port, OptionalInt.empty(), OptionalInt.empty(), null, BrokerLimits.usual());
    }

    public BrokerOptions withTls(int securePort, PemKeyCertOptions pem) {
        return new BrokerOptions(host, port, OptionalInt.of(securePort), webSocketPort, pem, limits);
    }

    public BrokerOptions withWebSocket(int webPort) {
        return new BrokerOptions(host, port, tlsPort, OptionalInt.of(webPort), certificate, limits);
    }

    public BrokerOptions withLimits(BrokerLimits other) {
        return new BrokerOptions(host, port, tlsPort, webSocketPort, certificate, other);
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
