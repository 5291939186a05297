package io.gatehouse.fleet.audit;

import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/**
 * Gives a history that forks off a chain of its own, in the transaction that forks it. What the gateway signs names the log
 * and continues the link that its disk knows; so the branch begins behind the last checkpoint that both histories have, and
 * takes copies of that checkpoint and of the records between it and the place where the two part.
 */
public final class ForkedChain {

    /** So many records may be copied for want of a checkpoint; a gateway signs at least each 1,000. */
    private static final long MOST_COPIED = 10_000;

    private final Handle handle;
    private final GatewayId gateway;
    private final LogId from;
    private final LogId to;

    /**
     * @param from the name of the history from which it forks off
     * @param to the name of the one that begins
     */
    public ForkedChain(Handle handle, GatewayId gateway, LogId from, LogId to) {
        this.handle = handle;
        this.gateway = gateway;
        this.from = from;
        this.to = to;
    }

    /**
     * Says false when there is nothing from which a chain could go on: then the branch is kept without one.
     *
     * @param shared the numbers that mean the same records in both
     */
    public boolean begin(IntervalSet shared) {
        long start = handle.createQuery("""
                        select max(seq) from audit_checkpoint where gateway = ? and log = ? and seq <= ?
                        """)
                .bind(0, gateway.value())
                .bind(1, from.hex())
                .bind(2, shared.contiguousFrom(1))
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
        if (start == 0 && shared.size() > MOST_COPIED) {
            return false;
        }
        copyStart(start, Math.max(0, shared.last()));
        if (!shared.isEmpty() && shared.last() > start) {
            copyRecords(start, shared);
            copyGaps(start, shared.last());
        }
        return true;
    }

    private void copyStart(long start, long sharedUpTo) {
        handle.execute("""
                insert into audit_checkpoint (gateway, log, seq, after_seq, first_seq, link, gateway_time, key_id,
                    signature, digests)
                select gateway, ?, seq, after_seq, first_seq, link, gateway_time, key_id, signature, digests
                from audit_checkpoint where gateway = ? and log = ? and seq = ?
                """, to.hex(), gateway.value(), from.hex(), start);
        handle.createUpdate("""
                insert into audit_log (gateway, log, newest_seq, checked_seq, again_seq, start_seq, shared_seq, proven_seq)
                values (:gateway, :to, :start, :start, :start, :start, :shared, coalesce((select least(proven_seq, :start)
                    from audit_log where gateway = :gateway and log = :from), 0))
                """)
                .bind("gateway", gateway.value())
                .bind("to", to.hex())
                .bind("from", from.hex())
                .bind("start", start)
                .bind("shared", sharedUpTo)
                .execute();
    }

    private void copyRecords(long start, IntervalSet shared) {
        Evidence evidence = new Evidence(handle, new LogName(gateway.value(), from));
        IntervalSet notShared = shared.missingIn(start + 1, shared.last());
        try (ResultIterator<Evidence.Stretch> stretches = evidence.stretches(start, shared.last())) {
            while (stretches.hasNext()) {
                Evidence.Stretch stretch = stretches.next();
                long first = Math.max(stretch.first(), start + 1);
                long last = Math.min(stretch.first() + stretch.records().size() - 1, shared.last());
                for (long[] run : last < first
                        ? List.<long[]>of()
                        : notShared.missingIn(first, last).pairs()) {
                    copy(stretch, run[0], run[1]);
                }
            }
        }
    }

    private void copy(Evidence.Stretch stretch, long first, long last) {
        List<byte[]> records = stretch.records()
                .subList(Math.toIntExact(first - stretch.first()), Math.toIntExact(last - stretch.first() + 1));
        handle.execute(
                "insert into audit_stretch (gateway, log, first_seq, last_seq, records) values (?, ?, ?, ?, ?)",
                gateway.value(),
                to.hex(),
                first,
                last,
                Packed.pack(records));
    }

    /** What was lost before the two parted is lost in both. */
    private void copyGaps(long start, long upTo) {
        handle.execute("""
                insert into gap (gateway, log, lane, from_seq, to_seq, reason, noted, ended, superseded_by)
                select gateway, ?, lane, from_seq, to_seq, reason, noted, ended, superseded_by
                from gap where gateway = ? and log = ? and from_seq > ? and to_seq <= ?
                """, to.hex(), gateway.value(), from.hex(), start, upTo);
    }
}
