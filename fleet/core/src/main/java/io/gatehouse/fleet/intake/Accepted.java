package io.gatehouse.fleet.intake;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.uplink.SiteEvent;

/**
 * A record of a batch that was not here before.
 *
 * @param log the name under which the log's events are kept
 */
record Accepted(SiteId site, GatewayId gateway, LogId log, long seq, SiteEvent event) {}
