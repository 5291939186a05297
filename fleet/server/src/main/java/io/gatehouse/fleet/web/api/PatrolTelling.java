package io.gatehouse.fleet.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.command.Commands;
import io.gatehouse.fleet.command.Ordered;
import io.gatehouse.fleet.command.Request;
import io.gatehouse.fleet.patrol.GuardPhones;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.launch.Ids;
import io.gatehouse.patrol.ScansTaken;
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
    /** So many with their checklists fit into a command. */
    private static final int MOST_SCANS = 20;

    public void tell(SiteId site, PatrolOrder order, @Nullable String reason, String user) {
        send(site, "order", order, reason, user);
    }

    /** What a guard's phone told the fleet: the site's own desk judges with it too, and climbs the ladder. */
    public void tell(GuardPhones.Phone phone, GuardPhones.Taken taken) {
        String by = "phone of " + phone.officer();
        for (int from = 0; from < taken.scans().size(); from += MOST_SCANS) {
            int to = Math.min(taken.scans().size(), from + MOST_SCANS);
            send(phone.site(), "taken", ScansTaken.of(taken.scans().subList(from, to)), null, by);
        }
        taken.reports().forEach(report -> tell(phone.site(), PatrolOrder.report(report), null, by));
    }

    /** What a wand's file brought, of which the site's own desk still looks at the rounds; with where the wand stands now. */
    public void tell(SiteId site, ScansTaken read, String user) {
        read.parts(MOST_SCANS).forEach(part -> send(site, "taken", part, null, user));
    }

    /** Nothing that the phone has read until then is missing. */
    public void toldAll(GuardPhones.Phone phone, long at) {
        PatrolOrder order = PatrolOrder.about(PatrolOrder.Kind.TOLD_ALL, phone.id(), phone.officer(), at);
        tell(phone.site(), order, null, "phone of " + phone.officer());
    }

    private void send(SiteId site, String name, Object what, @Nullable String reason, String user) {
        ObjectNode data = Json.object();
        data.set(name, WireFormat.JSON.mapper().valueToTree(what));
        Request request = new Request(CommandType.PATROL, ids.next(), DAY_SECONDS, reason, data);
        for (Ordered ordered : commands.orderSite(site, request, user)) {
            if (ordered instanceof Ordered.Queued one) {
                told.command(one.gateway(), one.order());
            }
        }
    }
}
