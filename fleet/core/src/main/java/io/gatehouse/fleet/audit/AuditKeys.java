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
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The keys with which gateways sign. The first one is taken at first sight; any other is told, and what it signs proves
 * nothing until somebody has accepted it.
 */
public final class AuditKeys {

    static final String CHANGED = "AUDIT_KEY_CHANGED";

    private final Jdbi jdbi;
    private final Clock clock;

    public AuditKeys(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** What came of an attempt to accept a key. */
    public enum Acceptance {
        /** The gateway never told such a key. */
        UNKNOWN,
        /** From now on what it signed counts. */
        ACCEPTED,
        /** It counted already; nothing was changed. */
        BEFORE
    }

    /** A gateway that has signed in says with which key it signs; text that is no key is as good as none. */
    public void told(GatewayId gateway, @Nullable String text) {
        if (text == null) {
            return;
        }
        AuditKey.read(text).fold(key -> keep(gateway, key), refusal -> false);
    }

    private boolean keep(GatewayId gateway, AuditKey key) {
        boolean changed = jdbi.inTransaction(handle -> {
            // two nodes that hear of two keys at once must not both take theirs for the first
            handle.createQuery("select id from gateway where id = ? for update")
                    .bind(0, gateway.value())
                    .mapTo(String.class)
                    .findOne();
            int added = handle.execute("""
                    insert into audit_key (gateway, key_id, public_key, first_seen, accepted)
                    select g.id, ?, ?, ?, case when not exists (select from audit_key k where k.gateway = g.id) then ? end
                    from gateway g where g.id = ? on conflict do nothing
                    """, key.id(), key.text(), now(), now(), gateway.value());
            boolean another = added > 0 && !isAccepted(handle, gateway, key.id());
            if (another) {
                tell(handle, gateway, key);
            }
            return another;
        });
        if (changed) {
            new AuditLog(jdbi, clock)
                    .note("gateway " + gateway, "", "auditKeyChanged", "gateway " + gateway, Map.of("key", key.id()));
        }
        return changed;
    }

    private void tell(Handle handle, GatewayId gateway, AuditKey key) {
        handle.execute("""
                insert into problem (site, device, kind, since, last, count, params)
                select site, id, ?, ?, ?, 1, ?::jsonb from gateway where id = ?
                on conflict (site, device, kind) do update
                    set last = excluded.last, count = problem.count + 1, params = excluded.params
                """, CHANGED, now(), now(), Json.write(Map.of("key", key.id())), gateway.value());
    }

    /**
     * Takes a key for the gateway's own from now on, and what it signed before too. The problem ends when none is left that
     * was not accepted. Who calls it writes it into the audit.
     *
     * @param by who accepts it
     * @param reason why it is believed, in that person's words
     */
    public Acceptance accept(GatewayId gateway, String keyId, String by, String reason) {
        return jdbi.inTransaction(handle -> {
            int accepted = handle.execute("""
                    update audit_key set accepted = ?, accepted_by = ?, reason = ?
                    where gateway = ? and key_id = ? and accepted is null
                    """, now(), by, reason, gateway.value(), keyId);
            if (accepted == 0) {
                return isAccepted(handle, gateway, keyId) ? Acceptance.BEFORE : Acceptance.UNKNOWN;
            }
            handle.execute("""
                    delete from problem where kind = ? and device = ?
                        and not exists (select from audit_key where gateway = ? and accepted is null)
                    """, CHANGED, gateway.value(), gateway.value());
            return Acceptance.ACCEPTED;
        });
    }

    private static boolean isAccepted(Handle handle, GatewayId gateway, String keyId) {
        return accepted(handle, gateway.value()).stream()
                .anyMatch(key -> key.id().equals(keyId));
    }

    /** The keys of a gateway that were accepted, the one to expect first. */
    static List<AuditKey> accepted(Handle handle, String gateway) {
        return read(handle, gateway, "accepted is not null");
    }

    /** Those that it told and nobody has accepted. */
    static List<AuditKey> unaccepted(Handle handle, String gateway) {
        return read(handle, gateway, "accepted is null");
    }

    private static List<AuditKey> read(Handle handle, String gateway, String which) {
        return handle
                .createQuery("select public_key from audit_key where gateway = ? and " + which
                        + " order by first_seen, key_id")
                .bind(0, gateway)
                .mapTo(String.class)
                .list()
                .stream()
                .flatMap(text -> AuditKey.read(text).fold(Stream::of, refusal -> Stream.<AuditKey>empty()))
                .toList();
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
