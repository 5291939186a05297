package io.gatehouse.fleet.link;

import io.gatehouse.protocol.GatewayId;
import io.vertx.core.Future;

/** Tells a gateway something. Safe from any thread. */
@FunctionalInterface
public interface Downlink {

    /**
     * Publishes at QoS 1 on the gateway's channel ({@link io.gatehouse.protocol.uplink.UplinkTopics}).
     *
     * <ul>
     *   <li>completes when the message was handed to the gateway's session or taken by the broker: no proof that the
     *       gateway has it;
     *   <li>fails when there is nobody to hand it to now; whatever matters is said again at the gateway's next hello.
     * </ul>
     */
    Future<Void> tell(GatewayId gateway, String channel, byte[] payload);
}
