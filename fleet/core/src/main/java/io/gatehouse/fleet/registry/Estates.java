package io.gatehouse.fleet.registry;

import io.gatehouse.fleet.access.AccessLists;
import io.gatehouse.fleet.access.CheckedChange;
import io.gatehouse.fleet.access.Finding;
import io.gatehouse.fleet.access.Outcome;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.SiteId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Merges estate documents into what a site consists of; all of a document or nothing. */
public final class Estates {

    private static final int SECRET_BYTES = 16;
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
        AccessLists lists =
                AccessLists.read(document.access(), document.people(), document.credentials(), document.policies());
        return lists.refused().isEmpty()
                ? jdbi.inTransaction(handle -> merge(handle, site, document, lists))
                : new EstateResult(Map.of(), new Outcome(false, lists.refused()));
    }

    private EstateResult merge(Handle handle, SiteId site, EstateDocument document, AccessLists lists) {
        List<Finding> missing = lists.missing(handle, site);
        if (!missing.isEmpty()) {
            return new EstateResult(Map.of(), new Outcome(false, missing));
        }
        Map<String, String> secrets = new LinkedHashMap<>();
        Outcome outcome = new CheckedChange(handle, keys, site).make(() -> {
            secrets.putAll(devices(handle, site.value(), document.devices()));
            lists.write(handle, site, keys, surroundings.clock());
            checkpoints(handle, site.value(), document.checkpoints());
        });
        return new EstateResult(outcome.kept() ? secrets : Map.of(), outcome);
    }

    private Map<String, String> devices(Handle handle, String site, List<EstateDocument.Device> devices) {
        Set<String> there = handle.createQuery("select id from device where site = ?")
                .bind(0, site)
                .mapTo(String.class)
                .set();
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

    private static void checkpoints(Handle handle, String site, List<EstateDocument.Checkpoint> checkpoints) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into checkpoint (site, id, name, tags) values (?, ?, ?, string_to_array(?, ','))
                on conflict (site, id) do update set name = excluded.name, tags = excluded.tags
                """);
        checkpoints.forEach(one ->
                batch.add(site, one.id(), one.name(), String.join(",", or(one.tags(), List.<String>of()))));
        batch.execute();
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
