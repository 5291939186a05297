package io.gatehouse.gateway.patrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.desk.WhichDoor;
import io.gatehouse.gateway.patrol.PatrolFile.Kept;
import io.gatehouse.gateway.record.Recorder;
import io.gatehouse.gateway.record.Stamps;
import io.gatehouse.gateway.sitebook.PatrolInBook;
import io.gatehouse.gateway.sitebook.SiteBookSnapshot;
import io.gatehouse.patrol.ScanReader;
import io.gatehouse.patrol.ScansTaken;
import io.gatehouse.patrol.judge.RoundOrder;
import io.gatehouse.patrol.live.PatrolDesk;
import io.gatehouse.patrol.live.PatrolFinding;
import io.gatehouse.patrol.live.PatrolFinding.Kind;
import io.gatehouse.patrol.live.PatrolOrder;
import io.gatehouse.patrol.wand.WandFile;
import io.gatehouse.patrol.wand.WandMark;
import io.gatehouse.patrol.wand.WandReading;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.CheckpointScan;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The site's patrol. It hears of each record that is durable, whichever way it came, judges today's rounds with the site
 * book in force, and puts what it finds into the journal: the uplink is not needed for any of it. On the gateway's context,
 * the disk on a worker.
 */
public final class PatrolRoom {

    private static final Logger LOG = LoggerFactory.getLogger(PatrolRoom.class);

    /** Also when nothing happened: after a restart it tells how long the gateway was away. */
    private static final long SAVE_EVERY_MILLIS = 20_000;

    private final Context context;
    private final Supplier<Optional<SiteBookSnapshot>> book;
    private final Recorder recorder;
    private final Stamps stamps;
    private final PatrolFile file;
    private final PatrolDesk desk;
    private final WandRack rack;
    private final ReaderWatch readers;
    private final LongSupplier up;
    private final ClockDoubt doubt = new ClockDoubt();
    private final PatrolBoard board;
    private Consumer<PatrolPlan> onPlan = plan -> {};
    private ScanReader scans = new ScanReader(PatrolPlan.NONE);
    private @Nullable PatrolInBook used;
    private @Nullable PatrolInBook seen;
    private boolean begun;
    private long upTo;
    private long savedChanges = -1;
    private long savedAt;
    private boolean saving;

    /** @param up milliseconds of a clock that does not run backwards */
    public record Times(Stamps stamps, LongSupplier up) {}

    public PatrolRoom(
            Context context,
            Supplier<Optional<SiteBookSnapshot>> book,
            Recorder recorder,
            Times times,
            PatrolFile file) {
        Kept kept = file.kept();
        this.context = context;
        this.book = book;
        this.recorder = recorder;
        this.stamps = times.stamps();
        this.up = times.up();
        this.file = file;
        this.desk = new PatrolDesk(kept.desk());
        this.rack = new WandRack(kept.marks());
        this.readers = new ReaderWatch(desk, kept.lowBatteries());
        this.board = new PatrolBoard(desk, doubt, stamps, book);
        this.upTo = kept.upTo();
    }

    /** Who hears of each durable record: the one given, and this room. */
    public Recorder.Kept beside(Recorder.Kept other) {
        return (lane, seq, event) -> {
            other.kept(lane, seq, event);
            kept(lane, seq, event);
        };
    }

    /** Another site book may be in force; and the first time, what the journal has that the file has not. */
    private void lookAtBook() {
        PatrolInBook now = book.get().map(SiteBookSnapshot::patrol).orElse(null);
        if (now == null || now == seen) {
            return;
        }
        seen = now;
        use(now);
        if (!begun) {
            begun = true;
            file.since().forEach(one -> kept(Lane.EVIDENCE, one.seq(), one.event()));
        }
    }

    private void use(PatrolInBook now) {
        try {
            desk.plan(now.plan(), now.zone(), now.specialDays(), millis());
            scans = new ScanReader(now.plan());
            rack.plan(now.plan());
            readers.plan(now.plan());
            onPlan.accept(now.plan());
            used = now;
        } catch (IllegalArgumentException e) {
            LOG.error("the patrol plan cannot be carried out, the one before stays: {}", e.getMessage());
        }
    }

    private long millis() {
        return stamps.now().gatewayTime();
    }

    /** A record is on the disk. */
    public void kept(Lane lane, long seq, SiteEvent event) {
        if (lane != Lane.EVIDENCE || seq <= upTo) {
            return;
        }
        upTo = seq;
        switch (event.type()) {
            case "CheckpointScanned" -> heard(scans.atCheckpoint(event));
            case "CredentialPresented" -> read(event);
            case "DoorOpened" -> opened(event);
            case "WandRead" -> rack.told(event, desk.custody()).ifPresent(this::docked);
            case "BatteryLow" -> readers.batteryLow(event);
            case GatewayEvents.PATROL_SCANS_TAKEN -> taken(event);
            case GatewayEvents.PATROL_ORDERED -> ordered(event);
            case GatewayEvents.PATROL_TOLD -> told(event);
            default -> {}
        }
    }

    /** One that came while the clock is not believed waits for a time, beside being kept as it came. */
    private void heard(CheckpointScan scan) {
        boolean fresh = desk.scan(scan);
        if (fresh && doubt.isOn()) {
            doubt.hold(scan, up.getAsLong());
        }
    }

    /** An officer's read may be a stop; anybody's is a trace. */
    private void read(SiteEvent event) {
        if (event.decision() != null && event.decision().accessPoint() != null) {
            trace(event.decision().accessPoint(), event);
        }
        scans.atReader(event).filter(this::isAtCheckpoint).ifPresent(scan -> take(List.of(scan)));
    }

    private void opened(SiteEvent event) {
        DeviceId device = event.device();
        Optional<SiteBookSnapshot> inForce = book.get();
        if (device == null || event.body() == null || inForce.isEmpty()) {
            return;
        }
        String named = event.body().path("door").asText();
        int number = WhichDoor.of(
                inForce.get().packed(),
                device,
                named,
                event.body().path("accessPoint").asText());
        if (number >= 0) {
            String door = inForce.get().packed().door(number).door().id();
            trace(door, event);
            CheckpointScan scan = scans.atDoor(event, door);
            if (isAtCheckpoint(scan)) {
                take(List.of(scan));
            }
        }
    }

    private boolean isAtCheckpoint(CheckpointScan scan) {
        return desk.checkpointOf(scan).isPresent();
    }

    private void trace(String place, SiteEvent event) {
        boolean wanted = desk.plan().checkpoints().stream()
                .anyMatch(checkpoint -> checkpoint.near().contains(place));
        if (wanted) {
            desk.trace(place, event.gatewayTime());
        }
    }

    private void taken(SiteEvent event) {
        ScansTaken.of(event)
                .fold(
                        taken -> {
                            taken.scans().forEach(this::heard);
                            rack.stands(taken.mark()).ifPresent(mark -> desk.read(mark.wand(), mark.readUpTo()));
                            return true;
                        },
                        refusal -> {
                            LOG.warn("an event of scans cannot be read: {}", refusal.message());
                            return false;
                        });
    }

    private void ordered(SiteEvent event) {
        body(event, RoundOrder.class).ifPresent(desk::order);
    }

    private void told(SiteEvent event) {
        body(event, PatrolOrder.class)
                .filter(order -> order.refusal().isEmpty())
                .ifPresent(desk::carryOut);
    }

    private static <T> Optional<T> body(SiteEvent event, Class<T> type) {
        JsonNode body = event.body();
        if (body == null) {
            return Optional.empty();
        }
        return WireFormat.JSON.read(WireFormat.JSON.write(body), type).fold(Optional::of, refusal -> {
            LOG.warn("a {} cannot be read: {}", event.type(), refusal.message());
            return Optional.empty();
        });
    }

    /**
     * Takes scans that came otherwise than from a checkpoint device.
     *
     * <ul>
     *   <li>completes once all are on the disk and count
     *   <li>fails with {@link io.gatehouse.gateway.journal.JournalRefusal} when one was not kept: all may be told again
     * </ul>
     */
    public Future<Void> take(List<CheckpointScan> told) {
        return take(ScansTaken.of(told));
    }

    /** The same of a wand that the fleet was brought, with where that stands now. */
    Future<Void> take(ScansTaken told) {
        List<CheckpointScan> scans = told.scans();
        return write(new ScansTaken(
                told.batch(),
                told.mark(),
                told.troubles(),
                doubt.isOn() ? scans.stream().map(ScanReader::doubted).toList() : scans));
    }

    /** Whether it says anything about a wand that is not known here. */
    boolean isNew(WandMark mark) {
        return rack.isNew(mark);
    }

    /** Who hears of each plan that comes into force; set once while wiring. */
    public void onPlan(Consumer<PatrolPlan> listener) {
        onPlan = listener;
    }

    /** Today's rounds, as people and phones see them. */
    public PatrolBoard board() {
        return board;
    }

    private void docked(WandReading reading) {
        write(rack.taken(reading)).onFailure(failure -> LOG.error("a wand's records were not kept", failure));
        rack.doubted(reading, millis()).ifPresent(this::tell);
    }

    private Future<Void> write(ScansTaken taken) {
        List<Future<Long>> written = new ArrayList<>();
        for (ScansTaken part : taken.parts()) {
            ObjectNode body = WireFormat.JSON.mapper().valueToTree(part);
            written.add(recorder.tell(GatewayEvents.PATROL_SCANS_TAKEN, null, body));
        }
        return Future.join(written).mapEmpty();
    }

    /** All that the wand or phone has read until then is known; told to nobody else. */
    void toldAll(String collector, long at) {
        desk.read(collector, at);
    }

    /** A wand's file: what came of it, once that is on the disk; fails as {@link #take} does. */
    public Future<WandReading> upload(byte[] wandFile) {
        ZoneId zone = used == null ? ZoneOffset.UTC : used.zone();
        return context.executeBlocking(() -> WandFile.read(wandFile, zone))
                .compose(file -> file.fold(
                        upload -> {
                            WandReading reading = rack.read(upload, desk.custody(), millis());
                            return write(rack.taken(reading)).map(reading);
                        },
                        refusal -> Future.succeededFuture(WandRack.refused(refusal))));
    }

    /** Carries out what somebody ordered, once it is on the disk. */
    public Future<Void> order(PatrolOrder order) {
        RoundOrder round = order.order();
        boolean ofRound = order.kind() == PatrolOrder.Kind.ROUND && round != null;
        ObjectNode body = WireFormat.JSON.mapper().valueToTree(ofRound ? round : order);
        String type = ofRound ? GatewayEvents.PATROL_ORDERED : GatewayEvents.PATROL_TOLD;
        return recorder.tell(type, null, body).mapEmpty();
    }

    /** Says what is new; call about once a second, and whoever waits for it may call it at once. */
    public void tick() {
        lookAtBook();
        long now = millis();
        // by a clock that is known to be wrong every round would be missed
        if (used == null || isDoubtful(now)) {
            return;
        }
        readers.look(now);
        desk.tick(now).forEach(this::tell);
        if (!saving && (desk.changes() != savedChanges || now - savedAt >= SAVE_EVERY_MILLIS)) {
            save(now);
        }
    }

    /** Says so when the clock begins to be, or ends to be, one that cannot be believed. */
    private boolean isDoubtful(long now) {
        boolean untrusted = stamps.now().quality() == TimeQuality.UNTRUSTED;
        if (untrusted && !doubt.isOn()) {
            doubt.begin("clock@" + upTo, up.getAsLong());
            tell(PatrolFinding.of(Kind.CLOCK_UNTRUSTED, "clock@" + upTo, List.of(), now, now, null));
        } else if (!untrusted && doubt.isOn()) {
            ClockDoubt.Mended mended = doubt.end(now, up.getAsLong());
            if (!mended.scans().isEmpty()) {
                write(ScansTaken.of(mended.scans()))
                        .onFailure(failure -> LOG.error("scans keep the doubt about their time", failure));
            }
            desk.begunAt(mended.since());
            String alarm = mended.alarm();
            tell(PatrolFinding.of(Kind.ALARM_ENDED, alarm + "!", List.of(), mended.since(), now, alarm));
        }
        return untrusted;
    }

    private void tell(PatrolFinding finding) {
        ObjectNode body = WireFormat.JSON.mapper().valueToTree(finding);
        boolean alarm = finding.kind().isAlarm();
        recorder.tell(alarm ? GatewayEvents.PATROL_ALARM : GatewayEvents.PATROL_FINDING, null, body)
                .onFailure(failure -> LOG.error("finding {} was not kept", finding.id(), failure));
    }

    private void save(long now) {
        long changes = desk.changes();
        Kept state = state();
        saving = true;
        context.executeBlocking(() -> {
                    file.write(state);
                    return true;
                })
                .onComplete(done -> {
                    saving = false;
                    if (done.succeeded()) {
                        savedChanges = changes;
                        savedAt = now;
                    } else {
                        LOG.warn("today's rounds cannot be kept: {}", String.valueOf(done.cause()));
                    }
                });
    }

    private Kept state() {
        return new Kept(file.kept().log(), upTo, desk.state(), rack.marks(), readers.lowBatteries());
    }

    /** Who watches which devices are there. */
    public ReaderWatch readers() {
        return readers;
    }
}
