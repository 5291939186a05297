package io.gatehouse.fleet.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Multiranges;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import io.gatehouse.protocol.uplink.UplinkBatch;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Writes down which numbers will never come, and why; they count as held so that the log can go on. */
final class GapLedger {

    private static final String GONE = "GONE_AT_GATEWAY";

    private final Handle handle;
    private final UplinkBatch batch;
    private final OffsetDateTime now;

    GapLedger(Handle handle, UplinkBatch batch, OffsetDateTime now) {
        this.handle = handle;
        this.batch = batch;
        this.now = now;
    }

    /** What lies below the oldest number that the gateway still has and is not held is lost. */
    IntervalSet noteWhatWillNeverCome(IntervalSet held) {
        if (batch.oldest() <= 1) {
            return held;
        }
        IntervalSet sum = held;
        for (long[] gap : held.missingIn(1, batch.oldest() - 1).pairs()) {
            note(batch.log().hex(), batch.lane().name(), gap, GONE);
            sum = sum.plus(gap[0], gap[1]);
        }
        return sum;
    }

    /** Gaps that the gateway itself reports, of this log or another of its logs. */
    IntervalSet noteReported(List<Accepted> records, IntervalSet held) {
        IntervalSet sum = held;
        for (Accepted record : records) {
            SiteEvent event = record.event();
            noteTold(record);
            if (!event.type().equals(GatewayEvents.JOURNAL_GAP) || event.body() == null) {
                continue;
            }
            JsonNode body = event.body();
            long[] gap = {body.path("from").asLong(), body.path("to").asLong()};
            if (gap[0] < 1 || gap[1] < gap[0]) {
                continue;
            }
            String log = body.path("log").asText();
            note(log, body.path("lane").asText(), gap, body.path("reason").asText());
            if (log.equals(batch.log().hex())) {
                sum = sum.plus(gap[0], gap[1]);
            } else {
                holdElsewhere(log, gap);
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
