package io.gatehouse.fleet.authority;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.authority.AuthorityRows.Row;
import io.gatehouse.fleet.authority.AuthorityRows.State;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.identity.ClientTrust;
import io.gatehouse.protocol.DeviceId;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.SiteId;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How far a change of the authority has come, and who still carries the old one. Blocks. */
public final class AuthorityReport {

    private static final int SHOWN = 200;

    /**
     * Holders whose newest certificate that still counts is not by the one that issues. What was issued is known, not what
     * is shown at a door: a device may have its next certificate and not use it yet.
     */
    private static final String BEHIND = """
            with newest as (select distinct on (c.site, c.kind, c.name) c.* from certificate c
                order by c.site, c.kind, c.name, c.issued desc, c.serial)
            select n.kind, n.site, n.name, n.ends, coalesce(d.name, g.name) as title, g.last_heard
            from newest n
                left join device d on n.kind = 'DEVICE' and d.site = n.site and d.id = n.name
                left join gateway g on n.kind = 'GATEWAY' and g.site = n.site and g.id = n.name
            where n.generation >= coalesce(d.generation, g.generation) and n.ends > :believed
                and n.authority is distinct from :issuing
            """;

    private final Jdbi jdbi;
    private final Authorities authorities;
    private final Clock clock;

    public AuthorityReport(Jdbi jdbi, Authorities authorities, Clock clock) {
        this.jdbi = jdbi;
        this.authorities = authorities;
        this.clock = clock;
    }

    /** As REST shows it. */
    public ObjectNode show() {
        List<Row> rows = authorities.rows();
        ObjectNode json = Json.object().put("changing", rows.size() > 1).put("given", isGiven());
        json.set("issuing", shown(rows.get(0)));
        ArrayNode old = json.putArray("old");
        rows.stream().filter(row -> row.state() == State.OLD).map(this::shown).forEach(old::add);
        json.put("listeners", authorities.serving().fingerprint());
        return jdbi.withHandle(handle -> put(handle, json));
    }

    private boolean isGiven() {
        return authorities.keys().given().isPresent();
    }

    private ObjectNode shown(Row row) {
        X509Certificate certificate = row.chain().get(0);
        ObjectNode json = Json.object()
                .put("fingerprint", row.fingerprint())
                .put("name", certificate.getSubjectX500Principal().getName())
                .put("since", Json.time(row.began()))
                .put("ends", Json.time(certificate.getNotAfter().toInstant()));
        if (row.retireAt() != null) {
            json.put("retireAt", Json.time(row.retireAt()));
        }
        return json;
    }

    private ObjectNode put(Handle handle, ObjectNode json) {
        handle.createQuery("""
                        select count(*) as gateways, count(*) filter (where exists (select from site_book b
                            where b.gateway = g.id and b.version = g.site_book_version
                            and :issuing = any (string_to_array(b.authority, ',')))) as know
                        from gateway g where coalesce(g.site_book_version, 0) > 0
                        """)
                .bind("issuing", issuing())
                .map((row, context) -> {
                    long gateways = row.getLong("gateways");
                    // before any change every gateway knows the only one there is
                    long know = authorities.rows().size() == 1 ? gateways : row.getLong("know");
                    return json.put("gateways", gateways).put("gatewaysThatKnow", know);
                })
                .one();
        handle.createQuery("select count(*) filter (where kind = 'GATEWAY') as gateways,"
                        + " count(*) filter (where kind = 'DEVICE') as devices from (" + BEHIND + ") b")
                .bind("believed", believed())
                .bind("issuing", issuing())
                .map((row, context) -> json.put("gatewaysBehind", row.getLong("gateways"))
                        .put("devicesBehind", row.getLong("devices")))
                .one();
        ArrayNode items = json.putArray("behind");
        handle.createQuery(BEHIND + " order by n.kind desc, n.site, n.name limit " + SHOWN)
                .bind("believed", believed())
                .bind("issuing", issuing())
                .map((row, context) -> behind(row))
                .forEach(items::add);
        return json;
    }

    private String issuing() {
        return authorities.issuing().fingerprint();
    }

    private OffsetDateTime believed() {
        return AuthorityRows.at(clock.instant().minus(ClientTrust.GRACE));
    }

    private static ObjectNode behind(ResultSet row) throws SQLException {
        ObjectNode json = Json.object()
                .put("kind", row.getString("kind"))
                .put("site", row.getString("site"))
                .put("name", row.getString("name"))
                .put("title", row.getString("title"))
                .put("ends", time(row, "ends"));
        if (row.getObject("last_heard") != null) {
            json.put("lastHeard", time(row, "last_heard"));
        }
        return json;
    }

    private static String time(ResultSet row, String column) throws SQLException {
        return Json.time(row.getObject(column, OffsetDateTime.class).toInstant());
    }

    /**
     * Devices that have no certificate of the one that issues, at sites whose gateways all know it, and that were not asked
     * to renew by this word yet; at most a few.
     */
    public List<Asked> toAsk(String word) {
        return jdbi.withHandle(handle -> handle.createQuery(BEHIND + """
                         and n.kind = 'DEVICE'
                            and not exists (select from gateway g2 where g2.site = n.site
                                and coalesce(g2.site_book_version, 0) > 0 and not exists (select from site_book b
                                    where b.gateway = g2.id and b.version = g2.site_book_version
                                    and :issuing = any (string_to_array(b.authority, ','))))
                            and not exists (select from command c where c.site = n.site and c.device = n.name
                                and c.idempotency_key = :word)
                        order by n.site, n.name limit :limit
                        """)
                .bind("believed", believed())
                .bind("issuing", issuing())
                .bind("word", word)
                .bind("limit", SHOWN)
                .map((row, context) ->
                        new Asked(new SiteId(row.getString("site")), new DeviceId(row.getString("name"))))
                .list());
    }

    /** A device that is to renew. */
    public record Asked(SiteId site, DeviceId device) {}

    boolean anyBehind(Handle handle) {
        return handle.createQuery("select exists (" + BEHIND + ")")
                .bind("believed", believed())
                .bind("issuing", issuing())
                .mapTo(Boolean.class)
                .one();
    }

    /** Gateways that have no certificate of the one that issues. */
    public List<GatewayId> gatewaysBehind() {
        return jdbi.withHandle(handle -> handle.createQuery(BEHIND + " and n.kind = 'GATEWAY'")
                .bind("believed", believed())
                .bind("issuing", issuing())
                .map((row, context) -> new GatewayId(row.getString("name")))
                .list());
    }
}
