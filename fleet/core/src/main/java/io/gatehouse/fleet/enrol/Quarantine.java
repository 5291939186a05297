package io.gatehouse.fleet.enrol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.sitebook.DeviceKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Devices that appeared at a gateway unannounced: they wait here until somebody gives them a place or refuses them. */
public final class Quarantine {

    private static final int SECRET_BYTES = 32;
    private static final int DEFAULT_HEARTBEAT_SECONDS = 30;

    private static final String SELECT = """
            select name, gateway, times, first_seen, last_seen, refused_by, refused, veto, veto_reason, veto_at
            from stranger where\s""";

    private final Jdbi jdbi;
    private final Keys keys;
    private final Enrolments enrolments;
    private final Surroundings surroundings;

    public Quarantine(Jdbi jdbi, Keys keys, Enrolments enrolments, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.enrolments = enrolments;
        this.surroundings = surroundings;
    }

    /** Who is asked before somebody is let in. */
    public ApprovalHooks hooks() {
        return new ApprovalHooks(jdbi, keys, surroundings.clock());
    }

    /** As REST shows them: who waits first, then who knocked last. */
    public List<ObjectNode> at(SiteId site) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + """
                        site = :site order by refused is not null, last_seen desc, name
                        """)
                .bind("site", site.value())
                .map((row, context) -> shown(row))
                .list());
    }

    /** One of them, waiting or refused; nothing when nobody of that name is there. */
    public Optional<ObjectNode> find(SiteId site, DeviceId device) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "site = :site and name = :name")
                .bind("site", site.value())
                .bind("name", device.value())
                .map((row, context) -> shown(row))
                .findOne());
    }

    /** What kept it from being let in; shown until it is, or somebody tries again. */
    public enum Veto {
        /** Whoever was asked said no. */
        VETOED,
        /** Whoever was asked did not answer in time, or not so that it counts. */
        UNANSWERED
    }

    /** It stays where it is, and this is why. */
    public void keepOut(SiteId site, DeviceId device, Veto veto, String reason) {
        jdbi.useHandle(handle -> handle.execute(
                "update stranger set veto = ?, veto_reason = ?, veto_at = ? where site = ? and name = ?",
                veto.name(),
                reason,
                OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC),
                site.value(),
                device.value()));
    }

    private static ObjectNode shown(ResultSet row) throws SQLException {
        String by = row.getString("refused_by");
        ObjectNode shown = Json.object()
                .put("device", row.getString("name"))
                .put("gateway", row.getString("gateway"))
                .put("state", by == null ? "WAITING" : "REFUSED")
                .put("times", row.getLong("times"))
                .put("firstSeen", time(row, "first_seen"))
                .put("lastSeen", time(row, "last_seen"));
        String veto = row.getString("veto");
        if (veto != null) {
            shown.put("veto", veto)
                    .put("vetoReason", row.getString("veto_reason"))
                    .put("vetoAt", time(row, "veto_at"));
        }
        return by == null ? shown : shown.put("refusedBy", by).put("refusedAt", time(row, "refused"));
    }

    private static @Nullable String time(ResultSet row, String column) throws SQLException {
        return Json.time(row.getObject(column, OffsetDateTime.class).toInstant());
    }

    /**
     * Gives it a place under the name that it came with. What it came with proves nothing: it enrols with the token.
     * Nothing when nobody of that name waits.
     */
    public Optional<ClaimToken> approve(SiteId site, DeviceId device, DeviceKind kind, String name, String by) {
        return jdbi.inTransaction(handle -> {
            int waited =
                    handle.execute("delete from stranger where site = ? and name = ?", site.value(), device.value());
            if (waited == 0) {
                return Optional.empty();
            }
            handle.createUpdate("""
                            insert into device (site, id, kind, name, service, heartbeat_seconds, secret_sealed)
                            values (:site, :id, :kind, :name, 'TO_COMMISSION', :heartbeat, :secret)
                            on conflict (site, id) do nothing
                            """)
                    .bind("site", site.value())
                    .bind("id", device.value())
                    .bind("kind", kind.name())
                    .bind("name", name)
                    .bind("heartbeat", DEFAULT_HEARTBEAT_SECONDS)
                    .bind("secret", keys.seal(Surroundings.hex(surroundings.random(), SECRET_BYTES)))
                    .execute();
            return Optional.of(enrolments.offer(handle, Holder.of(site, device), by));
        });
    }

    /** It stays outside; knocking again is counted. Says whether somebody of that name waits. */
    public boolean refuse(SiteId site, DeviceId device, String by) {
        return jdbi.withHandle(handle -> handle.execute(
                        "update stranger set refused_by = ?, refused = ? where site = ? and name = ? and refused is null",
                        by,
                        OffsetDateTime.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC),
                        site.value(),
                        device.value()))
                == 1;
    }
}
