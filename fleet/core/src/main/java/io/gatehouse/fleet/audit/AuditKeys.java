package io.gatehouse.fleet.audit;

import io.gatehouse.fleet.account.AuditLog;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.audit.AuditKey;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The keys with which gateways sign: taken at first sight, and a change is told. */
public final class AuditKeys {

    static final String CHANGED = "AUDIT_KEY_CHANGED";

    private final Jdbi jdbi;
    private final Clock clock;

    public AuditKeys(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** A gateway that has signed in says with which key it signs; text that is no key is as good as none. */
    public void told(GatewayId gateway, @Nullable String text) {
        if (text == null) {
            return;
        }
        AuditKey.read(text).fold(key -> keep(gateway, key), refusal -> false);
    }

    private boolean keep(GatewayId gateway, AuditKey key) {
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        boolean changed = jdbi.inTransaction(handle -> {
            int added = handle.execute("""
                    insert into audit_key (gateway, key_id, public_key, first_seen)
                    select id, ?, ?, ? from gateway where id = ? on conflict do nothing
                    """, key.id(), key.text(), now, gateway.value());
            boolean another = added > 0 && of(handle, gateway.value()).size() > 1;
            if (another) {
                tell(handle, gateway, key, now);
            }
            return another;
        });
        if (changed) {
            new AuditLog(jdbi, clock)
                    .note("gateway " + gateway, "", "auditKeyChanged", "gateway " + gateway, Map.of("key", key.id()));
        }
        return changed;
    }

    private static void tell(Handle handle, GatewayId gateway, AuditKey key, OffsetDateTime now) {
        handle.execute("""
                insert into problem (site, device, kind, since, last, count, params)
                select site, id, ?, ?, ?, 1, ?::jsonb from gateway where id = ?
                on conflict (site, device, kind) do update
                    set last = excluded.last, count = problem.count + 1, params = excluded.params
                """, CHANGED, now, now, Json.write(Map.of("key", key.id())), gateway.value());
    }

    /** All keys of a gateway, the one to expect first. */
    static List<AuditKey> of(Handle handle, String gateway) {
        return handle
                .createQuery("select public_key from audit_key where gateway = ? order by first_seen, key_id")
                .bind(0, gateway)
                .mapTo(String.class)
                .list()
                .stream()
                .flatMap(text -> AuditKey.read(text)
                        .fold(java.util.stream.Stream::of, refusal -> java.util.stream.Stream.<AuditKey>empty()))
                .toList();
    }
}
