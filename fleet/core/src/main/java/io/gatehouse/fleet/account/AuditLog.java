package io.gatehouse.fleet.account;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.fleet.store.Json;
import java.time.Clock;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who changed what, from where. Rows are only added; {@link AuditSeal} chains them. */
public final class AuditLog {

    private final Jdbi jdbi;
    private final Clock clock;

    public AuditLog(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Who it was, and how they came.
     *
     * @param address from where, or nothing for the fleet itself
     * @param via the session or token, as it may be written down
     */
    public record Who(
            String user, @Nullable String address, @Nullable String via) {}

    /**
     * What was done.
     *
     * @param action the operation's name in the contract
     * @param target what was changed, such as {@code gateway east-1}
     * @param site where it is, or nothing when it is at no one site
     * @param reason why, as they said, or nothing
     * @param details without any secret
     * @param wasIs what was there before and after, without any secret, or nothing
     */
    public record Deed(
            String action,
            String target,
            @Nullable String site,
            @Nullable String reason,
            Map<String, String> details,
            @Nullable JsonNode wasIs) {

        public Deed {
            details = Map.copyOf(details);
        }
    }

    /** Notes something that is at no one site and has no before and after. */
    public void note(String who, String address, String action, String target, Map<String, String> details) {
        note(new Who(who, address, null), new Deed(action, target, null, null, details, null));
    }

    public void note(Who who, Deed deed) {
        jdbi.useHandle(handle -> note(handle, who, deed));
    }

    /** In a transaction that does more. */
    public void note(Handle handle, Who who, Deed deed) {
        JsonNode values = deed.wasIs();
        handle.createUpdate("""
                        insert into audit (at, who, action, target, address, details, via, site, reason, was_is)
                        values (:at, :who, :action, :target, :address, :details::jsonb, :via, :site, :reason, :values)
                        """)
                .bind("at", Grants.at(clock.instant()))
                .bind("who", who.user())
                .bind("action", deed.action())
                .bind("target", deed.target())
                .bind("address", who.address())
                .bind("details", Json.write(deed.details()))
                .bind("via", who.via())
                .bind("site", deed.site())
                .bind("reason", deed.reason())
                .bind("values", values == null ? null : Json.write(values))
                .execute();
    }
}
