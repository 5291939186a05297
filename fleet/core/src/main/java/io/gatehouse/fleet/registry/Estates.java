package io.gatehouse.fleet.registry;

import static io.gatehouse.fleet.registry.EstateDocument.orEmpty;

import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.access.CredentialRef;
import io.gatehouse.protocol.device.PresentedCredential;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Merges estate documents into what a site consists of; all of a document or nothing. */
public final class Estates {

    private static final int SECRET_BYTES = 16;
    private static final int DEFAULT_RELEASE_MILLIS = 5_000;
    private static final int DEFAULT_OPEN_SECONDS = 20;
    private static final int DEFAULT_HEARTBEAT_SECONDS = 30;

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;

    public Estates(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /** The site must exist. */
    public EstateResult merge(SiteId site, EstateDocument document) {
        return jdbi.inTransaction(handle -> {
            List<EstateResult.Problem> problems =
                    EstateCheck.problemsOf(document, known(handle, site.value(), document));
            if (!problems.isEmpty()) {
                return new EstateResult(Map.of(), problems);
            }
            Map<String, String> secrets = devices(handle, site.value(), orEmpty(document.devices()));
            doors(handle, site.value(), orEmpty(document.doors()));
            accessPoints(handle, site.value(), orEmpty(document.accessPoints()));
            schedules(handle, site.value(), orEmpty(document.schedules()));
            profiles(handle, site.value(), orEmpty(document.profiles()));
            people(handle, site.value(), orEmpty(document.people()));
            credentials(handle, site, orEmpty(document.credentials()));
            checkpoints(handle, site.value(), orEmpty(document.checkpoints()));
            return new EstateResult(secrets, List.of());
        });
    }

    private static EstateCheck.Known known(Handle handle, String site, EstateDocument document) {
        return new EstateCheck.Known(
                ids(handle, site, "door", orEmpty(document.doors()), EstateDocument.Door::id),
                ids(handle, site, "device", orEmpty(document.devices()), EstateDocument.Device::id),
                ids(handle, site, "access_point", orEmpty(document.accessPoints()), EstateDocument.AccessPoint::id),
                ids(handle, site, "schedule", orEmpty(document.schedules()), EstateDocument.Schedule::id),
                ids(handle, site, "access_profile", orEmpty(document.profiles()), EstateDocument.Profile::id),
                ids(handle, site, "person", orEmpty(document.people()), EstateDocument.Person::id));
    }

    private static <T> Set<String> ids(
            Handle handle, String site, String table, List<T> added, Function<T, String> id) {
        Set<String> ids = new HashSet<>(handle.createQuery("select id from " + table + " where site = ?")
                .bind(0, site)
                .mapTo(String.class)
                .list());
        added.forEach(one -> ids.add(id.apply(one)));
        return ids;
    }

    private Map<String, String> devices(Handle handle, String site, List<EstateDocument.Device> devices) {
        Set<String> there = ids(handle, site, "device", List.<String>of(), id -> id);
        Map<String, String> made = new LinkedHashMap<>();
        for (EstateDocument.Device device : devices) {
            String secret = device.secret();
            if (secret == null && !there.contains(device.id())) {
                secret = Surroundings.hex(surroundings.random(), SECRET_BYTES);
                made.put(device.id(), secret);
            }
            handle.createUpdate("""
                            insert into device (site, id, kind, name, place, heartbeat_seconds, secret_sealed)
                            values (:site, :id, :kind, :name, :place, :heartbeat, coalesce(:secret, ''::bytea))
                            on conflict (site, id) do update set kind = excluded.kind, name = excluded.name,
                                place = excluded.place, heartbeat_seconds = excluded.heartbeat_seconds,
                                secret_sealed = coalesce(:secret, device.secret_sealed)
                            """)
                    .bind("site", site)
                    .bind("id", device.id())
                    .bind("kind", device.kind())
                    .bind("name", device.name())
                    .bind("place", device.place())
                    .bind("heartbeat", or(device.heartbeatSeconds(), DEFAULT_HEARTBEAT_SECONDS))
                    .bind("secret", secret == null ? null : keys.seal(secret))
                    .execute();
        }
        return made;
    }

    private static void doors(Handle handle, String site, List<EstateDocument.Door> doors) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into door (site, id, name, mode, release_millis, open_seconds, lock_device)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (site, id) do update set name = excluded.name, mode = excluded.mode,
                    release_millis = excluded.release_millis, open_seconds = excluded.open_seconds,
                    lock_device = excluded.lock_device
                """);
        doors.forEach(door -> batch.add(
                site,
                door.id(),
                door.name(),
                or(door.mode(), "LOCKED"),
                or(door.releaseMillis(), DEFAULT_RELEASE_MILLIS),
                or(door.openSeconds(), DEFAULT_OPEN_SECONDS),
                door.lock()));
        batch.execute();
    }

    private static void accessPoints(Handle handle, String site, List<EstateDocument.AccessPoint> points) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into access_point (site, id, door, direction, reader, enabled) values (?, ?, ?, ?, ?, ?)
                on conflict (site, id) do update set door = excluded.door, direction = excluded.direction,
                    reader = excluded.reader, enabled = excluded.enabled
                """);
        points.forEach(point -> batch.add(
                site, point.id(), point.door(), point.direction(), point.reader(), or(point.enabled(), true)));
        batch.execute();
    }

    private static void schedules(Handle handle, String site, List<EstateDocument.Schedule> schedules) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into schedule (site, id, name, weekly) values (?, ?, ?, ?::jsonb)
                on conflict (site, id) do update set name = excluded.name, weekly = excluded.weekly
                """);
        schedules.forEach(one -> batch.add(site, one.id(), one.name(), Json.write(one.weekly())));
        batch.execute();
    }

    private static void profiles(Handle handle, String site, List<EstateDocument.Profile> profiles) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into access_profile (site, id, name, policies) values (?, ?, ?, ?::jsonb)
                on conflict (site, id) do update set name = excluded.name, policies = excluded.policies
                """);
        profiles.forEach(one -> batch.add(site, one.id(), one.name(), Json.write(one.policies())));
        batch.execute();
    }

    private static void people(Handle handle, String site, List<EstateDocument.Person> people) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into person (site, id, name, type, active) values (?, ?, ?, ?, ?)
                on conflict (site, id) do update set name = excluded.name, type = excluded.type,
                    active = excluded.active
                """);
        people.forEach(one -> batch.add(site, one.id(), one.name(), one.type(), or(one.active(), true)));
        batch.execute();
    }

    private void credentials(Handle handle, SiteId site, List<EstateDocument.Credential> credentials) {
        byte[] siteKey = keys.credentialKey(site);
        PreparedBatch batch = handle.prepareBatch("""
                insert into credential (site, ref, mask, person, state, valid_from, valid_to, profiles)
                values (?, ?, ?, ?, ?, ?, ?, string_to_array(?, ','))
                on conflict (site, ref) do update set mask = excluded.mask, person = excluded.person,
                    state = excluded.state, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
                    profiles = excluded.profiles
                """);
        for (EstateDocument.Credential one : credentials) {
            PresentedCredential shown =
                    new PresentedCredential(one.type(), or(one.format(), "RAW"), or(one.facility(), 0), one.number());
            batch.add(
                    site.value(),
                    CredentialRef.of(siteKey, shown),
                    CredentialRef.mask(one.number()),
                    one.person(),
                    or(one.state(), "ENABLED"),
                    millis(one.validFrom()),
                    millis(one.validTo()),
                    String.join(",", orEmpty(one.profiles())));
        }
        batch.execute();
    }

    private static void checkpoints(Handle handle, String site, List<EstateDocument.Checkpoint> checkpoints) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into checkpoint (site, id, name, tags) values (?, ?, ?, string_to_array(?, ','))
                on conflict (site, id) do update set name = excluded.name, tags = excluded.tags
                """);
        checkpoints.forEach(one -> batch.add(site, one.id(), one.name(), String.join(",", orEmpty(one.tags()))));
        batch.execute();
    }

    private static @Nullable Long millis(@Nullable String time) {
        return time == null ? null : OffsetDateTime.parse(time).toInstant().toEpochMilli();
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
