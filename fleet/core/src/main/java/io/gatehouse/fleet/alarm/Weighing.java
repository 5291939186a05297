package io.gatehouse.fleet.alarm;

import io.gatehouse.fleet.store.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Looks up what a new alarm touches: doors, and who goes through them. Once for each alarm; inside a transaction. */
final class Weighing {

    private final Handle handle;
    private final Instant now;

    Weighing(Handle handle, Instant now) {
        this.handle = handle;
        this.now = now;
    }

    void weigh(long alarm, Finding finding) {
        Finding.Subject subject = finding.subject();
        Set<String> affected = finding.affected();
        boolean whole = affected.isEmpty() && subject.gateway() != null;
        int passages = whole ? passagesOf(subject) : passages(affected);
        Consequence consequence =
                Consequence.of(finding.kind(), passages, traffic(subject, affected), now, zone(subject.site()));
        handle.createUpdate("""
                        update alarm set weight = :weight, consequence = :consequence::jsonb where id = :id
                        """)
                .bind("weight", consequence.weight(finding.severity()))
                .bind("consequence", Json.write(consequence.json()))
                .bind("id", alarm)
                .execute();
    }

    /** Doors that one of the devices locks or reads for. */
    private int passages(Set<String> devices) {
        return handle.createQuery("""
                        select count(distinct (o.site, o.id)) from door o
                        left join access_point p on p.site = o.site and p.door = o.id
                        where o.site || '/' || o.lock_device = any (:devices) or p.site || '/' || p.reader = any (:devices)
                        """)
                .bindArray("devices", String.class, devices.toArray())
                .mapTo(Integer.class)
                .one();
    }

    /** All doors behind a gateway: those of its site, unless another gateway speaks for their lock. */
    private int passagesOf(Finding.Subject subject) {
        return handle.createQuery("""
                        select count(*) from door o left join device d on d.site = o.site and d.id = o.lock_device
                        where o.site = :site and coalesce(d.gateway, :gateway) = :gateway
                        """)
                .bind("site", subject.site())
                .bind("gateway", subject.gateway())
                .mapTo(Integer.class)
                .one();
    }

    /** Of the devices in the last day; of a gateway, what it counted today and yesterday, halved. */
    private long traffic(Finding.Subject subject, Set<String> devices) {
        OffsetDateTime dayAgo = OffsetDateTime.ofInstant(now, ZoneOffset.UTC).minusDays(1);
        if (devices.isEmpty()) {
            return handle.createQuery("""
                            select coalesce(sum(events), 0) / 2 from event_count where gateway = :gateway and day >= :from
                            """)
                    .bind("gateway", String.valueOf(subject.gateway()))
                    .bind("from", dayAgo.toLocalDate())
                    .mapTo(Long.class)
                    .one();
        }
        return handle.createQuery("""
                        select count(*) from (select 1 from event e where e.site = :site
                            and e.device = any (:devices) and e.fleet_time >= :from and e.outcome is not null limit 2000) one
                        """)
                .bind("site", subject.site())
                .bindArray(
                        "devices",
                        String.class,
                        devices.stream()
                                .map(one -> one.substring(one.indexOf('/') + 1))
                                .toArray())
                .bind("from", dayAgo)
                .mapTo(Long.class)
                .one();
    }

    private ZoneId zone(String site) {
        try {
            return handle.createQuery("select time_zone from site where id = ?")
                    .bind(0, site)
                    .mapTo(String.class)
                    .findOne()
                    .map(ZoneId::of)
                    .orElse(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }
}
