package io.gatehouse.fleet.intake;

import io.gatehouse.fleet.audit.AuditTrail;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkAck;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One batch inside a transaction. */
final class Taking {

    private static final int UNKNOWN_RETRY_MILLIS = 30_000;

    private final Handle handle;
    private final UplinkBatch batch;
    private final OffsetDateTime now;

    Taking(Handle handle, UplinkBatch batch, OffsetDateTime now) {
        this.handle = handle;
        this.batch = batch;
        this.now = now;
    }

    /**
     * What came of it, to be told once it is committed.
     *
     * @param stored the name under which the events are kept
     */
    record Taken(UplinkAck ack, LogId stored, boolean events, boolean problems, Set<String> commands) {}

    private record Ground(SiteId site, Optional<Leases.Lease> lease) {}

    /**
     * @param boot who sends it, or nothing from a gateway that does not say
     * @param aside why nothing of it can be kept as events, or nothing when it can
     */
    Taken take(int credit, @Nullable String boot, @Nullable String aside) throws SQLException {
        LogRow row = LogRow.lock(handle, batch, now).orElse(null);
        if (row == null) {
            return refused(boot, UplinkAck.UNKNOWN_GATEWAY, UNKNOWN_RETRY_MILLIS);
        }
        // read after the row is locked: whoever took the word before that is seen
        Ground ground = ground();
        if (ground.lease.isPresent() && !ground.lease.get().admits(boot)) {
            return refused(boot, UplinkAck.FENCED, Greeting.FENCED_RETRY_MILLIS);
        }
        List<Accepted> read = aside == null ? read(ground.site, row) : rejectAll(row, aside);
        if (row.chained()) {
            List<SiteEvent> events = read.stream().map(Accepted::event).toList();
            new AuditTrail(handle).keep(batch, row.stored(), row.held(), events);
        }
        return write(
                row,
                new DeviceMarks(handle, now).onlyNew(ground.site, read),
                toldTo(boot, ground.lease.map(Leases.Lease::epoch).orElse(0L)),
                credit);
    }

    private Taken refused(@Nullable String boot, String refusal, int retryMillis) {
        return new Taken(
                UplinkAck.refused(batch.log(), refusal, retryMillis, toldTo(boot, 0)),
                batch.log(),
                false,
                false,
                Set.of());
    }

    /** Whom the answer is for: not for a copy of the same gateway, which may hear it too. */
    private static UplinkAck.@Nullable Lease toldTo(@Nullable String boot, long epoch) {
        return boot == null ? null : new UplinkAck.Lease(boot, epoch, List.of());
    }

    private Taken write(LogRow row, List<Accepted> fresh, UplinkAck.@Nullable Lease lease, int credit)
            throws SQLException {
        Reckoning reckoning = Reckoning.of(row.held(), batch);
        List<Accepted> events =
                fresh.stream().filter(one -> AuditTrail.isShown(one.event())).toList();
        new EventTable(handle, now.toInstant()).insert(events);
        new EventCounts(handle, now).add(batch.gateway(), events);
        new Measurements(handle, now.toInstant()).insert(fresh);
        new DeviceStates(handle).update(fresh);
        new DeviceLevels(handle).update(fresh);
        new Strangers(handle, now).update(fresh);
        boolean problems = new Problems(handle, now).update(fresh, placeOf(row));
        Set<String> commands = new CommandReports(handle).apply(fresh);
        GapLedger gaps = new GapLedger(handle, batch, row.stored(), now);
        gaps.noteGone(reckoning.gone());
        IntervalSet held = gaps.noteReported(fresh, reckoning.held());
        if (!held.equals(row.held())) {
            row.store(handle, batch, held, now);
        }
        return new Taken(
                new UplinkAck(batch.log(), held, credit, null, 0, lease),
                row.stored(),
                !fresh.isEmpty(),
                problems,
                commands);
    }

    private Problems.Place placeOf(LogRow row) {
        return new Problems.Place(
                row.held().contiguousFrom(1) < batch.first() - 1, row.held().last() > batch.last());
    }

    private Ground ground() {
        return handle.createQuery("""
                        select g.site, l.boot, l.epoch, l.tells from gateway g
                        left join gateway_lease l on l.gateway = g.id where g.id = ?
                        """)
                .bind(0, batch.gateway().value())
                .map((row, context) -> new Ground(new SiteId(row.getString("site")), lease(row)))
                .one();
    }

    private static Optional<Leases.Lease> lease(ResultSet row) throws SQLException {
        String boot = row.getString("boot");
        return boot == null
                ? Optional.empty()
                : Optional.of(new Leases.Lease(boot, row.getLong("epoch"), row.getBoolean("tells")));
    }

    /** A record that cannot be read is kept aside with its reason and counts as held: it must not block its log. */
    private List<Accepted> read(SiteId site, LogRow row) {
        List<Accepted> read = new ArrayList<>(batch.records().size());
        for (int i = 0; i < batch.records().size(); i++) {
            long seq = batch.first() + i;
            byte[] record = batch.records().get(i);
            if (!row.held().contains(seq)) {
                SiteEvent.read(record)
                        .fold(
                                event -> read.add(new Accepted(site, batch.gateway(), row.stored(), seq, event)),
                                refusal -> reject(row, seq, record, refusal.message()));
            }
        }
        return read;
    }

    private List<Accepted> rejectAll(LogRow row, String why) {
        for (int i = 0; i < batch.records().size(); i++) {
            long seq = batch.first() + i;
            if (!row.held().contains(seq)) {
                reject(row, seq, batch.records().get(i), why);
            }
        }
        return List.of();
    }

    private boolean reject(LogRow row, long seq, byte[] record, String why) {
        return handle.execute(
                        """
                        insert into rejected_record (gateway, log, seq, reason, record, noted)
                        values (?, ?, ?, ?, ?, ?) on conflict do nothing
                        """, batch.gateway().value(), row.stored().hex(), seq, why.replace('\0', '\ufffd'), record, now)
                > 0;
    }
}
