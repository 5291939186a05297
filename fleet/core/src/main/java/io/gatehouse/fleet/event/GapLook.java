package io.gatehouse.fleet.event;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Looks for holes now and then and writes down since when they are there and when they ended, so that the intake does not
 * have to. Several nodes may look at once: what one wrote the other leaves alone. Blocking.
 */
public final class GapLook {

    /** A hole that was filled within this time was the order of sending, nothing that anybody has to know. */
    private static final long WORTH_KEEPING_SECONDS = 30;

    private final Jdbi jdbi;
    private final Clock clock;

    public GapLook(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** The gateways' logs; cheap, one row a log. */
    public void lookAtLogs() {
        OffsetDateTime now = now();
        jdbi.useTransaction(handle -> {
            handle.execute("""
                    insert into gap_on_its_way (gateway, log, lane, from_seq, to_seq, noted)
                    select l.gateway, l.log, l.lane, lower(r), upper(r) - 1, ?
                    from uplink_log l, unnest(int8multirange(int8range(1, upper(l.held))) - l.held
                        - coalesce((select range_agg(int8range(w.from_seq, w.to_seq + 1)) from gap_on_its_way w
                            where w.gateway = l.gateway and w.log = l.log), '{}'::int8multirange)) r
                    where not isempty(l.held) on conflict do nothing
                    """, now);
            handle.execute("""
                    update gap_on_its_way w set ended = ?, superseded_by = coalesce((select min(x.reason) from gap x
                        where x.gateway = w.gateway and x.log = w.log and x.from_seq <= w.to_seq
                            and x.to_seq >= w.from_seq), 'ARRIVED')
                    from uplink_log l where l.gateway = w.gateway and l.log = w.log and w.ended is null
                        and l.held @> int8range(w.from_seq, w.to_seq + 1)
                    """, now);
            handle.execute(
                    "delete from gap_on_its_way where superseded_by = 'ARRIVED' and ended < noted + make_interval(secs => ?)",
                    WORTH_KEEPING_SECONDS);
            endWhatIsHere(handle, now);
        });
    }

    /** A lost stretch of evidence of which every event is here after all was damaged after it had been taken. */
    private static void endWhatIsHere(Handle handle, OffsetDateTime now) {
        handle.execute("""
                update gap x set ended = ?, superseded_by = 'HELD' where x.superseded_by is null and x.noted > ?
                    and x.lane = 'EVIDENCE' and (select count(*) from event e where e.gateway = x.gateway
                        and e.log = x.log and e.seq between x.from_seq and x.to_seq) = x.to_seq - x.from_seq + 1
                """, now, now.minusHours(1));
    }

    /** The devices' own numbers; reads a row for each boot of each device. */
    public void lookAtDevices() {
        OffsetDateTime now = now();
        jdbi.useTransaction(handle -> {
            handle.execute("""
                    insert into device_gap (site, device, boot_id, from_seq, to_seq, reason, noted)
                    select m.site, m.device, m.boot_id, lower(r), upper(r) - 1, 'NOT_RECEIVED', ?
                    from device_mark m, unnest(
                        int8multirange(int8range(least(1, lower(m.seqs)), upper(m.seqs))) - m.seqs
                        - coalesce((select range_agg(int8range(v.from_seq, v.to_seq + 1)) from device_gap v
                            where v.site = m.site and v.device = m.device and v.boot_id = m.boot_id),
                            '{}'::int8multirange)) r
                    where not isempty(m.seqs) and m.seqs <> int8multirange(int8range(1, upper(m.seqs)))
                    on conflict do nothing
                    """, now);
            handle.execute("""
                    update device_gap v set ended = ?, superseded_by = 'ARRIVED' from device_mark m
                    where m.site = v.site and m.device = v.device and m.boot_id = v.boot_id and v.ended is null
                        and m.seqs @> int8range(v.from_seq, v.to_seq + 1)
                    """, now);
            handle.execute(
                    "delete from device_gap where reason = 'NOT_RECEIVED' and ended < noted + make_interval(secs => ?)",
                    2 * WORTH_KEEPING_SECONDS);
        });
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
    }
}
