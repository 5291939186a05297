package io.gatehouse.fleet.audit;

import io.gatehouse.fleet.audit.Evidence.Stretch;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.audit.AuditKey;
import io.gatehouse.protocol.audit.AuditVerdict.Faulty;
import io.gatehouse.protocol.audit.ChainVerifier;
import io.gatehouse.protocol.audit.Checkpoint;
import io.gatehouse.protocol.audit.Fault;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;

/**
 * Checks the chain of every log up to each checkpoint as it comes, and goes over what it has checked again and again: what
 * is changed in the database later shows as well, be it a record or the row from which an event is shown. It stops before
 * a checkpoint whose key nobody has accepted. Any number of nodes may run it. Blocking; one bounded piece of work a call.
 */
public final class ChainCheck {

    static final String BROKEN = "AUDIT_CHAIN_BROKEN";

    private static final int NEW_INTERVALS = 50;
    private static final int OLD_INTERVALS = 5;

    private final Jdbi jdbi;
    private final Clock clock;

    public ChainCheck(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** What is wrong first: the name of a {@link Fault}, or that the table of events says something else. */
    record Found(String fault, long seq, long provenTo) {
        static Found of(Faulty faulty) {
            return new Found(faulty.fault().name(), faulty.seq(), faulty.provenTo());
        }
    }

    /**
     * @param start behind which checkpoint it begins, 0 when with the log's first record
     * @param shared up to where it is the same as the history from which it forked off, 0 when from none
     */
    private record Row(long newest, long checked, long again, long start, long shared, long faultUpTo) {}

    /** Checks what is new, then a little of what is old. */
    public void run() {
        int left = NEW_INTERVALS;
        for (LogName name : logs("newest_seq > checked_seq order by looked nulls first limit 20")) {
            left -= checkNew(name, left);
        }
        for (LogName name : logs("checked_seq > start_seq order by again nulls first limit " + OLD_INTERVALS)) {
            checkAgain(name);
        }
    }

    private List<LogName> logs(String which) {
        return jdbi.withHandle(handle -> handle.createQuery("select gateway, log from audit_log where " + which)
                .map((row, context) -> new LogName(row.getString("gateway"), new LogId(row.getString("log"))))
                .list());
    }

    private int checkNew(LogName name, int most) {
        return jdbi.inTransaction(handle -> {
            Optional<Row> row = lock(handle, name);
            Evidence evidence = new Evidence(handle, name);
            List<AuditKey> unaccepted = AuditKeys.unaccepted(handle, name.gateway());
            int done = 0;
            long checked = row.map(Row::checked).orElse(0L);
            while (row.isPresent() && done < most) {
                Optional<Checkpoint> next = evidence.checkpointAfter(checked);
                boolean whole = next.isPresent()
                        && !isSignedByAny(unaccepted, next.get())
                        && evidence.held().covers(checked + 1, next.get().seq());
                if (!whole) {
                    break;
                }
                Optional<Found> found = check(handle, name, checked, next.get());
                checked = next.get().seq();
                noteChecked(handle, name, checked, row.get().newest(), found);
                done++;
            }
            if (row.isPresent()) {
                handle.execute(
                        "update audit_log set looked = ? where gateway = ? and log = ?",
                        now(),
                        name.gateway(),
                        name.log().hex());
            }
            return done;
        });
    }

    private static boolean isSignedByAny(List<AuditKey> keys, Checkpoint checkpoint) {
        return keys.stream().anyMatch(key -> key.id().equals(checkpoint.key()));
    }

    private void checkAgain(LogName name) {
        jdbi.useTransaction(handle -> {
            Optional<Row> row = lock(handle, name);
            if (row.isEmpty()) {
                return;
            }
            boolean atEnd = row.get().again() >= row.get().checked();
            long from = atEnd ? row.get().start() : row.get().again();
            Evidence evidence = new Evidence(handle, name);
            Optional<Checkpoint> next = evidence.checkpointAfter(from);
            List<AuditKey> unaccepted = AuditKeys.unaccepted(handle, name.gateway());
            // older versions believed every key: what they checked with this one has to wait now
            boolean waits = Stream.concat(next.stream(), evidence.checkpointAt(from).stream())
                    .anyMatch(one -> isSignedByAny(unaccepted, one));
            if (!waits) {
                judge(handle, name, row.get(), from, next);
            }
            handle.execute(
                    "update audit_log set again_seq = ?, again = ? where gateway = ? and log = ?",
                    next.map(Checkpoint::seq).orElse(0L),
                    now(),
                    name.gateway(),
                    name.log().hex());
        });
    }

    private void judge(Handle handle, LogName name, Row row, long from, Optional<Checkpoint> next) {
        if (next.isEmpty()) {
            fault(handle, name, new Found(Fault.TRUNCATED.name(), from + 1, from), row.newest());
            return;
        }
        long upTo = next.get().seq();
        // what a history has in common with the one from which it forked off is shown there
        long shownFrom = Math.max(from, row.shared());
        Optional<Found> found = check(handle, name, from, next.get()).or(() -> shown(handle, name, shownFrom, upTo));
        found.ifPresent(one -> fault(handle, name, one, upTo));
        if (found.isEmpty() && row.faultUpTo() == upTo) {
            mended(handle, name);
        }
    }

    private static Optional<Row> lock(Handle handle, LogName name) {
        return handle.createQuery("""
                        select * from audit_log where gateway = ? and log = ? for update skip locked
                        """)
                .bind(0, name.gateway())
                .bind(1, name.log().hex())
                .map((row, context) -> new Row(
                        row.getLong("newest_seq"),
                        row.getLong("checked_seq"),
                        row.getLong("again_seq"),
                        row.getLong("start_seq"),
                        row.getLong("shared_seq"),
                        row.getLong("fault_up_to")))
                .findOne();
    }

    /** Checks the records between a checkpoint, or the beginning, and the next one. */
    private static Optional<Found> check(Handle handle, LogName name, long after, Checkpoint next) {
        Evidence evidence = new Evidence(handle, name);
        ChainVerifier verifier = new ChainVerifier(evidence.signedAs(), AuditKeys.accepted(handle, name.gateway()));
        evidence.checkpointAt(after).ifPresent(verifier::startAt);
        evidence.toldGaps(after, next.seq()).forEach(gap -> verifier.lost(gap[0], gap[1]));
        try (ResultIterator<Stretch> stretches = evidence.stretches(after, next.seq())) {
            while (stretches.hasNext()) {
                feed(verifier, stretches.next(), after, next.seq());
            }
        }
        verifier.checkpoint(next);
        return verifier.finish(next.seq())
                .fold(sound -> Optional.<Found>empty(), faulty -> Optional.of(Found.of(faulty)));
    }

    /** Whether the table of events says the same as the records, which are sound. */
    private static Optional<Found> shown(Handle handle, LogName name, long after, long upTo) {
        if (upTo <= after) {
            return Optional.empty();
        }
        SortedMap<Long, SiteEvent> records = new TreeMap<>();
        try (ResultIterator<Stretch> stretches = new Evidence(handle, name).stretches(after, upTo)) {
            while (stretches.hasNext()) {
                Stretch stretch = stretches.next();
                for (int i = 0; i < stretch.records().size(); i++) {
                    long seq = stretch.first() + i;
                    if (seq > after && seq <= upTo) {
                        SiteEvent.read(stretch.records().get(i))
                                .fold(event -> records.put(seq, event), unreadable -> null);
                    }
                }
            }
        }
        return new ShownEvents(handle, name).first(records, after, upTo);
    }

    private static void feed(ChainVerifier verifier, Stretch stretch, long after, long upTo) {
        for (int i = 0; i < stretch.records().size(); i++) {
            long seq = stretch.first() + i;
            if (seq > after && seq <= upTo) {
                verifier.record(seq, stretch.records().get(i));
            }
        }
    }

    private void noteChecked(Handle handle, LogName name, long checked, long newest, Optional<Found> found) {
        // an interval is checked alone: what its end lacks is the log's end only when nothing was signed behind it
        found.map(one -> one.fault().equals(Fault.TRUNCATED.name()) && checked < newest
                        ? new Found(Fault.DELETED.name(), one.seq(), one.provenTo())
                        : one)
                .ifPresent(one -> fault(handle, name, one, checked));
        handle.execute("""
                update audit_log set checked_seq = ?, checked = ?,
                    proven_seq = case when fault is null then ? else proven_seq end
                where gateway = ? and log = ?
                """, checked, now(), checked, name.gateway(), name.log().hex());
    }

    /** The first fault of a log stays until its records are right again, or one before it is found. */
    private void fault(Handle handle, LogName name, Found found, long upTo) {
        int first = handle.execute(
                """
                update audit_log set fault = ?, fault_seq = ?, fault_up_to = ?, fault_noted = ?, proven_seq = ?
                where gateway = ? and log = ? and (fault is null or fault_seq > ?)
                """,
                found.fault(),
                found.seq(),
                upTo,
                now(),
                found.provenTo(),
                name.gateway(),
                name.log().hex(),
                found.seq());
        if (first > 0) {
            Map<String, String> params = Map.of(
                    "fault",
                    found.fault(),
                    "seq",
                    Long.toString(found.seq()),
                    "log",
                    name.log().hex());
            handle.execute("""
                    insert into problem (site, device, kind, since, last, count, params)
                    select site, id, ?, ?, ?, 1, ?::jsonb from gateway where id = ?
                    on conflict (site, device, kind) do update
                        set last = excluded.last, count = problem.count + 1, params = excluded.params
                    """, BROKEN, now(), now(), Json.write(params), name.gateway());
        }
    }

    private void mended(Handle handle, LogName name) {
        handle.execute("""
                update audit_log set fault = null, fault_seq = null, fault_up_to = null, fault_noted = null,
                    proven_seq = checked_seq where gateway = ? and log = ?
                """, name.gateway(), name.log().hex());
        handle.execute("""
                delete from problem where kind = ? and device = ?
                    and not exists (select from audit_log where gateway = ? and fault is not null)
                """, BROKEN, name.gateway(), name.gateway());
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
