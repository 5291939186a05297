package io.gatehouse.fleet.access;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Writes what a site's access consists of. A document that does not speak of rules leaves those that are there. */
public final class ThingTables {

    private final Handle handle;
    private final String site;

    public ThingTables(Handle handle, String site) {
        this.handle = handle;
        this.site = site;
    }

    public void doors(List<SiteBook.Door> doors) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into door (site, id, name, mode, release_millis, open_seconds, lock_device, rules)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                on conflict (site, id) do update set name = excluded.name, mode = excluded.mode,
                    release_millis = excluded.release_millis, open_seconds = excluded.open_seconds,
                    lock_device = excluded.lock_device, rules = coalesce(excluded.rules, door.rules)
                """);
        for (SiteBook.Door door : doors) {
            DeviceId lock = door.lock();
            batch.add(
                    site,
                    door.id(),
                    door.name(),
                    door.mode().name(),
                    door.releaseMillis(),
                    door.openSeconds(),
                    lock == null ? null : lock.value(),
                    json(door.rules()));
        }
        batch.execute();
    }

    public void accessPoints(List<SiteBook.AccessPoint> points) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into access_point (site, id, door, direction, reader, enabled, rules)
                values (?, ?, ?, ?, ?, ?, ?::jsonb)
                on conflict (site, id) do update set door = excluded.door, direction = excluded.direction,
                    reader = excluded.reader, enabled = excluded.enabled,
                    rules = coalesce(excluded.rules, access_point.rules)
                """);
        points.forEach(point -> batch.add(
                site,
                point.id(),
                point.door(),
                point.direction().name(),
                point.reader().value(),
                point.enabled(),
                json(point.rules())));
        batch.execute();
    }

    public void schedules(List<SiteBook.Schedule> schedules) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into schedule (site, id, name, weekly, special) values (?, ?, ?, ?::jsonb, ?::jsonb)
                on conflict (site, id) do update set name = excluded.name, weekly = excluded.weekly,
                    special = coalesce(excluded.special, schedule.special)
                """);
        schedules.forEach(one -> batch.add(site, one.id(), one.name(), Json.write(one.weekly()), json(one.special())));
        batch.execute();
    }

    public void profiles(List<SiteBook.AccessProfile> profiles) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into access_profile (site, id, name, policies) values (?, ?, ?, ?::jsonb)
                on conflict (site, id) do update set name = excluded.name, policies = excluded.policies
                """);
        profiles.forEach(one -> batch.add(site, one.id(), one.name(), Json.write(one.policies())));
        batch.execute();
    }

    /** Rules of one kind, by their ids; new ones come behind those that are there. */
    void rules(ThingKind kind, Map<String, ?> byId) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into access_rule (site, kind, id, body, rank)
                values (:site, :kind, :id, :body::jsonb,
                    (select coalesce(max(rank), 0) + 1 from access_rule where site = :site and kind = :kind))
                on conflict (site, kind, id) do update set body = excluded.body
                """);
        byId.forEach((id, body) -> batch.bind("site", site)
                .bind("kind", kind.wireName())
                .bind("id", id)
                .bind("body", Json.write(body))
                .add());
        batch.execute();
    }

    private static @Nullable String json(@Nullable Object value) {
        return value == null ? null : Json.write(value);
    }
}
