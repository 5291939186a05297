package io.gatehouse.fleet.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.SiteId;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Who was where. */
public final class Reports {

    private static final int MOST_PEOPLE = 10_000;

    private final Jdbi jdbi;
    private final Keys keys;

    public Reports(Jdbi jdbi, Keys keys) {
        this.jdbi = jdbi;
        this.keys = keys;
    }

    /** Everybody's first and last read of a day at the site, in its time zone, with how many there were. */
    public List<ObjectNode> reads(SiteId site, LocalDate day) {
        return jdbi.withHandle(handle -> {
            ZoneId zone = ZoneId.of(handle.createQuery("select time_zone from site where id = ?")
                    .bind(0, site.value())
                    .mapTo(String.class)
                    .one());
            OffsetDateTime from = day.atStartOfDay(zone).toOffsetDateTime();
            return handle.createQuery("""
                            select e.person, p.name, min(e.gateway_time) as first, max(e.gateway_time) as last,
                                (array_agg(coalesce(d.name, e.door) order by e.gateway_time))[1] as first_door,
                                (array_agg(coalesce(d.name, e.door) order by e.gateway_time desc))[1] as last_door,
                                count(*) as reads, count(*) filter (where e.outcome = 'DENIED') as denied
                            from event e left join person p on p.site = e.site and p.id = e.person
                            left join door d on d.site = e.site and d.id = e.door
                            where e.site = :site and e.person is not null and e.decision is not null
                                and e.fleet_time >= :arrived and e.gateway_time >= :from and e.gateway_time < :to
                            group by e.person, p.name order by first limit :most
                            """)
                    .bind("site", site.value())
                    .bind("arrived", from.minusDays(1))
                    .bind("from", from.toInstant().toEpochMilli())
                    .bind("to", day.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli())
                    .bind("most", MOST_PEOPLE)
                    .map((row, c) -> Json.object()
                            .put("person", row.getString("person"))
                            .put("personName", keys.names().shown(row.getString("name")))
                            .put("first", Json.time(row.getLong("first")))
                            .put("last", Json.time(row.getLong("last")))
                            .put("firstDoor", row.getString("first_door"))
                            .put("lastDoor", row.getString("last_door"))
                            .put("reads", row.getLong("reads"))
                            .put("denied", row.getLong("denied")))
                    .list();
        });
    }
}
