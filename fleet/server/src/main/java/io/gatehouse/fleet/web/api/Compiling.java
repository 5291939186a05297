package io.gatehouse.fleet.web.api;

import io.gatehouse.fleet.registry.Gateways;
import io.gatehouse.fleet.sitebook.SiteBooks;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;

/** Compiles the site books of a site after a change and tells its gateways. Blocks; called on workers. */
public record Compiling(Gateways gateways, SiteBooks siteBooks, Told told) {

    /** The newest version of the site's gateways, 0 when it has none. */
    public long of(SiteId site) {
        long newest = 0;
        for (GatewayId gateway : gateways.at(site)) {
            newest = Math.max(newest, siteBooks.compile(gateway));
            siteBooks.notice(gateway).ifPresent(notice -> told.siteBook(gateway, notice));
        }
        return newest;
    }
}
