package io.gatehouse.fleet.intake;

import io.gatehouse.protocol.Ids;
import io.gatehouse.protocol.uplink.GatewayEvents;
import io.gatehouse.protocol.uplink.SiteEvent;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Keeps who knocked at a gateway without having a place at its site. What a stranger can cost is bounded. */
final class Strangers {

    /** Names that wait or were refused at one site; beyond it a new one is only an event. */
    private static final int MOST_AT_SITE = 1_000;

    private final Handle handle;
    private final OffsetDateTime now;

    Strangers(Handle handle, OffsetDateTime now) {
        this.handle = handle;
        this.now = now;
    }

    void update(List<Accepted> records) {
        // sorted, so that two transactions lock the rows in the same order
        TreeMap<String, Accepted> knocked = new TreeMap<>();
        for (Accepted record : records) {
            SiteEvent event = record.event();
            if (event.type().equals(GatewayEvents.SIGN_IN_REFUSED) && event.body() != null) {
                String name = event.body().path("identity").asText();
                if (Ids.isValid(name)) {
                    knocked.put(name, record);
                }
            }
        }
        knocked.forEach(this::note);
    }

    private void note(String name, Accepted record) {
        handle.createUpdate("""
                        insert into stranger (site, name, gateway, times, first_seen, last_seen)
                        select :site, :name, :gateway, 1, :now, :now
                        where not exists (select from device where site = :site and id = :name)
                            and (exists (select from stranger where site = :site and name = :name)
                                or (select count(*) from stranger where site = :site) < :most)
                        on conflict (site, name) do update set gateway = excluded.gateway,
                            times = stranger.times + 1, last_seen = excluded.last_seen
                        """)
                .bind("site", record.site().value())
                .bind("name", name)
                .bind("gateway", record.gateway().value())
                .bind("now", now)
                .bind("most", MOST_AT_SITE)
                .execute();
    }
}
