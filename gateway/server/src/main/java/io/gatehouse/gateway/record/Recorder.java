package io.gatehouse.gateway.record;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.journal.JournalRefusal;
import io.gatehouse.gateway.seen.SeenEvents;
import io.gatehouse.gateway.trace.EventTraces;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts site events into the journal. On the gateway's context; its futures complete there, in the order of numbers. */
public final class Recorder {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final Context context;
    private final Journal journal;
    private final SeenEvents seen;
    private final Stamps stamps;
    private Consumer<Lane> onDurable = lane -> {};
    private Kept onKept = (lane, seq, event) -> {};
    private EventTraces traces = EventTraces.OFF;
    private final Outage outage;
    private long refused;
    private boolean trying;

    /** Hears of each record that is on the disk. */
    @FunctionalInterface
    public interface Kept {

        void kept(Lane lane, long seq, SiteEvent event);
    }

    public Recorder(Context context, Journal journal, SeenEvents seen, Stamps stamps, Outage outage) {
        this.context = context;
        this.journal = journal;
        this.seen = seen;
        this.stamps = stamps;
        this.outage = outage;
    }

    /** Who is told after each durable record; set once while wiring. */
    public void onDurable(Consumer<Lane> listener) {
        onDurable = listener;
    }

    /** Who tells a collector of it; set once while wiring. */
    public Recorder tracedBy(EventTraces teller) {
        traces = teller;
        return this;
    }

    public EventTraces traces() {
        return traces;
    }

    /** Who is told what each durable record is; set once while wiring. */
    public void onKept(Kept listener) {
        onKept = listener;
    }

    /**
     * Writes the event.
     *
     * <ul>
     *   <li>completes with its number once it is on the disk
     *   <li>fails with {@link io.gatehouse.gateway.journal.JournalRefusal} when it was not kept
     * </ul>
     */
    public Future<Long> record(SiteEvent event) {
        return record(event, () -> {});
    }

    /**
     * Writes the event as {@link #record(SiteEvent)} does.
     *
     * @param onHeld called when the storage has failed and the site goes on: the record is in memory only, and the future
     *     completes when it is on the disk, be that much later
     */
    public Future<Long> record(SiteEvent event, Runnable onHeld) {
        Lane lane = event.eventClass().lane();
        Outage.One one = new Outage.One(event, event.toBytes(), Promise.promise(), traces.now());
        if (lane == Lane.EVIDENCE && outage.isHolding()) {
            hold(one, onHeld, new JournalRefusal(JournalRefusal.Code.STORAGE_FAILED, "the disk takes no evidence"));
            return one.durable().future();
        }
        journal.append(lane, event.urgency(), one.record())
                .whenComplete((seq, failure) -> context.runOnContext(v -> {
                    if (failure == null) {
                        wrote(lane, one, seq);
                    } else if (lane == Lane.EVIDENCE && isOfTheDisk(failure)) {
                        hold(one, onHeld, failure);
                    } else {
                        refused++;
                        one.durable().fail(failure);
                    }
                }));
        return one.durable().future();
    }

    private static boolean isOfTheDisk(Throwable failure) {
        return failure instanceof JournalRefusal refusal && refusal.code() == JournalRefusal.Code.STORAGE_FAILED;
    }

    private void wrote(Lane lane, Outage.One one, long seq) {
        seen.reflects(lane, seq);
        onKept.kept(lane, seq, one.event());
        one.durable().complete(seq);
        traces.recorded(lane, seq, one.event(), one.from());
        onDurable.accept(lane);
    }

    private void hold(Outage.One one, Runnable onHeld, Throwable failure) {
        if (outage.begin(stamps.now().gatewayTime())) {
            LOG.error("the disk takes no evidence; what the site does now is set by when-storage-fails");
        }
        if (outage.hold(one)) {
            onHeld.run();
        } else {
            refused++;
            one.durable().fail(failure);
        }
    }

    /** Tries to write what is held, and then that the storage had failed; call about once a second. */
    public void tick() {
        if (!outage.isOn() || trying) {
            return;
        }
        trying = true;
        List<Outage.One> held = outage.first();
        List<Outage.One> now = held.isEmpty() ? List.of(report()) : held;
        journal.append(Lane.EVIDENCE, now.stream().map(Outage.One::entry).toList())
                .whenComplete((numbers, failure) -> context.runOnContext(v -> {
                    trying = false;
                    if (failure == null) {
                        outage.wrote(held);
                        for (int i = 0; i < now.size(); i++) {
                            wrote(Lane.EVIDENCE, now.get(i), numbers.first() + i);
                        }
                        goOn(held.isEmpty());
                    }
                }));
    }

    private void goOn(boolean reported) {
        if (!reported || outage.isHolding()) {
            tick();
            return;
        }
        LOG.info("the disk takes evidence again");
        outage.end();
    }

    private Outage.One report() {
        Outage.Summary summary = outage.summary(stamps.now().gatewayTime());
        ObjectNode body = body().put("since", summary.since())
                .put("until", summary.until())
                .put("held", summary.held())
                .put("refused", summary.refused())
                .put("policy", summary.policy().name());
        SiteEvent event =
                SiteEvent.ofGateway(EventClass.EVIDENCE, GatewayEvents.STORAGE_FAILED, null, stamps.now(), body);
        return new Outage.One(event, event.toBytes(), Promise.promise(), traces.now());
    }

    /** Whether the disk takes no evidence now. */
    public boolean isStorageFailed() {
        return outage.isOn();
    }

    /** Records that are in memory only. */
    public int held() {
        return outage.size();
    }

    /** Writes an event of the gateway's own as evidence; when it cannot be kept, the count says so. */
    public Future<Long> tell(String type, @Nullable DeviceId device, ObjectNode body) {
        return record(SiteEvent.ofGateway(EventClass.EVIDENCE, type, device, stamps.now(), body));
    }

    /** Writes what the gateway measured of itself, among the measurements of devices. */
    public Future<Long> measured(ObjectNode body) {
        return record(SiteEvent.ofGateway(EventClass.HEALTH, GatewayEvents.TELEMETRY, null, stamps.now(), body));
    }

    public static ObjectNode body() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Records that the journal did not keep since the start. */
    public long refused() {
        return refused;
    }
}
