package io.gatehouse.broker;

/**
 * What a broker bears.
 *
 * @param maxMessageBytes a larger packet ends the connection (MQTT 5 §4.13, 0x95)
 * @param maxConnections further ones are refused before authentication
 * @param maxQueued messages that wait for one session; the oldest goes when one more comes
 * @param maxQueuedBytes what waits for all sessions together, and the same again for retained messages
 * @param window unacknowledged messages towards one client, capped by its Receive Maximum (MQTT 5 §3.3.4)
 * @param maxSessionExpirySeconds how long a session outlives its connection at most
 */
public record BrokerLimits(
        int maxMessageBytes,
        int maxConnections,
        int maxQueued,
        long maxQueuedBytes,
        int window,
        long maxSessionExpirySeconds) {

    /** A CONNECT must be whole this soon after the TCP connection. */
    static final int CONNECT_TIMEOUT_SECONDS = 10;

    /** A will may be this large, everything else of a CONNECT is small. */
    static final int MAX_CONNECT_BYTES = 16 * 1024;

    /** What all sockets together may have sent of a CONNECT that is not whole. */
    static final int MAX_UNKNOWN_BYTES = 16 * 1024 * 1024;

    /** Sockets beyond the connections, so that those can still be told that there is no room. */
    static final int SPARE_SOCKETS = 6_000;

    /** What we bear unanswered from one MQTT 5 client; others are not read from until there is room again. */
    static final int RECEIVE_MAXIMUM = 256;

    static final int TOPIC_ALIAS_MAXIMUM = 10;

    /** Whoever wants to be silent for longer is told this Server Keep Alive (MQTT 5 §3.2.2.3.14). */
    static final int MAX_KEEP_ALIVE_SECONDS = 1_200;

    /** Subscriptions of one session. */
    static final int MAX_SUBSCRIPTIONS = 1_000;

    /** The usual limits: 64 KiB payloads, 20,000 connections, a day of session. */
    public static BrokerLimits usual() {
        return new BrokerLimits(68 * 1024, 20_000, 1_000, 64L << 20, 32, 86_400);
    }
}
