package io.gatehouse.gateway;

import io.gatehouse.gateway.device.CommandDesk;
import io.gatehouse.gateway.device.Devices;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.link.FleetLink;
import io.gatehouse.gateway.record.ClockWatch;
import io.gatehouse.gateway.record.Recorder;
import io.gatehouse.gateway.seen.Marks;
import io.gatehouse.gateway.seen.MarksFile;
import io.gatehouse.gateway.seen.SeenEvents;
import io.gatehouse.gateway.sitebook.SiteBookStore;
import io.gatehouse.gateway.stock.Stock;
import io.gatehouse.gateway.trace.UplinkTraces;
import io.gatehouse.gateway.uplink.Uplink;
import io.gatehouse.gateway.uplink.UplinkLink;
import io.gatehouse.gateway.uplink.UplinkSettings;
import io.gatehouse.gateway.web.Status;
import io.gatehouse.launch.Launch;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.command.CommandOrder;
import io.gatehouse.protocol.sitebook.SignedRevocation;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import io.gatehouse.protocol.uplink.GatewayHeartbeat.ClockFacts;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.SiteBookNotice;
import io.gatehouse.protocol.uplink.SiteBookState;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import io.gatehouse.protocol.uplink.UplinkTopics;
import io.vertx.core.Context;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the uplink with the line, the journal and what comes down the line. On the gateway's context.
 *
 * <pre>
 *   journal ─► Uplink ─► FleetLink ═══ fleet
 *      ▲  release when the fleet holds it and the marks are saved
 * </pre>
 */
final class Upward implements UplinkLink {

    private static final Logger LOG = LoggerFactory.getLogger(Upward.class);
    private static final String SOFTWARE = Launch.version();

    /** After so many records the marks are saved though the fleet took none: a start must not replay a long outage. */
    private static final long SAVE_AFTER_RECORDS = 10_000;

    private final Context context;
    private final GatewayId gateway;
    private final Journal journal;
    private final String auditKey;
    private final SeenEvents seen;
    private final MarksFile marksFile;
    private final FleetLink link;
    private final LongSupplier millis;
    private final Uplink uplink;
    private final Stock stock;
    private final UplinkTraces traces;
    private final Map<Lane, Long> heldUpTo = new EnumMap<>(Lane.class);
    private final Parts parts;
    private final Map<Lane, Long> opened = new EnumMap<>(Lane.class);
    private final Set<LogId> parted = new HashSet<>();
    private boolean saving;
    private long savedAt;

    /** The rooms that hear from above, and those that are told about. */
    record Parts(
            SiteBookDesk books,
            CommandDesk commands,
            Devices devices,
            Recorder recorder,
            ClockWatch clock,
            String bootId,
            Supplier<Map<String, String>> addresses,
            Supplier<Map<String, Double>> measures) {}

    Upward(Context context, GatewayId gateway, Ground ground, FleetLink link, Chance chance, Parts parts) {
        this.context = context;
        this.gateway = gateway;
        this.journal = ground.journal();
        this.auditKey = ground.journal().key().text();
        this.seen = ground.seen();
        this.marksFile = ground.marksFile();
        this.link = link;
        this.millis = chance.millis();
        this.traces = new UplinkTraces(ground.traces());
        this.parts = parts;
        for (Lane lane : Lane.values()) {
            opened.put(lane, journal.newest(lane));
        }
        this.uplink = new Uplink(gateway, journal, this, UplinkSettings.usual(), chance.random(), this::release);
        this.stock = new Stock(context, journal, ground.folder().path(), uplink::waiting);
        link.hears(this::up, this::down, this::heard);
    }

    /** Monotonic milliseconds, and randomness for pauses. */
    record Chance(LongSupplier millis, RandomGenerator random) {}

    private void up() {
        uplink.onConnected(millis.getAsLong());
        heartbeat();
    }

    private void down() {
        uplink.onDisconnected();
        traces.cut();
    }

    private void heard(String channel, byte[] payload) {
        switch (channel) {
            case UplinkTopics.ACK -> read(payload, UplinkAck.class, this::acknowledged);
            case UplinkTopics.REVOKE -> read(payload, SignedRevocation.class, parts.books()::revoke);
            case UplinkTopics.BOOK -> read(payload, SiteBookNotice.class, parts.books()::told);
            case UplinkTopics.COMMAND -> read(payload, CommandOrder.class, parts.commands()::take);
            default -> LOG.warn("nothing is known of the channel {}", channel);
        }
    }

    private void acknowledged(UplinkAck ack) {
        if (link.isForUs(ack)) {
            tellIfParted(ack);
            traces.acknowledged(ack);
            uplink.onAck(ack, millis.getAsLong());
        }
    }

    /** The fleet has an alarm of it too; here it stands beside what it is about. */
    private void tellIfParted(UplinkAck ack) {
        UplinkAck.Lease lease = ack.lease();
        if (lease != null && Boolean.TRUE.equals(lease.parted()) && parted.add(ack.log())) {
            parts.recorder()
                    .tell(
                            GatewayEvents.JOURNAL_SET_BACK,
                            null,
                            Recorder.body().put("log", ack.log().hex()));
        }
    }

    private static <T> void read(byte[] payload, Class<T> type, Consumer<T> hearer) {
        WireFormat.CBOR
                .read(payload, type)
                .fold(
                        message -> {
                            hearer.accept(message);
                            return true;
                        },
                        (Refusal refusal) -> {
                            LOG.warn(
                                    "the fleet said something that is no {}: {}",
                                    type.getSimpleName(),
                                    refusal.message());
                            return false;
                        });
    }

    /** A record is durable. */
    void appended() {
        uplink.onAppended(millis.getAsLong());
    }

    /** Call about once a second. */
    void tick() {
        uplink.onTick(millis.getAsLong());
    }

    @Override
    public void sendHello(List<GatewayHello.Log> logs) {
        link.send(
                UplinkTopics.HELLO,
                new GatewayHello(
                        gateway,
                        SOFTWARE,
                        parts.bootId(),
                        parts.clock().now().toEpochMilli(),
                        parts.books().version(),
                        logs,
                        parts.addresses().get(),
                        auditKey,
                        link.startOf(opened)));
    }

    @Override
    public void send(UplinkBatch batch) {
        traces.sent(batch);
        link.send(batch);
    }

    /** What is on the disk and how much room is left. */
    Stock stock() {
        return stock;
    }

    /** Call every {@link GatewayHeartbeat#PERIOD_SECONDS}. */
    void heartbeat() {
        stock.look();
        link.send(
                UplinkTopics.HEARTBEAT,
                new GatewayHeartbeat(
                        gateway,
                        parts.bootId(),
                        parts.clock().now().toEpochMilli(),
                        parts.clock().quality(),
                        parts.books().version(),
                        Map.of(
                                Lane.EVIDENCE.name(), uplink.backlog(Lane.EVIDENCE),
                                Lane.TELEMETRY.name(), uplink.backlog(Lane.TELEMETRY)),
                        journal.bytes(),
                        parts.measures().get(),
                        parts.devices().facts(),
                        stock.told(),
                        parts.clock().facts()));
        tellBooks();
    }

    /** How it stands with the site book and the revocations. */
    void tellBooks() {
        SiteBookStore.Standing standing = parts.books().standing();
        link.send(
                UplinkTopics.BOOK_STATE,
                new SiteBookState(
                        gateway,
                        parts.bootId(),
                        parts.books().version(),
                        standing.confirmed(),
                        parts.books().refused(),
                        standing.revokedUpTo(),
                        standing.revocations()));
    }

    long backlog(Lane lane) {
        return uplink.backlog(lane);
    }

    /** The clock as the gateway's page shows it. */
    Status.Clock clock() {
        ClockFacts facts = parts.clock().facts();
        return new Status.Clock(
                parts.clock().quality(), parts.clock().now().toEpochMilli(), facts.since(), facts.jumpMillis());
    }

    private void release(Lane lane, long upTo) {
        heldUpTo.merge(lane, upTo, Math::max);
    }

    /**
     * Lets the journal forget what the fleet holds, after the marks that remember it are saved: else a device's repeat
     * would look new after a crash. Call now and then.
     */
    void letGo() {
        long newest = journal.newest(Lane.EVIDENCE) + journal.newest(Lane.TELEMETRY);
        if (saving || (heldUpTo.isEmpty() && newest - savedAt < SAVE_AFTER_RECORDS)) {
            return;
        }
        saving = true;
        savedAt = newest;
        Map<Lane, Long> held = new EnumMap<>(heldUpTo);
        heldUpTo.clear();
        Marks marks = seen.marks(journal);
        context.executeBlocking(() -> {
                    marksFile.save(marks);
                    return true;
                })
                .onComplete(saved -> {
                    saving = false;
                    if (saved.succeeded()) {
                        held.forEach((lane, upTo) -> journal.release(lane, Math.min(upTo, marks.covers(lane))));
                    } else {
                        LOG.warn(
                                "the marks are not saved, the journal keeps everything: {}",
                                saved.cause().toString());
                        held.forEach((lane, upTo) -> heldUpTo.merge(lane, upTo, Math::max));
                    }
                });
    }
}
