package io.gatehouse.fleet.sitebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Keys;
import io.gatehouse.protocol.SiteId;
import io.gatehouse.protocol.WireFormat;
import io.gatehouse.protocol.patrol.GapRule;
import io.gatehouse.protocol.patrol.GuardPhone;
import io.gatehouse.protocol.patrol.Officer;
import io.gatehouse.protocol.patrol.PatrolCheckpoint;
import io.gatehouse.protocol.patrol.PatrolPlan;
import io.gatehouse.protocol.patrol.PatrolPolicy;
import io.gatehouse.protocol.patrol.PatrolSchedule;
import io.gatehouse.protocol.patrol.Route;
import io.gatehouse.protocol.patrol.Wand;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads how a site is patrolled. The parts are written by {@code patrol}, under the names of the plan's lists. */
public final class PatrolQuery {

    /** The kind under which the key lies that random orders come from. */
    public static final String SEAL = "seal";

    private final Handle handle;
    private final Keys keys;

    public PatrolQuery(Handle handle, Keys keys) {
        this.handle = handle;
        this.keys = keys;
    }

    /** One part of a plan as it lies there. */
    public record Part(String kind, String id, JsonNode content, long createdAt, long changedAt) {}

    /** All of them, in a fixed order. */
    public List<Part> parts(SiteId site) {
        return handle.createQuery("select * from patrol_part where site = ? order by kind, id")
                .bind(0, site.value())
                .map((row, context) -> part(row))
                .list();
    }

    private Part part(ResultSet row) throws SQLException {
        byte[] sealed = row.getBytes("sealed");
        return new Part(
                row.getString("kind"),
                row.getString("id"),
                Json.read(sealed == null ? row.getString("content") : keys.unseal(sealed)),
                row.getTimestamp("created_at").getTime(),
                row.getTimestamp("changed_at").getTime());
    }

    /** Nothing when nobody makes rounds there, so that the site's book stays as it was. */
    public Optional<PatrolPlan> plan(SiteId site) {
        List<Part> parts = parts(site);
        return parts.isEmpty() ? Optional.empty() : Optional.of(plan(parts).with(phones(site)));
    }

    /** Those that are paired or may be, and those that were taken back lately: gateways may still know them. */
    private List<GuardPhone> phones(SiteId site) {
        return handle.createQuery("""
                        select * from patrol_phone where site = ? and (key_hash is not null or code_hash is not null)
                            and (revoked_at is null or revoked_at > now() - interval '400 days')
                        order by made_at desc, id limit 1000
                        """)
                .bind(0, site.value())
                .map((row, context) -> new GuardPhone(
                        row.getString("id"),
                        row.getString("officer"),
                        row.getString("key_hash"),
                        row.getString("code_hash"),
                        row.getTimestamp("code_ends") == null || row.getString("code_hash") == null
                                ? null
                                : row.getTimestamp("code_ends").getTime(),
                        row.getTimestamp("revoked_at") != null))
                .list();
    }

    /** The plan that these parts are. */
    public static PatrolPlan plan(List<Part> parts) {
        return new PatrolPlan(
                all(parts, "checkpoints", PatrolCheckpoint.class),
                all(parts, "routes", Route.class),
                all(parts, "schedules", PatrolSchedule.class),
                all(parts, "gapRules", GapRule.class),
                all(parts, "officers", Officer.class),
                all(parts, "wands", Wand.class),
                policy(parts),
                parts.stream()
                        .filter(part -> part.kind.equals(SEAL))
                        .map(part -> part.content.path("key").asText())
                        .findFirst()
                        .orElse(""));
    }

    private static PatrolPolicy policy(List<Part> parts) {
        ObjectNode all = WireFormat.JSON.mapper().valueToTree(PatrolPolicy.DEFAULT);
        parts.stream()
                .filter(part -> part.kind.equals("policy") && part.content instanceof ObjectNode)
                .forEach(part -> all.setAll((ObjectNode) part.content));
        return Json.read(Json.write(all), PatrolPolicy.class);
    }

    private static <T> List<T> all(List<Part> parts, String kind, Class<T> type) {
        return parts.stream()
                .filter(part -> part.kind.equals(kind))
                .map(part -> Json.read(Json.write(part.content), type))
                .toList();
    }
}
