package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.command.Commands;
import io.gatehouse.fleet.command.Ordered;
import io.gatehouse.fleet.command.Request;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Ids;
import io.gatehouse.patrol.live.PatrolOrder;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.CommandType;
import org.jspecify.annotations.Nullable;

/**
 * Tells a site's gateways what was decided about rounds, so that they judge with it too; one that is away hears it within
 * a day. Blocks; called on workers.
 */
public record PatrolTelling(Commands commands, Told told, Ids ids) {

    private static final int DAY_SECONDS = 24 * 3_600;

    public void tell(SiteId site, PatrolOrder order, @Nullable String reason, String user) {
        ObjectNode data = Json.object();
        data.set("order", WireFormat.JSON.mapper().valueToTree(order));
        Request request = new Request(CommandType.PATROL, ids.next(), DAY_SECONDS, reason, data);
        for (Ordered ordered : commands.orderSite(site, request, user)) {
            if (ordered instanceof Ordered.Queued one) {
                told.command(one.gateway(), one.order());
            }
        }
    }
}
