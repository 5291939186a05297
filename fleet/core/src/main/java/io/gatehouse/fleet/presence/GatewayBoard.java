package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** How the gateways are now, as REST shows it. */
public final class GatewayBoard {

    private static final Duration HEARTBEAT = Duration.ofSeconds(GatewayHeartbeat.PERIOD_SECONDS);

    private final Jdbi jdbi;
    private final Clock clock;

    public GatewayBoard(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    public List<ObjectNode> list() {
        Instant now = clock.instant();
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        select g.*, (select max(version) from site_book b where b.gateway = g.id) as wanted
                        from gateway g order by g.site, g.id
                        """).map((row, context) -> json(row, now)).list());
    }

    public Optional<ObjectNode> find(GatewayId gateway) {
        return list().stream()
                .filter(one -> one.path("id").asText().equals(gateway.value()))
                .findFirst();
    }

    static Standing standing(ResultSet row, String prefix, Instant now) throws SQLException {
        Standing.Heard heard = new Standing.Heard(
                Columns.instant(row, prefix + "last_heard"), Columns.instant(row, prefix + "online_since"));
        return Standing.ofGateway(heard, HEARTBEAT, now);
    }

    private static ObjectNode json(ResultSet row, Instant now) throws SQLException {
        ObjectNode json = Json.object()
                .put("id", row.getString("id"))
                .put("site", row.getString("site"))
                .put("name", row.getString("name"));
        Columns.put(json, standing(row, "", now));
        Columns.time(json, "lastHeard", row, "last_heard");
        Columns.text(json, "software", row, "software");
        Columns.text(json, "bootId", row, "boot_id");
        Columns.text(json, "clock", row, "clock");
        Columns.number(json, "siteBookVersion", row, "site_book_version");
        Columns.number(json, "siteBookWanted", row, "wanted");
        Columns.number(json, "journalBytes", row, "journal_bytes");
        json.set("backlog", Json.read(row.getString("backlog")));
        json.set("addresses", Json.read(row.getString("addresses")));
        json.set("measures", Json.read(row.getString("measures")));
        return json;
    }
}
