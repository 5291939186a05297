package io.gatehouse.gateway.ingress.broker;

import io.gatehouse.protocol.GatewayId;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A broker on site and how the gateway is known there.
 *
 * @param address {@code tcp://host:port} or {@code ssl://host:port}
 * @param longestPause between two tries to reach it
 */
public record BrokerSettings(
        GatewayId gateway, URI address, Optional<String> user, Optional<String> password, Duration longestPause) {

    boolean isEncrypted() {
        return "ssl".equals(address.getScheme());
    }

    /** The same for ever, so that the broker keeps the session. */
    String clientId() {
        return "gatehouse-" + gateway;
    }
}
