package io.gatehouse.gateway.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.access.AccessDesk;
import io.gatehouse.access.SiteOrder;
import io.gatehouse.gateway.desk.ReadDesk.Found;
import io.gatehouse.gateway.device.CommandDesk;
import io.gatehouse.gateway.device.CommandWay;
import io.gatehouse.gateway.device.Devices;
import io.gatehouse.gateway.record.Recorder;
import io.gatehouse.gateway.record.Stamps;
import io.gatehouse.gateway.seen.EventKey;
import io.gatehouse.gateway.seen.SeenEvents;
import io.gatehouse.gateway.seen.Standing;
import io.gatehouse.gateway.sitebook.SiteBookSnapshot;
import io.gatehouse.gateway.trace.Way;
import io.gatehouse.launch.Ids;
import io.gatehouse.protocol.Decoded;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.Refusal;
import io.gatehouse.protocol.RefusalCode;
import io.gatehouse.protocol.TimeQuality;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.access.AccessDecision;
import io.gatehouse.protocol.command.DeviceCommand;
import io.gatehouse.protocol.device.CommandAck;
import io.gatehouse.protocol.device.DeviceEvent;
import io.gatehouse.protocol.device.DeviceState;
import io.gatehouse.protocol.device.DeviceTelemetry;
import io.gatehouse.protocol.device.Envelope;
import io.gatehouse.protocol.device.EventType;
import io.gatehouse.protocol.device.Measurement;
import io.gatehouse.protocol.device.Topic.Channel;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The road of a device's message: decode, recognise a repeat, decide, record, answer. The sender has been identified and
 * may use the channel. On the gateway's context.
 */
public final class FrontDesk {

    private final Context context;
    private final Supplier<Optional<SiteBookSnapshot>> book;
    private final Devices devices;
    private final SeenEvents seen;
    private final Stamps stamps;
    private final Recorder recorder;
    private final CommandDesk commands;
    private final AccessDesk access;
    private final PassDesk passes;
    private final ReadDesk reads;
    private final AnswerCommands commandsFor;
    private final DoorCycles cycles;
    private final Locks locks;
    private final DoorsFile doorsFile;
    private final DoorNews doors;
    private final Holds holds;
    private final AreaWatch areas;
    private final Decisions decisions;
    private final Answers answers = new Answers();
    private final Undone<Draft> undone = new Undone<>();
    private final RulingDesk rulings;
    /** Of the message that is being taken; it goes along where one has to wait. */
    private Way way = Way.UNTOLD;

    public FrontDesk(Context context, Around around, Records records, AccessDesk access, Chance chance) {
        this.context = context;
        this.book = around.book();
        this.devices = around.devices();
        this.commands = around.commands();
        this.decisions = around.decisions();
        this.seen = records.seen();
        this.stamps = records.stamps();
        this.recorder = records.recorder();
        this.access = access;
        this.passes = new PassDesk(context, access, records.spent());
        DoorCycles.Teller later = (type, device, body) -> context.runOnContext(v -> recorder.tell(type, device, body));
        this.reads = new ReadDesk(access, passes, new ReadAlarms(access, later), chance.random());
        this.cycles = new DoorCycles(access, chance.upMillis(), records.doors(), later);
        this.doorsFile = records.doors();
        this.areas = new AreaWatch(access, later);
        this.commandsFor = new AnswerCommands(chance.ids());
        this.doors = new DoorNews(access, cycles);
        this.holds = new Holds(commandsFor);
        this.locks = new Locks(book, cycles);
        cycles.shownBy(
                new DoorSignals(commandsFor, locks::hand, () -> stamps.now().gatewayTime())::show);
        this.rulings = new RulingDesk(
                context, around, records, new RulingDesk.Desks(access, reads, passes, commandsFor), locks::release);
        around.commands().onHanded(locks::released);
    }

    /**
     * Where new ids, random searches and spans of time come from.
     *
     * @param upMillis of a clock that does not run backwards
     */
    public record Chance(Ids ids, Random random, LongSupplier upMillis) {}

    /** The rooms around the desk. */
    public record Around(
            Supplier<Optional<SiteBookSnapshot>> book, Devices devices, CommandDesk commands, Decisions decisions) {}

    /** What the road needs to write things down. */
    public record Records(SeenEvents seen, SpentFile spent, DoorsFile doors, Stamps stamps, Recorder recorder) {}

    /** How a lock is reached that is not the reader itself; set once while wiring. */
    public void locksVia(CommandWay way) {
        locks.via(way);
    }

    /** How a lock after wrong tries is brought to the disk before the try is answered; set once while wiring. */
    public void locksKeptBy(Supplier<Future<Void>> kept) {
        reads.locksKeptBy(kept);
    }

    /**
     * Takes one message.
     *
     * <ul>
     *   <li>completes with {@link Reply.Taken} once it is on the disk, or was before
     *   <li>completes with {@link Reply.Refused} or {@link Reply.Busy} otherwise; it does not fail
     * </ul>
     */
    public Future<Reply> take(DeviceId device, Channel channel, WireFormat format, byte[] payload) {
        devices.heard(device);
        way = recorder.traces().arrived();
        return switch (channel) {
            case EVENT -> with(device, channel, DeviceEvent.read(format, payload), this::event);
            case TELEMETRY -> with(device, channel, DeviceTelemetry.read(format, payload), this::telemetry);
            case STATE -> with(device, channel, DeviceState.read(format, payload), this::state);
            case ACK -> with(device, channel, CommandAck.read(format, payload), this::ack);
            case CMD, ERROR ->
                refused(
                        device,
                        channel,
                        new Refusal(RefusalCode.UNKNOWN_TOPIC, "a device does not publish on " + channel.level()));
        };
    }

    private interface Road<T> {
        Future<Reply> take(DeviceId device, T message);
    }

    private <T> Future<Reply> with(DeviceId device, Channel channel, Decoded<T> decoded, Road<T> road) {
        way.decoded();
        return decoded.fold(message -> road.take(device, message), refusal -> refused(device, channel, refusal));
    }

    private Future<Reply> refused(DeviceId device, Channel channel, Refusal refusal) {
        devices.refused(device, channel.level(), refusal);
        return Future.succeededFuture(new Reply.Refused(refusal));
    }

    private Future<Reply> event(DeviceId device, DeviceEvent event) {
        if (devices.isFireWord(device, event.type())) {
            return refused(
                    device,
                    Channel.EVENT,
                    new Refusal(RefusalCode.OUT_OF_RANGE, "'" + device + "' has no fire input in the site book"));
        }
        SiteEvent.Stamp stamp = stamps.of(event.envelope());
        Optional<SiteBookSnapshot> inForce = book.get();
        boolean isRead = event.type().equals(EventType.CREDENTIAL_PRESENTED.wireName());
        if (!isRead || inForce.isEmpty()) {
            return once(device, event.envelope(), () -> told(inForce, device, event, stamp));
        }
        ReadDesk.Shown shown =
                reads.shown(inForce.get(), device, event, stamp, stamps.now().quality());
        Callable<Found> slow = shown.slow();
        if (slow == null) {
            return once(device, event.envelope(), () -> read(inForce.get(), device, shown, Found.NOTHING, stamp));
        }
        Way mine = way;
        return context.executeBlocking(slow, false).compose(found -> {
            way = mine;
            return once(device, event.envelope(), () -> compared(device, event, found, stamp));
        });
    }

    /** Another book may have come into force while the PIN was compared. */
    private Draft compared(DeviceId device, DeviceEvent event, Found found, SiteEvent.Stamp stamp) {
        SiteBookSnapshot inForce = book.get().orElseThrow();
        ReadDesk.Shown shown =
                reads.shown(inForce, device, event, stamp, stamps.now().quality());
        return read(inForce, device, shown, found, stamp);
    }

    /** What is no read: doors, lanes, tampering, fire. */
    private Draft told(Optional<SiteBookSnapshot> inForce, DeviceId device, DeviceEvent event, SiteEvent.Stamp stamp) {
        inForce.ifPresent(book -> doors.hear(reads.inForce(book), device, event, stamp.gatewayTime()));
        SiteEvent site = SiteEvent.ofDevice(
                EventClass.EVIDENCE, event.type(), device, event.envelope(), stamp, KeptRead.of(event));
        return new Draft(
                site,
                inForce.flatMap(book -> doors.wayOut(book.packed(), device, event))
                        .map(door -> commandsFor.out(door, event.envelope(), stamp.gatewayTime())),
                Future.succeededFuture());
    }

    private Draft read(
            SiteBookSnapshot inForce, DeviceId device, ReadDesk.Shown shown, Found found, SiteEvent.Stamp stamp) {
        ReadDesk.Decided decided = reads.decide(inForce, shown, found);
        AccessDecision decision = decided.decision();
        DeviceEvent event = shown.event();
        SiteEvent site = SiteEvent.ofDevice(
                        EventClass.EVIDENCE, event.type(), device, event.envelope(), stamp, KeptRead.of(event))
                .with(decision);
        decisions.add(stamp.gatewayTime(), device, decision, inForce);
        return new Draft(
                site,
                commandsFor.of(inForce.packed(), event.envelope(), decision, stamp.gatewayTime()),
                decided.kept());
    }

    /** Ends what has waited long enough: an answer that did not come, a delay that is over. About once a second. */
    public void tick() {
        SiteEvent.Stamp now = stamps.now();
        book.get().ifPresent(inForce -> {
            reads.inForce(inForce);
            passes.tick(now.gatewayTime(), now.quality() != TimeQuality.UNTRUSTED);
            access.tick(now.gatewayTime()).forEach(ruling -> rulings.decided(inForce, ruling, now));
            holds.keep(inForce.packed(), access.heldOpen(now.gatewayTime()), now.gatewayTime(), locks::hand);
            cycles.tick(inForce.packed(), now.gatewayTime());
            areas.tick(inForce.packed());
        });
        doorsFile.tick(context);
    }

    /** Decisions that no read at a reader brings. */
    public RulingDesk rulings() {
        return rulings;
    }

    /** Holds a door open, once that is on the disk; 0 ends it. Nothing when it is done, else why not. */
    public Future<Optional<String>> hold(String door, long millis) {
        ObjectNode asked = Recorder.body().put("hold", door).put("millis", millis);
        return recorder.tell(GatewayEvents.SITE_ORDERED, null, asked)
                .map(seq -> order(new SiteOrder.Hold(door, millis + stamps.now().gatewayTime())));
    }

    /** Carries an order for the site out and records it; nothing when it is done, else why not. */
    public Optional<String> order(SiteOrder order) {
        Optional<SiteBookSnapshot> inForce = book.get();
        if (inForce.isEmpty()) {
            return Optional.of("there is no site book");
        }
        reads.inForce(inForce.get());
        Optional<String> refused = access.order(order, stamps.now().gatewayTime());
        ObjectNode body = Recorder.body().put("order", order.toString());
        refused.ifPresent(why -> body.put("refused", why));
        recorder.tell(GatewayEvents.SITE_ORDERED, null, body);
        return refused;
    }

    private Future<Reply> telemetry(DeviceId device, DeviceTelemetry telemetry) {
        return once(
                device,
                telemetry.envelope(),
                () -> Draft.of(SiteEvent.ofDevice(
                        EventClass.HEALTH,
                        GatewayEvents.TELEMETRY,
                        device,
                        telemetry.envelope(),
                        stamps.of(telemetry.envelope()),
                        WireFormat.JSON.mapper().valueToTree(new Measured(telemetry.measurements())))));
    }

    private record Measured(List<Measurement> measurements) {}

    private Future<Reply> state(DeviceId device, DeviceState state) {
        return once(
                device,
                state.envelope(),
                () -> Draft.of(SiteEvent.ofDevice(
                        EventClass.STATE,
                        GatewayEvents.STATE_REPORTED,
                        device,
                        state.envelope(),
                        stamps.of(state.envelope()),
                        state.body())));
    }

    private Future<Reply> ack(DeviceId device, CommandAck ack) {
        return once(
                device,
                ack.envelope(),
                () -> Draft.of(SiteEvent.ofDevice(
                        holds.isOwn(ack.commandId()) ? EventClass.HEALTH : EventClass.EVIDENCE,
                        GatewayEvents.COMMAND_REPORTED,
                        device,
                        ack.envelope(),
                        stamps.of(ack.envelope()),
                        commands.answered(device, ack))));
    }

    /** What is to be recorded once {@code kept} is, and the answer that may leave once that is. */
    private record Draft(SiteEvent event, Optional<DeviceCommand> answer, Future<Void> kept) {
        static Draft of(SiteEvent event) {
            return new Draft(event, Optional.empty(), Future.succeededFuture());
        }
    }

    /** Records a message unless it was recorded before; a repeat is acknowledged and answered as the first time. */
    private Future<Reply> once(DeviceId device, Envelope envelope, Supplier<Draft> draft) {
        EventKey key = new EventKey(device, envelope.bootId(), envelope.seq());
        Standing standing = seen.begin(key);
        if (standing instanceof Standing.Repeat) {
            return Future.succeededFuture(new Reply.Taken(answers.of(key)));
        }
        if (standing instanceof Standing.InFlight first) {
            Promise<Reply> same = Promise.promise();
            first.durable()
                    .whenComplete((v, failure) -> context.runOnContext(
                            u -> same.complete(failure == null ? new Reply.Taken(answers.of(key)) : new Reply.Busy())));
            return recorder.held() == 0 ? same.future() : Future.succeededFuture(new Reply.Held(same.future()));
        }
        return write(device, key, undone.take(key, stamps.now().gatewayTime()).orElseGet(draft));
    }

    private Future<Reply> write(DeviceId device, EventKey key, Draft made) {
        Promise<Reply> reply = Promise.promise();
        Promise<Reply> later = Promise.promise();
        Way mine = way;
        mine.decided();
        Runnable onHeld = () -> {
            handWhileHeld(device, made);
            reply.complete(new Reply.Held(later.future()));
        };
        Future<Long> recorded = made.kept.isComplete()
                ? recorder.record(made.event, onHeld)
                : made.kept.compose(kept -> recorder.record(made.event, onHeld));
        recorded.map(seq -> {
                    mine.durable(made.event.eventClass().lane(), seq);
                    return reply.future().isComplete() ? settledLate(key) : settled(device, key, made);
                })
                .otherwise(failure -> {
                    seen.failed(key, failure);
                    undone.put(key, made, stamps.now().gatewayTime());
                    return new Reply.Busy();
                })
                .onSuccess(settled -> {
                    later.complete(settled);
                    reply.tryComplete(settled);
                    mine.answered(made.event);
                });
        return reply.future();
    }

    /** The disk has failed, and the site's policy is to go on: the lock moves before the record is on the disk. */
    private void handWhileHeld(DeviceId device, Draft made) {
        made.answer.ifPresent(answer -> {
            locks.release(device, answer);
            locks.beside(device, made.event, answer);
        });
    }

    /** What was to be done was done when it was held. */
    private Reply settledLate(EventKey key) {
        seen.settled(key);
        return new Reply.Taken(Optional.empty());
    }

    /** The record is durable: only now a lock may move. */
    private Reply settled(DeviceId device, EventKey key, Draft made) {
        seen.settled(key);
        if (made.answer.isEmpty()) {
            return new Reply.Taken(Optional.empty());
        }
        DeviceCommand answer = made.answer.get();
        answers.put(key, answer);
        locks.released(device, answer);
        locks.beside(device, made.event, answer);
        return new Reply.Taken(Optional.of(answer));
    }
}
