package io.gatehouse.fleet.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.SiteBook.CredentialState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who was where, and cards that should not be about. */
public final class Reports {

    /** So many lines at most; one more is read so that it can be said that there are more. */
    public static final int MOST = 10_000;

    private static final String READS = """
            with r as (
                select e.person, e.door, e.gateway_time, e.gateway, e.log, e.seq, e.outcome,
                    (to_timestamp(e.gateway_time / 1000.0) at time zone :zone)::date as day,
                    a.rules ->> 'areaTo' as area
                from event e left join access_point a on a.site = e.site and a.id = e.access_point
                where e.site = :site and e.person is not null and e.decision is not null
                    and e.fleet_time >= :arrived and e.gateway_time >= :from and e.gateway_time < :to
                    and (:person::text is null or e.person = :person) and (:door::text is null or e.door = :door)
            )
            select r.day, r.person, p.name, p.type, %s as place, min(r.gateway_time) as first,
                max(r.gateway_time) as last, count(*) as reads, count(*) filter (where r.outcome = 'DENIED') as denied,
                (array_agg(coalesce(d.name, r.door) order by r.gateway_time, r.gateway, r.log, r.seq))[1] as first_door,
                (array_agg(coalesce(d.name, r.door) order by r.gateway_time desc, r.gateway, r.log, r.seq desc))[1]
                    as last_door
            from r left join person p on p.site = :site and p.id = r.person
                left join door d on d.site = :site and d.id = r.door
                left join access_rule x on x.site = :site and x.kind = 'areas' and x.id = r.area
            where (:type::text is null or p.type = :type) and (:area::text is null or r.area = :area)
            group by r.day, r.person, p.name, p.type, place order by r.day, first, r.person limit :most
            """;

    private static final String SHOWN = """
            with u as (
                select e.decision ->> 'credentialRef' as ref, count(*) as shown, max(e.gateway_time) as last_shown,
                    (array_agg(coalesce(d.name, e.door, e.device) order by e.gateway_time desc))[1] as last_door
                from event e left join door d on d.site = e.site and d.id = e.door
                where e.site = :site and e.fleet_time >= :since and e.decision is not null group by 1
            )
            select u.shown, u.last_shown, u.last_door, k.* from u join (
            """ + CardRow.SELECT + """
             where c.site = :site and c.state <> :enabled) k on k.ref = u.ref
            order by u.last_shown desc limit :most
            """;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;

    public Reports(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /** By what besides person and day the reads are put together. */
    public enum By {
        DAY("''"),
        /** The area that was read to. */
        AREA("coalesce(x.body ->> 'name', r.area, '')"),
        DOOR("coalesce(d.name, r.door, '')");

        private final String column;

        By(String column) {
            this.column = column;
        }
    }

    /**
     * Which reads.
     *
     * @param from the first day in the site's time zone
     * @param to the last day
     */
    public record Filter(
            SiteId site,
            LocalDate from,
            LocalDate to,
            By by,
            @Nullable String person,
            @Nullable String type,
            @Nullable String door,
            @Nullable String area) {

        /** Everybody's reads of one day. */
        public static Filter of(SiteId site, LocalDate day) {
            return new Filter(site, day, day, By.DAY, null, null, null, null);
        }
    }

    /** First and last reads of people by day, in the site's time zone, those who came first first. */
    public List<ObjectNode> reads(Filter filter) {
        return jdbi.withHandle(handle -> {
            ZoneId zone = zone(handle, filter.site());
            OffsetDateTime from = filter.from().atStartOfDay(zone).toOffsetDateTime();
            OffsetDateTime to = filter.to().plusDays(1).atStartOfDay(zone).toOffsetDateTime();
            return handle.createQuery(READS.replace("%s", filter.by().column))
                    .bind("site", filter.site().value())
                    .bind("zone", zone.getId())
                    .bind("arrived", from.minusDays(1))
                    .bind("from", from.toInstant().toEpochMilli())
                    .bind("to", to.toInstant().toEpochMilli())
                    .bind("person", filter.person())
                    .bind("type", filter.type())
                    .bind("door", filter.door())
                    .bind("area", filter.area())
                    .bind("most", MOST + 1)
                    .map((row, c) -> read(row, filter.by()))
                    .list();
        });
    }

    private static ZoneId zone(Handle handle, SiteId site) {
        return ZoneId.of(handle.createQuery("select time_zone from site where id = ?")
                .bind(0, site.value())
                .mapTo(String.class)
                .one());
    }

    private ObjectNode read(ResultSet row, By by) throws SQLException {
        ObjectNode json = Json.object()
                .put("day", row.getString("day"))
                .put("person", row.getString("person"))
                .put("personName", keys.names().shown(row.getString("name")))
                .put("type", row.getString("type"))
                .put("first", Json.time(row.getLong("first")))
                .put("last", Json.time(row.getLong("last")))
                .put("firstDoor", row.getString("first_door"))
                .put("lastDoor", row.getString("last_door"))
                .put("reads", row.getLong("reads"))
                .put("denied", row.getLong("denied"));
        if (by != By.DAY) {
            json.put(by == By.AREA ? "area" : "door", row.getString("place"));
        }
        return json;
    }

    /** Credentials that are not in order and were shown to a reader all the same, those that were shown last first. */
    public List<ObjectNode> shown(SiteId site, int days) {
        OffsetDateTime since = OffsetDateTime.ofInstant(clock.instant().minus(Duration.ofDays(days)), ZoneOffset.UTC);
        return jdbi.withHandle(handle -> handle.createQuery(SHOWN)
                .bind("site", site.value())
                .bind("since", since)
                .bind("enabled", CredentialState.ENABLED.name())
                .bind("most", MOST + 1)
                .map((row, c) -> CardRow.json(row, keys)
                        .put("shown", row.getLong("shown"))
                        .put("lastShown", Json.time(row.getLong("last_shown")))
                        .put("lastDoor", row.getString("last_door")))
                .list());
    }
}
