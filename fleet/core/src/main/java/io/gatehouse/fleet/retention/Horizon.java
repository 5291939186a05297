package io.gatehouse.fleet.retention;

import io.gatehouse.protocol.SiteId;
import org.jdbi.v3.core.Handle;

/** Before it nothing is known of a site's rounds any more, but for what was held: there is nothing to be judged missed. */
public final class Horizon {

    private Horizon() {}

    /** Milliseconds since 1970; {@link Long#MIN_VALUE} while nothing was deleted. */
    public static long of(Handle handle, SiteId site) {
        return handle.createQuery("select before from patrol_horizon where site = ?")
                .bind(0, site.value())
                .mapTo(Long.class)
                .findOne()
                .orElse(Long.MIN_VALUE);
    }

    /** It never goes back: what is deleted does not come again. */
    static void move(Handle handle, SiteId site, long before) {
        handle.execute(
                "insert into patrol_horizon (site, before) values (?, ?)"
                        + " on conflict (site) do update set before = greatest(patrol_horizon.before, excluded.before)",
                site.value(),
                before);
    }
}
