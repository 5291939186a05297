package io.gatehouse.fleet.intake;

import io.gatehouse.fleet.audit.AuditTrail;
import io.gatehouse.fleet.store.Multiranges;
import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.GatewayHello;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes batches exactly once. One transaction locks the log's row, drops what the fleet holds already (by the journal's
 * number, then by the device's own), writes the rest and enlarges the set of held numbers; only a committed set is told
 * to the gateway. Works the same from several threads and several nodes, in any order of arrival. Blocking; any thread.
 */
public final class Intake {

    /** Refusal codes in acknowledgements. */
    public static final String UNKNOWN_GATEWAY = "UNKNOWN_GATEWAY";

    private static final int UNKNOWN_RETRY_MILLIS = 30_000;
    private static final int CREDIT = 2_000;

    private final Jdbi jdbi;
    private final Clock clock;
    private final List<IntakeListener> listeners = new CopyOnWriteArrayList<>();

    public Intake(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    public void listen(IntakeListener listener) {
        listeners.add(listener);
    }

    /** Writes what is new, commits, and says what is held then. Throws when the database cannot. */
    public UplinkAck accept(UplinkBatch batch) {
        Taken taken = jdbi.inTransaction(handle -> {
            Optional<SiteId> site = siteOf(handle, batch);
            return site.isPresent() ? take(handle, site.get(), batch) : null;
        });
        if (taken == null) {
            return new UplinkAck(batch.log(), IntervalSet.EMPTY, 0, UNKNOWN_GATEWAY, UNKNOWN_RETRY_MILLIS);
        }
        tell(batch, taken);
        return new UplinkAck(batch.log(), taken.held, CREDIT, null, 0);
    }

    private record Taken(IntervalSet held, boolean events, boolean problems, Set<String> commands) {}

    private static Optional<SiteId> siteOf(Handle handle, UplinkBatch batch) {
        return handle.createQuery("select site from gateway where id = ?")
                .bind(0, batch.gateway().value())
                .mapTo(String.class)
                .findOne()
                .map(SiteId::new);
    }

    private Taken take(Handle handle, SiteId site, UplinkBatch batch) {
        // milliseconds, as everywhere on the wire: a page of events ends at a moment that can be told
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
        IntervalSet before = lockLog(handle, batch, now);
        Reckoning reckoning = Reckoning.of(before, batch);
        GapLedger gaps = new GapLedger(handle, batch, now);
        List<Accepted> read = read(handle, site, batch, reckoning.fresh(), now);
        new AuditTrail(handle)
                .keep(batch, before, read.stream().map(Accepted::event).toList());
        List<Accepted> fresh = new DeviceMarks(handle).onlyNew(site, read);
        new EventTable(handle, now).insert(only(fresh, EventClass.EVIDENCE));
        new Measurements(handle).insert(fresh);
        new DeviceStates(handle).update(fresh);
        boolean problems = new Problems(handle, now).update(fresh);
        Set<String> commands = new CommandReports(handle).apply(fresh);
        gaps.noteGone(reckoning.gone());
        IntervalSet held = gaps.noteReported(fresh, reckoning.held());
        storeHeld(handle, batch, held, now);
        return new Taken(held, !fresh.isEmpty(), problems, commands);
    }

    private static IntervalSet lockLog(Handle handle, UplinkBatch batch, OffsetDateTime now) {
        handle.execute(
                "insert into uplink_log (gateway, log, lane, changed) values (?, ?, ?, ?) on conflict do nothing",
                batch.gateway().value(),
                batch.log().hex(),
                batch.lane().name(),
                now);
        return Multiranges.read(
                handle.createQuery("select held::text from uplink_log where gateway = ? and log = ? for update")
                        .bind(0, batch.gateway().value())
                        .bind(1, batch.log().hex())
                        .mapTo(String.class)
                        .one());
    }

    private static void storeHeld(Handle handle, UplinkBatch batch, IntervalSet held, OffsetDateTime now) {
        handle.execute(
                "update uplink_log set held = ?::int8multirange, changed = ? where gateway = ? and log = ?",
                Multiranges.write(held),
                now,
                batch.gateway().value(),
                batch.log().hex());
    }

    /** A record that cannot be read is kept aside with its reason and counts as held: it must not block its log. */
    private static List<Accepted> read(
            Handle handle, SiteId site, UplinkBatch batch, IntervalSet fresh, OffsetDateTime now) {
        List<Accepted> read = new ArrayList<>();
        for (int i = 0; i < batch.records().size(); i++) {
            long seq = batch.first() + i;
            byte[] record = batch.records().get(i);
            if (!fresh.contains(seq)) {
                continue;
            }
            SiteEvent.read(record)
                    .fold(
                            event -> read.add(new Accepted(site, batch.gateway(), batch.log(), seq, event)),
                            refusal -> handle.execute(
                                            """
                                    insert into rejected_record (gateway, log, seq, reason, record, noted)
                                    values (?, ?, ?, ?, ?, ?) on conflict do nothing
                                    """,
                                            batch.gateway().value(),
                                            batch.log().hex(),
                                            seq,
                                            refusal.message(),
                                            record,
                                            now)
                                    > 0);
        }
        return read;
    }

    private static List<Accepted> only(List<Accepted> all, EventClass eventClass) {
        return all.stream()
                .filter(one -> one.event().eventClass() == eventClass)
                .filter(one -> !one.event().type().equals(GatewayEvents.TELEMETRY)
                        && !one.event().type().equals(GatewayEvents.AUDIT_CHECKPOINT))
                .toList();
    }

    private void tell(UplinkBatch batch, Taken taken) {
        for (IntakeListener listener : listeners) {
            if (taken.events) {
                listener.onEvents(batch.gateway(), batch.log(), batch.first(), batch.last());
            }
            if (!taken.commands.isEmpty()) {
                listener.onCommands(taken.commands);
            }
            if (taken.problems) {
                listener.onProblems();
            }
        }
    }

    /** What is held of each log that a gateway named. */
    public List<UplinkAck> held(GatewayHello hello) {
        return jdbi.withHandle(handle -> hello.logs().stream()
                .map(log -> new UplinkAck(
                        log.log(),
                        handle.createQuery("select held::text from uplink_log where gateway = ? and log = ?")
                                .bind(0, hello.gateway().value())
                                .bind(1, log.log().hex())
                                .mapTo(String.class)
                                .findOne()
                                .map(Multiranges::read)
                                .orElse(IntervalSet.EMPTY),
                        CREDIT,
                        null,
                        0))
                .toList());
    }
}
