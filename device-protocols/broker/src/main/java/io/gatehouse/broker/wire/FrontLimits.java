package io.gatehouse.broker.wire;

/**
 * What is borne of whom it is not known who they are, and of everybody.
 *
 * @param maxPacketBytes a larger packet ends the connection (MQTT 5 §4.13, 0x95)
 * @param maxConnectBytes the same for a CONNECT
 * @param maxUnknownBytes what all sockets together may have sent of a CONNECT that is not whole yet
 * @param maxSockets further ones are closed at once
 * @param connectMillis a CONNECT must be whole this soon after its socket, however slowly it drips
 * @param maxTopicAlias topic aliases that a client may use
 */
public record FrontLimits(
        int maxPacketBytes,
        int maxConnectBytes,
        int maxUnknownBytes,
        int maxSockets,
        long connectMillis,
        int maxTopicAlias) {}
