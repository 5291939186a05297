package io.gatehouse.fleet.web.api;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.uplink.SiteBookNotice;

/** What the API has gateways told. Returns at once; safe from any thread. */
public interface Told {

    /** A gateway that is away asks for it when it comes back. */
    void siteBook(GatewayId gateway, SiteBookNotice notice);

    void command(GatewayId gateway, CommandOrder order);

    /** What the gateway proves itself with was taken back. */
    void revoked(GatewayId gateway);
}
