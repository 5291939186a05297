package io.gatehouse.fleet.link;

import io.gatehouse.identity.PeerCertificate;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.sitebook.SignedRevocation;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import io.gatehouse.protocol.uplink.SiteBookState;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkPulse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the link needs of the fleet, kept in memory. Shared by the nodes of a test. */
final class InMemoryRecords implements Records {

    static final int CREDIT = 1_000;

    final List<GatewayHeartbeat> heartbeats = new ArrayList<>();
    final List<String> rows = new ArrayList<>();
    private final Map<LogId, IntervalSet> held = new HashMap<>();
    private final Map<GatewayId, String> secrets = new HashMap<>();
    private final List<CommandOrder> commands = new ArrayList<>();
    private final AtomicInteger tried = new AtomicInteger();
    private final Semaphore gate = new Semaphore(1_000_000);
    private volatile boolean down;

    void admit(GatewayId gateway, String secret) {
        secrets.put(gateway, secret);
    }

    synchronized void queue(CommandOrder order) {
        commands.add(order);
    }

    void goDown(boolean isDown) {
        down = isDown;
    }

    synchronized List<String> rows() {
        return List.copyOf(rows);
    }

    synchronized int heartbeatCount() {
        return heartbeats.size();
    }

    @Override
    public boolean admits(PeerCertificate shown) {
        return false;
    }

    @Override
    public boolean admits(GatewayId gateway, String secret) {
        return secret.equals(secrets.get(gateway));
    }

    int tried() {
        return tried.get();
    }

    /** While it is held up, a batch waits as it does for a slow database. */
    void holdUp(boolean isHeldUp) {
        if (isHeldUp) {
            gate.drainPermits();
        } else {
            gate.release(1_000_000);
        }
    }

    @Override
    public UplinkAck take(UplinkBatch batch, @Nullable String boot) {
        tried.incrementAndGet();
        gate.acquireUninterruptibly();
        return keep(batch);
    }

    private synchronized UplinkAck keep(UplinkBatch batch) {
        if (down) {
            throw new IllegalStateException("the database is down");
        }
        IntervalSet before = held.getOrDefault(batch.log(), IntervalSet.EMPTY);
        for (long seq = batch.first(); seq <= batch.last(); seq++) {
            if (!before.contains(seq)) {
                rows.add(batch.gateway() + "/" + batch.log() + "/" + seq);
            }
        }
        IntervalSet after = before.plus(batch.first(), batch.last());
        held.put(batch.log(), after);
        return new UplinkAck(batch.log(), after, CREDIT, null, 0);
    }

    @Override
    public synchronized List<UplinkAck> greet(GatewayHello hello) {
        return hello.logs().stream()
                .map(log -> new UplinkAck(log.log(), held.getOrDefault(log.log(), IntervalSet.EMPTY), CREDIT, null, 0))
                .toList();
    }

    @Override
    public Optional<SiteBookNotice> siteBook(GatewayId gateway) {
        return Optional.of(new SiteBookNotice(7, "00", 10, "/api/v1/gateways/" + gateway + "/site-book"));
    }

    @Override
    public List<SignedRevocation> revocations(GatewayId gateway) {
        return List.of();
    }

    @Override
    public long revocationMark() {
        return 0;
    }

    @Override
    public List<Owed> owed() {
        return List.of();
    }

    @Override
    public void note(SiteBookState state) {}

    @Override
    public synchronized List<CommandOrder> waitingCommands(GatewayId gateway) {
        return List.copyOf(commands);
    }

    @Override
    public synchronized UplinkPulse note(GatewayHeartbeat heartbeat) {
        heartbeats.add(heartbeat);
        return new UplinkPulse(heartbeat.bootId(), null, 0);
    }
}
