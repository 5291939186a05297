package io.gatehouse.fleet.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Multiranges;
import io.gatehouse.protocol.IntervalSet;
import io.gatehouse.protocol.LogId;
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
    private final String stored;
    private final OffsetDateTime now;

    GapLedger(Handle handle, UplinkBatch batch, LogId stored, OffsetDateTime now) {
        this.handle = handle;
        this.batch = batch;
        this.stored = stored.hex();
        this.now = now;
    }

    /** What lies below the oldest number that the gateway still has and is not held is lost. */
    IntervalSet noteWhatWillNeverCome(IntervalSet held) {
        if (batch.oldest() <= 1) {
            return held;
        }
        IntervalSet sum = held;
        for (long[] gap : held.missingIn(1, batch.oldest() - 1).pairs()) {
            note(stored, batch.lane().name(), gap, GONE);
            sum = sum.plus(gap[0], gap[1]);
        }
        return sum;
    }

    /** Gaps that the gateway itself reports, of this log or another of its logs. */
    IntervalSet noteReported(List<Accepted> records, IntervalSet held) {
        IntervalSet sum = held;
        for (Accepted record : records) {
            SiteEvent event = record.event();
            if (!event.type().equals(GatewayEvents.JOURNAL_GAP) || event.body() == null) {
                continue;
            }
            JsonNode body = event.body();
            long[] gap = {body.path("from").asLong(), body.path("to").asLong()};
            if (gap[0] < 1 || gap[1] < gap[0]) {
                continue;
            }
            String log = body.path("log").asText();
            boolean own = log.equals(batch.log().hex());
            note(
                    own ? stored : log,
                    body.path("lane").asText(),
                    gap,
                    body.path("reason").asText());
            if (own) {
                sum = sum.plus(gap[0], gap[1]);
            } else {
                holdElsewhere(log, gap);
            }
        }
        return sum;
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
