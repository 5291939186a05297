package io.gatehouse.fleet.link;

import io.gatehouse.protocol.GatewayId;
import io.vertx.core.Future;

/** What arrives from gateways, whose identity the listener or the broker has checked. Called on the link's context. */
interface Upward {

    /**
     * Takes one message. Completes when it has been dealt with, refusals included, so that the sender's transport may be
     * acknowledged; it never fails because of what the message holds.
     */
    Future<Void> take(GatewayId gateway, String channel, byte[] payload);
}
