package io.gatehouse.fleet.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.audit.Evidence.Stretch;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.audit.Checkpoint;
import io.gatehouse.protocol.audit.ExportLines;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;
import org.jspecify.annotations.Nullable;

/** Hands out evidence with its proof: what an auditor needs to check it without the fleet. */
public final class AuditExport {

    private final Jdbi jdbi;
    private final Clock clock;

    public AuditExport(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** One site, one gateway or all, between two times of the gateways; widened to whole intervals of checkpoints. */
    public record Span(
            @Nullable String site,
            @Nullable String gateway,
            @Nullable Instant from,
            @Nullable Instant to,
            Reach reach) {}

    private record Part(LogName name, long start, long newest) {}

    private record Bounds(long after, long upTo, long signedUpTo) {}

    /** The lines as one snapshot, until the taker says false. Records that no checkpoint covers yet are left out. */
    public void export(Span span, Predicate<ObjectNode> taker) {
        jdbi.useTransaction(handle -> {
            handle.execute("set transaction isolation level repeatable read read only");
            Lines lines = new Lines(taker);
            lines.put(ExportLines.export(Json.time(clock.instant()), leftOut(handle, span)));
            for (Part part : parts(handle, span)) {
                export(handle, span, part, lines);
            }
            lines.put(ExportLines.end(lines.logs, lines.records));
        });
    }

    /** What is kept without a chain of its own has nothing to hand out; the file says that it is not in it. */
    private static List<ExportLines.Unchained> leftOut(Handle handle, Span span) {
        return Unchained.all(handle).stream()
                .filter(one -> span.site() == null || one.site().equals(span.site()))
                .filter(one -> span.reach().covers(one.site()))
                .filter(one -> span.gateway() == null || one.gateway().equals(span.gateway()))
                .map(Unchained::line)
                .toList();
    }

    /** Remembers whether anybody still reads, and what was handed over. */
    private static final class Lines {
        private final Predicate<ObjectNode> taker;
        private boolean more = true;
        private long logs;
        private long records;

        Lines(Predicate<ObjectNode> taker) {
            this.taker = taker;
        }

        void put(ObjectNode line) {
            more = more && taker.test(line);
        }
    }

    private static List<Part> parts(Handle handle, Span span) {
        return handle.createQuery("""
                        select l.gateway, l.log, l.start_seq, l.newest_seq from audit_log l join gateway g on g.id = l.gateway
                        where (:site::text is null or g.site = :site) and (:gateway::text is null or g.id = :gateway)
                            and (:reach::text is null or g.site = any (string_to_array(:reach, ',')))
                        order by l.gateway, l.log
                        """)
                .bind("site", span.site())
                .bind("gateway", span.gateway())
                .bind("reach", span.reach().text())
                .map((row, context) -> new Part(
                        new LogName(row.getString("gateway"), new LogId(row.getString("log"))),
                        row.getLong("start_seq"),
                        row.getLong("newest_seq")))
                .list();
    }

    private static void export(Handle handle, Span span, Part part, Lines lines) {
        Evidence evidence = new Evidence(handle, part.name);
        Bounds bounds = bounds(evidence, span, part);
        if (bounds.upTo <= bounds.after || !lines.more) {
            return;
        }
        lines.logs++;
        lines.put(ExportLines.log(new ExportLines.Log(
                new GatewayId(part.name.gateway()),
                evidence.signedAs(),
                part.name.log(),
                bounds.signedUpTo,
                AuditKeys.accepted(handle, part.name.gateway()),
                AuditKeys.unaccepted(handle, part.name.gateway()),
                evidence.checkpointAt(bounds.after).orElse(null))));
        evidence.gapsWhere("", bounds.after, bounds.upTo)
                .map((row, context) ->
                        ExportLines.gap(row.getLong("from_seq"), row.getLong("to_seq"), row.getString("reason")))
                .forEach(lines::put);
        try (ResultIterator<Stretch> stretches = evidence.stretches(bounds.after, bounds.upTo);
                ResultIterator<Checkpoint> checkpoints = evidence.checkpoints(bounds.after, bounds.upTo)) {
            weave(new Records(stretches, bounds.after), checkpoints, lines);
        }
    }

    /** From the last checkpoint before the span to the first one behind it, as far as nothing is still on its way. */
    private static Bounds bounds(Evidence evidence, Span span, Part part) {
        long newest = part.newest;
        long after = span.from() == null
                ? part.start
                : evidence.bound("""
                                select max(seq) from audit_checkpoint
                                where gateway = :gateway and log = :log and gateway_time < :time
                                """)
                        .bind("time", span.from().toEpochMilli())
                        .mapTo(Long.class)
                        .findOne()
                        .orElse(part.start);
        long wanted = span.to() == null
                ? newest
                : evidence.bound("""
                                select min(seq) from audit_checkpoint
                                where gateway = :gateway and log = :log and gateway_time >= :time and seq > :after
                                """)
                        .bind("time", span.to().toEpochMilli())
                        .bind("after", after)
                        .mapTo(Long.class)
                        .findOne()
                        .orElse(newest);
        IntervalSet held = evidence.held();
        long here = Math.min(wanted, held.contiguousFrom(after + 1));
        long upTo = evidence.bound("""
                        select max(seq) from audit_checkpoint where gateway = :gateway and log = :log and seq <= :here
                        """)
                .bind("here", here)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
        return new Bounds(after, upTo, here == newest ? newest : upTo);
    }

    /** The records one by one. */
    private static final class Records {
        private final ResultIterator<Stretch> stretches;
        private final long after;
        private Optional<Stretch> now = Optional.empty();
        private int at;

        Records(ResultIterator<Stretch> stretches, long after) {
            this.stretches = stretches;
            this.after = after;
        }

        /** The next record's number; beyond every number when there is none. */
        long seq() {
            while (now.isEmpty()
                    || at == now.get().records().size()
                    || now.get().first() + at <= after) {
                if (now.isPresent() && at < now.get().records().size()) {
                    at++;
                } else if (stretches.hasNext()) {
                    now = Optional.of(stretches.next());
                    at = 0;
                } else {
                    return Long.MAX_VALUE;
                }
            }
            return now.get().first() + at;
        }

        /** The record that {@link #seq} has found. */
        byte[] take() {
            return now.orElseThrow().records().get(at++);
        }
    }

    private static void weave(Records records, ResultIterator<Checkpoint> checkpoints, Lines lines) {
        while (lines.more && checkpoints.hasNext()) {
            Checkpoint checkpoint = checkpoints.next();
            long seq = records.seq();
            while (lines.more && seq <= checkpoint.seq()) {
                lines.put(ExportLines.record(seq, records.take()));
                lines.records++;
                seq = records.seq();
            }
            lines.put(ExportLines.checkpoint(checkpoint));
        }
    }
}
