package io.gatehouse.fleet.intake;

import io.gatehouse.fleet.store.Multiranges;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What the fleet holds of one log of one gateway; its row is locked until the transaction ends.
 *
 * @param stored the name under which the log's events are kept: its own, until it forks
 * @param chained whether its records are kept so that they can be proven
 */
record LogRow(LogId stored, IntervalSet held, boolean chained) {

    /** Locks the row of the batch's log, and makes it if it is not there; nothing for a gateway that nobody knows. */
    static Optional<LogRow> lock(Handle handle, UplinkBatch batch, OffsetDateTime now) {
        String gateway = batch.gateway().value();
        Optional<LogRow> there = find(handle, gateway, batch.log());
        if (there.isPresent()) {
            return there;
        }
        // against a hello that looks at the gateway's logs at the same moment
        handle.createQuery("select boot from gateway_lease where gateway = ? for share")
                .bind(0, gateway)
                .mapTo(String.class)
                .findOne();
        handle.execute("""
                insert into uplink_log (gateway, log, stored, lane, changed)
                select id, ?, ?, ?, ? from gateway where id = ? on conflict do nothing
                """, batch.log().hex(), batch.log().hex(), batch.lane().name(), now, gateway);
        return find(handle, gateway, batch.log());
    }

    /** Locks the row if it is there. */
    static Optional<LogRow> find(Handle handle, String gateway, LogId log) {
        return handle.createQuery("""
                        select stored, held::text, chained from uplink_log where gateway = ? and log = ? for update
                        """)
                .bind(0, gateway)
                .bind(1, log.hex())
                .map((row, context) -> new LogRow(
                        new LogId(row.getString("stored")),
                        Multiranges.read(row.getString("held")),
                        row.getBoolean("chained")))
                .findOne();
    }

    void store(Handle handle, UplinkBatch batch, IntervalSet enlarged, OffsetDateTime now) {
        handle.execute(
                "update uplink_log set held = ?::int8multirange, changed = ? where gateway = ? and log = ?",
                Multiranges.write(enlarged),
                now,
                batch.gateway().value(),
                batch.log().hex());
    }
}
