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
 * @param certificate needed with {@code tlsPort}
 * @param maxMessageBytes a larger packet ends the connection (MQTT 5 §4.13, 0x95)
 * @param maxConnections further ones are refused before authentication
 * @param maxQueued messages that wait for one session; the oldest goes when one more comes
 * @param window unacknowledged messages towards one client, capped by its Receive Maximum (MQTT 5 §3.3.4)
 * @param maxSessionExpirySeconds how long a session outlives its connection at most
 */
public record BrokerOptions(
        String host,
        int port,
        OptionalInt tlsPort,
        @Nullable PemKeyCertOptions certificate,
        int maxMessageBytes,
        int maxConnections,
        int maxQueued,
        int window,
        long maxSessionExpirySeconds) {

    /** A CONNECT must come this soon after the TCP connection (limits before authentication). */
    static final int CONNECT_TIMEOUT_SECONDS = 10;

    /** Plain listener with the usual limits: 64 KiB payloads, 20,000 connections, a day of session. */
    public static BrokerOptions on(String host, int port) {
        return new BrokerOptions(host, port, OptionalInt.empty(), null, 68 * 1024, 20_000, 1_000, 32, 86_400);
    }

    public BrokerOptions withTls(int securePort, PemKeyCertOptions pem) {
        return new BrokerOptions(
                host,
                port,
                OptionalInt.of(securePort),
                pem,
                maxMessageBytes,
                maxConnections,
                maxQueued,
                window,
                maxSessionExpirySeconds);
    }

    public BrokerOptions withMaxMessageBytes(int bytes) {
        return new BrokerOptions(
                host, port, tlsPort, certificate, bytes, maxConnections, maxQueued, window, maxSessionExpirySeconds);
    }
}
