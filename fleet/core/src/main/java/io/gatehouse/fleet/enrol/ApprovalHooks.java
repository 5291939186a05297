package io.gatehouse.fleet.enrol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The hook that is asked before an approval, as it is set: one at most. Blocks; any thread. */
public final class ApprovalHooks {

    private final Jdbi jdbi;
    private final Keys keys;
    private final Clock clock;

    ApprovalHooks(Jdbi jdbi, Keys keys, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /** With its secret, for whoever asks; also when it is switched off. */
    public Optional<ApprovalHook> open() {
        return jdbi.withHandle(handle -> handle.createQuery("select * from approval_hook")
                .map((row, context) -> hook(row))
                .findOne());
    }

    private ApprovalHook hook(ResultSet row) throws SQLException {
        byte[] sealed = row.getBytes("secret");
        return new ApprovalHook(
                row.getString("address"),
                sealed == null ? null : keys.unseal(sealed),
                Duration.ofMillis(row.getInt("patience_millis")),
                row.getBoolean("enabled"));
    }

    /** As REST shows it, without its secret. */
    public Optional<ObjectNode> shown() {
        return jdbi.withHandle(handle -> handle.createQuery("select * from approval_hook")
                .map((row, context) -> Json.object()
                        .put("address", row.getString("address"))
                        .put("signs", row.getBytes("secret") != null)
                        .put("patienceMillis", row.getInt("patience_millis"))
                        .put("enabled", row.getBoolean("enabled"))
                        .put("changedBy", row.getString("changed_by"))
                        .put(
                                "changed",
                                Json.time(row.getObject("changed", OffsetDateTime.class)
                                        .toInstant())))
                .findOne());
    }

    /** Sets it; the secret of before stays when none is given. */
    public void put(ApprovalHook hook, String by) {
        String secret = hook.secret();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into approval_hook (address, secret, patience_millis, enabled, changed, changed_by)
                        values (:address, :secret, :patience, :enabled, :now, :by)
                        on conflict (one) do update set address = excluded.address,
                            secret = coalesce(excluded.secret, approval_hook.secret),
                            patience_millis = excluded.patience_millis, enabled = excluded.enabled,
                            changed = excluded.changed, changed_by = excluded.changed_by
                        """)
                .bind("address", hook.address())
                .bind("secret", secret == null ? null : keys.seal(secret))
                .bind("patience", (int) hook.patience().toMillis())
                .bind("enabled", hook.enabled())
                .bind("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .bind("by", by)
                .execute());
    }

    /** Says whether there was one. */
    public boolean forget() {
        return jdbi.withHandle(handle -> handle.execute("delete from approval_hook")) > 0;
    }
}
