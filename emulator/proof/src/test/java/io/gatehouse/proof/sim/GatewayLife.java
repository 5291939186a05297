package io.gatehouse.proof.sim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.JournalGap;
import io.gatehouse.gateway.journal.SegmentJournal;
import io.gatehouse.gateway.seen.Marks;
import io.gatehouse.gateway.seen.SeenEvents;
import io.gatehouse.gateway.seen.Standing;
import io.gatehouse.gateway.uplink.Uplink;
import io.gatehouse.gateway.uplink.UplinkLink;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.Urgency;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One start of a gateway until it ends: the roads of {@code FrontDesk}, {@code Recorder} and {@code Upward} without
 * Vert.x, around the real journal, the real memory of devices and the real uplink.
 */
final class GatewayLife implements UplinkLink {

    static final GatewayId GATEWAY = new GatewayId("gate");

    private static final long EPOCH = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
    private static final long LET_GO_EVERY = 15 * World.SECOND;

    private final SimGateway gateway;
    private final SimGateway.Around around;
    private final SegmentJournal disk;
    private final Journal journal;
    private final SeenEvents seen;
    private final Uplink uplink;
    private final Map<Lane, Long> heldUpTo = new EnumMap<>(Lane.class);
    private final Set<JournalGap> gapsTold = new HashSet<>();
    private final Set<JournalGap> gapsThinned = new HashSet<>();
    private int gapsSeen;
    private boolean alive = true;
    private boolean roundIsDue;
    private boolean tickIsDue;
    private boolean choresAreDue;
    private boolean saving;
    private boolean helloIsOpen;

    private GatewayLife(SimGateway gateway, SegmentJournal disk) {
        this.gateway = gateway;
        this.around = gateway.around();
        this.disk = disk;
        this.journal = is(Mutant.SEND_BEFORE_SYNC) ? new EagerJournal(disk) : disk;
        this.seen = is(Mutant.START_WITHOUT_MARKS)
                ? SeenEvents.rebuild(Marks.none(disk), new BlindJournal(disk))
                : SeenEvents.rebuild(gateway.marks().load(disk), disk);
        this.uplink = new Uplink(
                GATEWAY,
                journal,
                this,
                around.world().uplink(),
                around.dice().split().generator(),
                this::release);
    }

    private boolean is(Mutant mutant) {
        return around.mutant() == mutant;
    }

    static GatewayLife begin(SimGateway gateway) throws IOException {
        SimGateway.Around around = gateway.around();
        SegmentJournal disk = SegmentJournal.openStepped(
                gateway.disk(),
                around.world().journal(),
                () -> new LogId(around.dice().hex()));
        around.witness().reopened(disk);
        return new GatewayLife(gateway, disk);
    }

    void run() {
        tell(GatewayEvents.GATEWAY_STARTED, JsonNodeFactory.instance.objectNode(), failure -> {});
        tellNewGaps();
        if (is(Mutant.FORGET_BY_WALL_CLOCK)) {
            forgetWhatIsOld();
        }
    }

    void end() {
        alive = false;
    }

    Journal journal() {
        return disk;
    }

    long backlog(Lane lane) {
        return uplink.backlog(lane);
    }

    private void after(long millis, Runnable work) {
        around.time().in(millis, () -> {
            if (alive) {
                work.run();
            }
        });
    }

    private long wall() {
        return EPOCH + around.time().now() + gateway.wallOffset;
    }

    // ---- a device's message, as FrontDesk and Recorder take it

    void take(SimDevice device, Message message) {
        if (!alive) {
            return;
        }
        Standing standing = seen.begin(message.key());
        if (standing instanceof Standing.Repeat) {
            acknowledge(device, message, "acknowledged again");
        } else if (standing instanceof Standing.InFlight first) {
            first.durable()
                    .whenComplete((v, failure) -> after(0, () -> {
                        if (failure == null) {
                            acknowledge(device, message, "acknowledged with its first copy");
                        } else {
                            gateway.links().toDevice(device, message.key(), false);
                        }
                    }));
        } else {
            write(device, message);
        }
    }

    private void write(SimDevice device, Message message) {
        byte[] record = message.record(wall());
        around.witness().wrote(record, message.key());
        append(message.kind().lane(), message.kind().urgency(), record, () -> durable(device, message), failure -> {
            seen.failed(message.key(), failure);
            gateway.links().toDevice(device, message.key(), false);
        });
        if (is(Mutant.UNLOCK_BEFORE_SYNC)) {
            unlock(message);
        }
        if (is(Mutant.ACKNOWLEDGE_BEFORE_SYNC)) {
            acknowledge(device, message, "acknowledged");
        }
    }

    private void durable(SimDevice device, Message message) {
        seen.settled(message.key());
        if (!is(Mutant.UNLOCK_BEFORE_SYNC)) {
            unlock(message);
        }
        if (!is(Mutant.ACKNOWLEDGE_BEFORE_SYNC)) {
            acknowledge(device, message, "acknowledged");
        }
    }

    private void unlock(Message message) {
        if (message.kind() == Message.Kind.READ) {
            around.witness().promised(message, "a lock was opened for it");
        }
    }

    private void acknowledge(SimDevice device, Message message, String how) {
        around.witness().promised(message, how);
        gateway.links().toDevice(device, message.key(), true);
        if (around.luck().breaks()) {
            gateway.breakNow();
        }
    }

    private interface Failed {
        void because(Throwable failure);
    }

    private void append(Lane lane, Urgency urgency, byte[] record, Runnable durable, Failed failed) {
        journal.append(lane, urgency, record).handle((seq, failure) -> {
            if (failure == null && alive) {
                around.witness().numbered(journal.log(lane), seq, record);
            }
            after(0, () -> {
                if (failure == null) {
                    seen.reflects(lane, seq);
                    durable.run();
                    uplink.onAppended(around.time().now());
                    tickSoon();
                } else {
                    failed.because(failure);
                }
            });
            return failure == null;
        });
        if (is(Mutant.SEND_BEFORE_SYNC)) {
            uplink.onAppended(around.time().now());
        }
        roundSoon();
    }

    private void tell(String type, ObjectNode body, Failed failed) {
        SiteEvent event = SiteEvent.ofGateway(
                EventClass.EVIDENCE, type, null, new SiteEvent.Stamp(wall(), TimeQuality.SYNCED), body);
        append(Lane.EVIDENCE, event.urgency(), event.toBytes(), () -> {}, failed);
    }

    /** As {@code JournalNews}: what cannot be kept now is told again. */
    private void tellNewGaps() {
        List<JournalGap> gaps = journal.gaps();
        if (gaps.size() == gapsTold.size()) {
            return;
        }
        for (JournalGap gap : gaps) {
            if (gapsTold.add(gap)) {
                around.trace().tell("gap " + gap);
                ObjectNode body = JsonNodeFactory.instance
                        .objectNode()
                        .put("lane", gap.lane().name())
                        .put("log", gap.log().hex())
                        .put("from", gap.from())
                        .put("to", gap.to())
                        .put("reason", gap.reason().name());
                tell(GatewayEvents.JOURNAL_GAP, body, failure -> {
                    gapsTold.remove(gap);
                    choresSoon();
                });
            }
        }
    }

    // ---- the journal's writer

    private void roundSoon() {
        if (!roundIsDue) {
            roundIsDue = true;
            after(around.dice().between(1, gateway.syncMillis), this::round);
        }
    }

    private void round() {
        roundIsDue = false;
        boolean breaks = around.luck().breaks();
        SimDisk.End end = breaks && around.dice().coin() ? SimDisk.End.POWER : SimDisk.End.PROCESS;
        if (breaks) {
            gateway.disk().endAfter(around.dice().below(8), () -> endIn(end));
        }
        while (alive && disk.step()) {
            // as long as something waits
        }
        disk.tend();
        if (breaks && gateway.disk().disarm()) {
            // synced, and nobody has heard of it yet
            endIn(end);
        }
        lookForGaps();
    }

    private void lookForGaps() {
        List<JournalGap> gaps = journal.gaps();
        if (gaps.size() > gapsSeen) {
            gapsSeen = gaps.size();
            gaps.stream().filter(gapsThinned::add).forEach(around.witness()::thinned);
            choresSoon();
        }
    }

    private void endIn(SimDisk.End end) {
        alive = false;
        around.time().in(0, () -> gateway.end(end, around.dice().spread(World.SECOND, World.HOUR)));
    }

    // ---- the way up, as Upward goes it

    void connected() {
        helloIsOpen = true;
        uplink.onConnected(around.time().now());
        tickSoon();
    }

    void disconnected() {
        uplink.onDisconnected();
    }

    void heard(UplinkAck ack) {
        if (alive) {
            helloIsOpen &= ack.refusal() != null;
            uplink.onAck(ack, around.time().now());
            tickSoon();
        }
    }

    /** A tick that finds nothing on its way and nothing to send changes nothing, and is left out. */
    private void tickSoon() {
        if (!tickIsDue && uplink.isConnected() && (helloIsOpen || gateway.backlog() != 0)) {
            tickIsDue = true;
            after(World.SECOND, () -> {
                tickIsDue = false;
                uplink.onTick(around.time().now());
                tickSoon();
            });
        }
    }

    @Override
    public void sendHello(List<GatewayHello.Log> logs) {
        gateway.line().hello(logs);
    }

    @Override
    public void send(UplinkBatch batch) {
        for (int i = 0; i < batch.records().size(); i++) {
            around.witness()
                    .numbered(batch.log(), batch.first() + i, batch.records().get(i));
        }
        gateway.line().batch(batch);
        if (is(Mutant.FORGET_ON_SEND)) {
            disk.release(batch.lane(), batch.last());
            roundSoon();
        }
        if (around.luck().breaks()) {
            gateway.breakNow();
        }
    }

    private void release(Lane lane, long upTo) {
        if (is(Mutant.FORGET_BEFORE_MARKS)) {
            disk.release(lane, upTo);
            roundSoon();
        } else {
            heldUpTo.merge(lane, upTo, Math::max);
            choresSoon();
        }
    }

    private void choresSoon() {
        if (!choresAreDue) {
            choresAreDue = true;
            after(LET_GO_EVERY, () -> {
                choresAreDue = false;
                letGo();
                tellNewGaps();
            });
        }
    }

    private void letGo() {
        if (saving || heldUpTo.isEmpty()) {
            return;
        }
        saving = true;
        Map<Lane, Long> held = new EnumMap<>(heldUpTo);
        heldUpTo.clear();
        Marks copy = seen.marks(journal);
        gateway.marks().begin(copy);
        if (around.luck().breaks()) {
            gateway.breakNow();
        }
        after(around.dice().between(2, 2 * gateway.syncMillis), () -> saved(held, copy));
    }

    private void saved(Map<Lane, Long> held, Marks copy) {
        saving = false;
        if (gateway.disk().full) {
            gateway.marks().giveUp();
            held.forEach((lane, upTo) -> heldUpTo.merge(lane, upTo, Math::max));
            choresSoon();
            return;
        }
        gateway.marks().finish();
        held.forEach((lane, upTo) -> journal.release(lane, Math.min(upTo, copy.covers(lane))));
        roundSoon();
        if (around.luck().breaks()) {
            gateway.breakNow();
        }
    }

    /** Only a mutant does this. */
    private void forgetWhatIsOld() {
        OldRecords.release(disk, wall() - 3 * World.DAY);
        roundSoon();
        after(World.HOUR, this::forgetWhatIsOld);
    }
}
