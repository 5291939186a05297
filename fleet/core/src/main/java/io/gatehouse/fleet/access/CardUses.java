package io.gatehouse.fleet.access;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;

/** Notes when each credential was used last, from the events that came since it was looked last. */
public final class CardUses {

    /** Events that were being written then may show up with a time before it. */
    private static final int OVERLAP_SECONDS = 120;

    private final Jdbi jdbi;
    private final Clock clock;

    public CardUses(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** Looks at what came; the same look twice changes nothing. Returns how many credentials were used. */
    public int look() {
        return jdbi.inTransaction(handle -> {
            OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
            handle.execute("insert into credential_use (up_to) values (?) on conflict do nothing", now.minusDays(31));
            OffsetDateTime from = handle.createQuery("select up_to from credential_use for update")
                    .mapTo(OffsetDateTime.class)
                    .one();
            int used = handle.createUpdate("""
                            update credential c set last_used = u.at from (
                                select site, decision ->> 'credentialRef' as ref, max(gateway_time) as at from event
                                where fleet_time >= :from and decision is not null group by 1, 2) u
                            where c.site = u.site and c.ref = u.ref and coalesce(c.last_used, 0) < u.at
                            """).bind("from", from).execute();
            handle.execute("update credential_use set up_to = ?", now.minusSeconds(OVERLAP_SECONDS));
            return used;
        });
    }
}
