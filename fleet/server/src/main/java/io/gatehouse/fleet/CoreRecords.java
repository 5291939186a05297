package io.gatehouse.fleet;

import io.gatehouse.fleet.core.FleetCore;
import io.gatehouse.fleet.link.Records;
import io.gatehouse.identity.PeerCertificate;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.sitebook.SignedRevocation;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import io.gatehouse.protocol.uplink.SiteBookState;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkPulse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The core as the link sees it. Blocks; called on the link's workers. */
record CoreRecords(FleetCore core) implements Records {

    @Override
    public boolean admits(GatewayId gateway, String secret) {
        return core.gateways().admits(gateway, secret);
    }

    @Override
    public boolean admits(PeerCertificate shown) {
        return core.enrolments().admits(shown);
    }

    @Override
    public UplinkAck take(UplinkBatch batch, @Nullable String boot) {
        return core.intake().accept(batch, boot);
    }

    @Override
    public List<UplinkAck> greet(GatewayHello hello) {
        List<UplinkAck> acks = core.intake().greet(hello);
        if (acks.stream().allMatch(ack -> ack.refusal() == null)) {
            core.gateways().greeted(hello);
            core.auditKeys().told(hello.gateway(), hello.auditKey());
        }
        return acks;
    }

    @Override
    public Optional<SiteBookNotice> siteBook(GatewayId gateway) {
        return core.siteBooks().notice(gateway);
    }

    @Override
    public List<SignedRevocation> revocations(GatewayId gateway) {
        return core.revocations().pendingOf(gateway);
    }

    @Override
    public long revocationMark() {
        return core.revocations().mark();
    }

    @Override
    public List<Owed> owed() {
        return core.revocations().pending().stream()
                .map(one -> new Owed(one.gateway(), one.seq(), one.revocation()))
                .toList();
    }

    @Override
    public void note(SiteBookState state) {
        if (core.intake().pulse(state.gateway(), state.bootId()).refusal() == null) {
            core.revocations().told(state);
        }
    }

    @Override
    public List<CommandOrder> waitingCommands(GatewayId gateway) {
        return core.commands().waiting(gateway);
    }

    @Override
    public UplinkPulse note(GatewayHeartbeat heartbeat) {
        UplinkPulse pulse = core.intake().pulse(heartbeat.gateway(), heartbeat.bootId());
        if (pulse.refusal() == null) {
            core.facts().note(heartbeat);
        }
        return pulse;
    }
}
