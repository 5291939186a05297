package io.gatehouse.fleet.audit;

import io.gatehouse.protocol.EventClass;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.Lane;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.audit.Checkpoint;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Keeps what proves a batch of evidence, in the transaction that takes the batch in. */
public final class AuditTrail {

    static final int STRETCH_RECORDS = 1_000;

    private final Handle handle;

    public AuditTrail(Handle handle) {
        this.handle = handle;
    }

    /** Whether a record becomes an event that is shown; measurements and checkpoints are kept elsewhere. */
    public static boolean isShown(SiteEvent event) {
        return event.eventClass() == EventClass.EVIDENCE
                && !event.type().equals(GatewayEvents.TELEMETRY)
                && !event.type().equals(GatewayEvents.AUDIT_CHECKPOINT);
    }

    /**
     * @param stored the name under which the log is kept
     * @param held numbers of the log that are kept already; the caller holds the log's lock
     * @param events those of the batch's events that could be read and are new
     */
    public void keep(UplinkBatch batch, LogId stored, IntervalSet held, List<SiteEvent> events) {
        if (batch.lane() != Lane.EVIDENCE) {
            return;
        }
        for (long[] run : held.missingIn(batch.first(), batch.last()).pairs()) {
            for (long first = run[0]; first <= run[1]; first += STRETCH_RECORDS) {
                stretch(batch, stored, first, Math.min(run[1], first + STRETCH_RECORDS - 1));
            }
        }
        for (SiteEvent event : events) {
            Checkpoint.of(event)
                    .filter(checkpoint -> checkpoint.log().equals(batch.log()))
                    .ifPresent(checkpoint -> checkpoint(batch, stored, checkpoint));
        }
    }

    private void stretch(UplinkBatch batch, LogId stored, long first, long last) {
        List<byte[]> records = batch.records()
                .subList(Math.toIntExact(first - batch.first()), Math.toIntExact(last - batch.first() + 1));
        handle.execute(
                "insert into audit_stretch (gateway, log, first_seq, last_seq, records) values (?, ?, ?, ?, ?)",
                batch.gateway().value(),
                stored.hex(),
                first,
                last,
                Packed.pack(records));
    }

    private void checkpoint(UplinkBatch batch, LogId stored, Checkpoint checkpoint) {
        handle.execute(
                """
                insert into audit_checkpoint (gateway, log, seq, after_seq, first_seq, link, gateway_time, key_id,
                    signature, digests) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """,
                batch.gateway().value(),
                stored.hex(),
                checkpoint.seq(),
                checkpoint.after(),
                checkpoint.first(),
                checkpoint.link(),
                checkpoint.gatewayTime(),
                checkpoint.key(),
                checkpoint.signature(),
                checkpoint.digests());
        handle.execute("""
                insert into audit_log (gateway, log, newest_seq) values (?, ?, ?)
                on conflict (gateway, log) do update set newest_seq = greatest(audit_log.newest_seq, excluded.newest_seq)
                """, batch.gateway().value(), stored.hex(), checkpoint.seq());
    }
}
