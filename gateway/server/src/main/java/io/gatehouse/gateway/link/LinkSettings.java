package io.gatehouse.gateway.link;

import io.gatehouse.protocol.GatewayId;
import java.net.URI;
import java.time.Duration;

/**
 * Where the fleet is and who we are there.
 *
 * @param mqtt {@code tcp://host:port} or {@code ssl://host:port}: the fleet's own listener, or a broker between
 * @param http where site books are fetched
 * @param longestPause between two tries to connect; the pause grows to it by doubling, with full jitter
 */
public record LinkSettings(GatewayId gateway, String secret, URI mqtt, URI http, Duration longestPause) {}
