package io.gatehouse.fleet;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.link.Records;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.util.List;
import java.util.Optional;

/** The core as the link sees it. Blocks; called on the link's workers. */
record CoreRecords(FleetCore core) implements Records {

    @Override
    public boolean admits(GatewayId gateway, String secret) {
        return core.gateways().admits(gateway, secret);
    }

    @Override
    public UplinkAck take(UplinkBatch batch) {
        return core.intake().accept(batch);
    }

    @Override
    public List<UplinkAck> greet(GatewayHello hello) {
        core.gateways().greeted(hello);
        core.auditKeys().told(hello.gateway(), hello.auditKey());
        return core.intake().held(hello);
    }

    @Override
    public Optional<SiteBookNotice> siteBook(GatewayId gateway) {
        return core.siteBooks().notice(gateway);
    }

    @Override
    public List<CommandOrder> waitingCommands(GatewayId gateway) {
        return core.commands().waiting(gateway);
    }

    @Override
    public void note(GatewayHeartbeat heartbeat) {
        core.facts().note(heartbeat);
    }
}
