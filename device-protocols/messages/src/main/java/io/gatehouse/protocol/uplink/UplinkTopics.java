package io.gatehouse.protocol.uplink;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Ids;
import java.util.Optional;

/** What gateways and fleet say on, at the fleet's listener or at a broker between them; payloads are CBOR. */
public final class UplinkTopics {

    public static final String PREFIX = "gh/v1/gateway/";

    /** Gateway to fleet: {@link UplinkBatch}, {@link PackedBatch}, {@link GatewayHello}, {@link GatewayHeartbeat},
     * {@link SiteBookState}. */
    public static final String BATCH = "batch";

    public static final String PACKED = "packed";
    public static final String HELLO = "hello";
    public static final String HEARTBEAT = "heartbeat";
    public static final String BOOK_STATE = "book-state";

    /**
     * Fleet to gateway: {@link UplinkAck}, {@link UplinkPulse}, {@link SiteBookNotice}, a {@code CommandOrder}, a
     * {@code SignedRevocation}.
     */
    public static final String ACK = "ack";

    public static final String PULSE = "pulse";
    public static final String BOOK = "book";
    public static final String COMMAND = "command";
    public static final String REVOKE = "revoke";

    private UplinkTopics() {}

    public static String topic(GatewayId gateway, String channel) {
        return PREFIX + gateway + "/" + channel;
    }

    /** A filter for one channel of every gateway; nodes that share the work put {@code $share/fleet/} before it. */
    public static String everyGateway(String channel) {
        return PREFIX + "+/" + channel;
    }

    /** The gateway of a topic on the given channel, or nothing. */
    public static Optional<GatewayId> gatewayOf(String topic, String channel) {
        String end = "/" + channel;
        if (!topic.startsWith(PREFIX) || !topic.endsWith(end) || topic.length() <= PREFIX.length() + end.length()) {
            return Optional.empty();
        }
        String id = topic.substring(PREFIX.length(), topic.length() - end.length());
        return Ids.isValid(id) ? Optional.of(new GatewayId(id)) : Optional.empty();
    }
}
