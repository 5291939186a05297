package io.gatehouse.fleet.intake;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Says that something is wrong with a gateway's identity: a problem for whoever watches, and a line in the audit. */
final class Alarms {

    /** Two processes speak as one gateway. */
    static final String GATEWAY_CLONED = "GATEWAY_CLONED";
    /** A log does not go on where it was left: a restored disk, or one that forgot. */
    static final String LOG_FORKED = "LOG_FORKED";

    private final Handle handle;
    private final OffsetDateTime now;

    Alarms(Handle handle, OffsetDateTime now) {
        this.handle = handle;
        this.now = now;
    }

    /** Noted each time as a problem, and once an hour in the audit. */
    void raise(SiteId site, GatewayId gateway, String kind, Map<String, String> details) {
        Optional<OffsetDateTime> last = handle.createQuery(
                        "select last from problem where site = ? and device = ? and kind = ?")
                .bind(0, site.value())
                .bind(1, gateway.value())
                .bind(2, kind)
                .mapTo(OffsetDateTime.class)
                .findOne();
        String params = Json.write(details);
        handle.execute("""
                insert into problem (site, device, kind, since, last, count, params) values (?, ?, ?, ?, ?, 1, ?::jsonb)
                on conflict (site, device, kind) do update set last = excluded.last, params = excluded.params,
                    since = case when problem.last < excluded.last - interval '1 hour' then excluded.since else problem.since end,
                    count = problem.count + 1
                """, site.value(), gateway.value(), kind, now, now, params);
        if (last.isEmpty() || last.get().isBefore(now.minusHours(1))) {
            handle.execute(
                    "insert into audit (at, who, action, target, details) values (?, 'fleet', ?, ?, ?::jsonb)",
                    now,
                    kind,
                    "gateway " + gateway,
                    params);
        }
    }
}
