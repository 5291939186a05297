package io.gatehouse.gateway.record;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.gateway.journal.Journal;
import io.gatehouse.gateway.seen.SeenEvents;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts site events into the journal. On the gateway's context; its futures complete there, in the order of numbers. */
public final class Recorder {

    private final Context context;
    private final Journal journal;
    private final SeenEvents seen;
    private final Stamps stamps;
    private Consumer<Lane> onDurable = lane -> {};
    private Kept onKept = (lane, seq, event) -> {};
    private long refused;

    /** Hears of each record that is on the disk. */
    @FunctionalInterface
    public interface Kept {

        void kept(Lane lane, long seq, SiteEvent event);
    }

    public Recorder(Context context, Journal journal, SeenEvents seen, Stamps stamps) {
        this.context = context;
        this.journal = journal;
        this.seen = seen;
        this.stamps = stamps;
    }

    /** Who is told after each durable record; set once while wiring. */
    public void onDurable(Consumer<Lane> listener) {
        onDurable = listener;
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
        Lane lane = event.eventClass().lane();
        Promise<Long> durable = Promise.promise();
        journal.append(lane, event.urgency(), event.toBytes())
                .whenComplete((seq, failure) -> context.runOnContext(v -> {
                    if (failure == null) {
                        seen.reflects(lane, seq);
                        onKept.kept(lane, seq, event);
                        durable.complete(seq);
                        onDurable.accept(lane);
                    } else {
                        refused++;
                        durable.fail(failure);
                    }
                }));
        return durable.future();
    }

    /** Writes an event of the gateway's own as evidence; when it cannot be kept, the count says so. */
    public Future<Long> tell(String type, @Nullable DeviceId device, ObjectNode body) {
        return record(SiteEvent.ofGateway(EventClass.EVIDENCE, type, device, stamps.now(), body));
    }

    public static ObjectNode body() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Records that the journal did not keep since the start. */
    public long refused() {
        return refused;
    }
}
