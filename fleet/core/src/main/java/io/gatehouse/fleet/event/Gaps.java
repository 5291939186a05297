package io.gatehouse.fleet.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * The gap ledger as REST shows it: what is missing of gateways' logs and of devices' boots, why and since when, and what
 * was missing and came after all. Holes of logs are read where they are; the rest is what {@link GapLook} and the intake
 * wrote down.
 */
public final class Gaps {

    private static final int MOST = 1_000;
    private static final int EXPORT_ROWS = 500;
    /** A gateway that was not heard for so long is away: what it holds is on its way, not lost. */
    private static final long SILENT_SECONDS = 12;

    private static final String ALL = """
            with hole as (
                select l.gateway, l.log, l.lane, l.changed, lower(r) as from_seq, upper(r) - 1 as to_seq
                from uplink_log l, unnest(int8multirange(int8range(1, upper(l.held))) - l.held) r
                where not isempty(l.held)
            ), late as (
                select g.id as gateway, g.last_heard is null or g.last_heard < :silent or case when g.storage is null
                    then exists (select 1 from jsonb_each_text(g.backlog) b where b.value <> '0')
                    else exists (select 1 from jsonb_array_elements(g.storage -> 'lanes') s
                        where (s ->> 'oldest')::timestamptz < g.last_heard - interval '15 seconds') end as behind
                from gateway g
            ), one as (
                select 'LOG' as source, x.gateway, x.log, x.lane, null::text as site, null::text as device,
                    null::text as boot_id, x.from_seq, x.to_seq, x.to_seq - x.from_seq + 1 as missing, x.reason,
                    x.noted as since, x.ended, x.superseded_by
                from gap x
                union all
                select 'LOG', h.gateway, h.log, h.lane, null, null, null, h.from_seq, h.to_seq,
                    h.to_seq - h.from_seq + 1, 'ON_ITS_WAY', coalesce((select min(w.noted) from gap_on_its_way w
                        where w.gateway = h.gateway and w.log = h.log and w.ended is null
                            and w.from_seq <= h.from_seq and w.to_seq >= h.to_seq), h.changed), null, null
                from hole h
                union all
                select 'LOG', w.gateway, w.log, w.lane, null, null, null, w.from_seq, w.to_seq,
                    w.to_seq - w.from_seq + 1, 'ON_ITS_WAY', w.noted, w.ended, w.superseded_by
                from gap_on_its_way w where w.superseded_by = 'ARRIVED'
                union all
                select 'LOG', r.gateway, r.log, l.lane, null, null, null, r.seq, r.seq, 1, 'UNREADABLE', r.noted, null, null
                from rejected_record r left join uplink_log l on l.gateway = r.gateway and l.log = r.log
                union all
                select 'DEVICE', coalesce(d.gateway, (select min(g.id) from gateway g where g.site = v.site)), null, null,
                    v.site, v.device, v.boot_id, v.from_seq, v.to_seq,
                    coalesce((select sum(upper(r) - lower(r)) from device_mark m,
                            unnest(int8multirange(int8range(v.from_seq, v.to_seq + 1)) - m.seqs) r
                        where m.site = v.site and m.device = v.device and m.boot_id = v.boot_id and v.ended is null),
                        v.to_seq - v.from_seq + 1),
                    case when v.reason = 'NOT_RECEIVED' and (v.ended is not null or exists (select 1 from late
                        where late.gateway = coalesce(d.gateway,
                            (select min(g.id) from gateway g where g.site = v.site)) and late.behind))
                        then 'ON_ITS_WAY' else v.reason end, v.noted, v.ended, v.superseded_by
                from device_gap v left join device d on d.site = v.site and d.id = v.device
            )
            select one.*, coalesce(one.site, g.site) as at_site, g.name as gateway_name, d.name as device_name
            from one left join gateway g on g.id = one.gateway
                left join device d on d.site = one.site and d.id = one.device
            where (:site::text is null or coalesce(one.site, g.site) = :site)
                and (:reach::text is null or coalesce(one.site, g.site) = any (string_to_array(:reach, ',')))
                and (:gateway::text is null or one.gateway = :gateway)
                and (:device::text is null or one.device = :device)
                and (:state::text is null or (one.ended is null) = (:state = 'OPEN'))
            order by one.ended is not null, one.since desc, one.gateway, one.log, one.device, one.boot_id, one.from_seq
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public Gaps(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Which gaps are looked for; nothing means any.
     *
     * @param state {@code OPEN} for what is missing now, {@code ENDED} for what came after all
     * @param reach the sites of whoever asks
     */
    public record Filter(
            @Nullable String site,
            @Nullable String gateway,
            @Nullable String device,
            @Nullable String state,
            Reach reach) {

        public static Filter any() {
            return new Filter(null, null, null, null, Reach.all());
        }
    }

    /** All of them, those that are open first, then the newest; at most 1,000. */
    public List<ObjectNode> all() {
        return list(Filter.any());
    }

    public List<ObjectNode> list(Filter filter) {
        return jdbi.withHandle(handle -> bind(handle.createQuery(ALL + " limit " + MOST), filter)
                .map((row, context) -> json(row))
                .list());
    }

    /** Hands over every gap as one snapshot until the taker says false. */
    public void export(Filter filter, Predicate<ObjectNode> taker) {
        jdbi.useTransaction(handle -> {
            try (Query query = bind(handle.createQuery(ALL), filter).setFetchSize(EXPORT_ROWS);
                    ResultIterator<ObjectNode> rows =
                            query.map((row, context) -> json(row)).iterator()) {
                boolean more = true;
                while (more && rows.hasNext()) {
                    more = taker.test(rows.next());
                }
            }
        });
    }

    private Query bind(Query query, Filter filter) {
        return query.bind("site", filter.site())
                .bind("gateway", filter.gateway())
                .bind("device", filter.device())
                .bind("state", filter.state())
                .bind("reach", filter.reach().text())
                .bind(
                        "silent",
                        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)
                                .minusSeconds(SILENT_SECONDS));
    }

    private static ObjectNode json(ResultSet row) throws SQLException {
        ObjectNode gap = Json.object().put("source", row.getString("source")).put("site", row.getString("at_site"));
        text(gap, "gateway", row, "gateway");
        text(gap, "gatewayName", row, "gateway_name");
        text(gap, "lane", row, "lane");
        text(gap, "log", row, "log");
        text(gap, "device", row, "device");
        text(gap, "deviceName", row, "device_name");
        text(gap, "bootId", row, "boot_id");
        OffsetDateTime ended = row.getObject("ended", OffsetDateTime.class);
        gap.put("from", row.getLong("from_seq"))
                .put("to", row.getLong("to_seq"))
                .put("count", row.getLong("missing"))
                .put("reason", row.getString("reason"))
                .put(
                        "since",
                        Json.time(row.getObject("since", OffsetDateTime.class).toInstant()))
                .put("state", ended == null ? "OPEN" : "ENDED");
        if (ended != null) {
            gap.put("endedAt", Json.time(ended.toInstant()));
            text(gap, "supersededBy", row, "superseded_by");
        }
        return gap;
    }

    private static void text(ObjectNode json, String name, ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        if (text != null) {
            json.put(name, text);
        }
    }
}
