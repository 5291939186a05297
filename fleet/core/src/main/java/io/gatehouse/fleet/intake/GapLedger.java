package io.gatehouse.fleet.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Multiranges;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Writes down which numbers will never come, and why; they count as held so that the log can go on. */
final class GapLedger {

    private static final String GONE = "GONE_AT_GATEWAY";

    private final Handle handle;
    private final UplinkBatch batch;
    private final String stored;
    private final OffsetDateTime now;

    GapLedger(Handle handle, UplinkBatch batch, LogId stored, OffsetDateTime now) {
        this.handle = handle;
        this.batch = batch;
        this.stored = stored.hex();
        this.now = now;
    }

    /** What the gateway does not have any more and never delivered. */
    void noteGone(IntervalSet gone) {
        for (long[] gap : gone.pairs()) {
            note(stored, batch.lane().name(), gap, GONE);
        }
    }

    /** Gaps that the gateway itself reports, of this log or another of its logs. */
    IntervalSet noteReported(List<Accepted> records, IntervalSet held) {
        IntervalSet sum = held;
        for (Accepted record : records) {
            noteTold(record);
            Optional<ReportedGap> reported = ReportedGap.of(record.event());
            if (reported.isEmpty()) {
                continue;
            }
            ReportedGap gap = reported.get();
            long[] ends = {gap.from(), gap.to()};
            boolean own = gap.log().equals(batch.log().hex());
            note(own ? stored : gap.log(), gap.lane(), ends, gap.reason());
            if (own) {
                sum = sum.plus(gap.from(), gap.to());
            } else {
                holdElsewhere(gap.log(), ends);
            }
        }
        return sum;
    }

    /** A device that says which of its own numbers it lost. */
    private void noteTold(Accepted record) {
        SiteEvent event = record.event();
        JsonNode body = event.body();
        if (!event.type().equals("EventGap") || body == null || event.device() == null || event.bootId() == null) {
            return;
        }
        long from = body.path("from").asLong(-1);
        long to = body.path("to").asLong(-1);
        if (from < 0 || to < from) {
            return;
        }
        String site = record.site().value();
        String device = event.device().value();
        handle.execute("""
                delete from device_gap where site = ? and device = ? and boot_id = ? and reason = 'NOT_RECEIVED'
                    and from_seq >= ? and to_seq <= ?
                """, site, device, event.bootId(), from, to);
        handle.execute("""
                insert into device_gap (site, device, boot_id, from_seq, to_seq, reason, noted)
                values (?, ?, ?, ?, ?, 'DEVICE_LOST', ?) on conflict do nothing
                """, site, device, event.bootId(), from, to, now);
    }

    private void holdElsewhere(String log, long[] gap) {
        handle.execute(
                "update uplink_log set held = held + ?::int8multirange where gateway = ? and log = ?",
                Multiranges.write(IntervalSet.of(gap[0], gap[1])),
                batch.gateway().value(),
                log);
    }

    private void note(String log, String lane, long[] gap, String reason) {
        handle.execute("""
                insert into gap (gateway, log, lane, from_seq, to_seq, reason, noted) values (?, ?, ?, ?, ?, ?, ?)
                on conflict (gateway, log, from_seq) do nothing
                """, batch.gateway().value(), log, lane, gap[0], gap[1], reason, now);
    }
}
