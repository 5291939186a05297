package io.gatehouse.fleet.presence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.fleet.search.Condition;
import io.gatehouse.fleet.search.GatewayFields;
import io.gatehouse.fleet.store.Json;
import io.gatehouse.fleet.store.Reach;
import io.gatehouse.protocol.GatewayId;
import io.gatehouse.protocol.uplink.GatewayHeartbeat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** How the gateways are now, as REST shows it. */
public final class GatewayBoard {

    static final Duration HEARTBEAT = Duration.ofSeconds(GatewayHeartbeat.PERIOD_SECONDS);

    private static final String SELECT = """
            select g.*, (select max(version) from site_book b where b.gateway = g.id) as wanted,
                (select max(changed) from uplink_log l where l.gateway = g.id) as last_sync,
                o.owed, o.owed_since
            from gateway g left join lateral (
                select count(*) as owed, min(r.issued_at) as owed_since from revocation r
                where r.site = g.site and r.seq > coalesce(g.revoked_up_to, 0)
                    and coalesce(g.site_book_version, 0) > 0
                    and not exists (select from revocation_receipt c
                        where c.gateway = g.id and c.site = r.site and c.seq = r.seq)) o on true
            where (:reach::text is null or g.site = any (string_to_array(:reach, ',')))
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public GatewayBoard(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    public List<ObjectNode> list() {
        return list(Reach.all());
    }

    public List<ObjectNode> list(Reach reach) {
        return list(reach, Condition.TRUE);
    }

    /** @param asked a question of {@link GatewayFields} */
    public List<ObjectNode> list(Reach reach, Condition asked) {
        Instant now = clock.instant();
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery(SELECT + " and (" + asked.sql() + ") order by g.site, g.id")
                    .bind("reach", reach.text())
                    .bindMap(asked.values());
            if (asked.names(GatewayFields.SILENT)) {
                query.bind(GatewayFields.SILENT, at(now.minus(Standing.patienceOf(HEARTBEAT))));
            }
            return query.map((row, context) -> json(row, now)).list();
        });
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
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
        Columns.time(json, "lastSync", row, "last_sync");
        Columns.text(json, "software", row, "software");
        Columns.text(json, "bootId", row, "boot_id");
        Columns.text(json, "clock", row, "clock");
        Columns.number(json, "siteBookVersion", row, "site_book_version");
        Columns.number(json, "siteBookWanted", row, "wanted");
        putBook(json, row);
        Columns.number(json, "journalBytes", row, "journal_bytes");
        putStorage(json, row);
        putClock(json, row);
        json.set("backlog", Json.read(row.getString("backlog")));
        json.set("addresses", Json.read(row.getString("addresses")));
        json.set("measures", Json.read(row.getString("measures")));
        return json;
    }

    /** What proved itself, what was refused and why, and the revocations that it has not confirmed. */
    private static void putBook(ObjectNode json, ResultSet row) throws SQLException {
        Columns.number(json, "siteBookConfirmed", row, "book_confirmed");
        if (row.getLong("book_refused") > 0) {
            ObjectNode refused = json.putObject("siteBookRefused").put("version", row.getLong("book_refused"));
            Columns.text(refused, "reason", row, "book_refused_reason");
            Columns.time(refused, "at", row, "book_refused_at");
        }
        if (row.getLong("owed") > 0) {
            json.put("revocationsOpen", row.getLong("owed"));
            Columns.time(json, "revocationsOpenSince", row, "owed_since");
        }
    }

    private static void putStorage(ObjectNode json, ResultSet row) throws SQLException {
        if (row.getString("storage") == null) {
            return;
        }
        JsonNode told = Json.read(row.getString("storage"));
        JsonNode fill = Json.read(row.getString("fill"));
        ObjectNode storage = json.putObject("storage")
                .put("failed", told.path("failed").asBoolean())
                .put("level", Fill.worst(fill));
        if (told.has("failedSince")) {
            storage.put("failedSince", told.path("failedSince").asText());
        }
        if (told.has("diskSize")) {
            ObjectNode disk = storage.putObject("disk")
                    .put("free", told.path("diskFree").asLong())
                    .put("size", told.path("diskSize").asLong());
            putFill(disk, fill.path(Fill.DISK));
        }
        ArrayNode lanes = storage.putArray("lanes");
        for (JsonNode lane : told.path("lanes")) {
            ObjectNode one = lanes.addObject()
                    .put("lane", lane.path("lane").asText())
                    .put("bytes", lane.path("bytes").asLong())
                    .put("quota", lane.path("quota").asLong());
            putFill(one, fill.path(lane.path("lane").asText()));
        }
    }

    private static void putFill(ObjectNode json, JsonNode fill) {
        json.put("percent", fill.path("percent").asDouble())
                .put("level", fill.path("level").asInt());
        if (fill.path("level").asInt() > 0) {
            json.put("since", fill.path("since").asText());
        }
    }

    private static void putClock(ObjectNode json, ResultSet row) throws SQLException {
        Columns.number(json, "clockOffsetMillis", row, "clock_offset_millis");
        Columns.time(json, "clockSince", row, "clock_since");
        Columns.number(json, "clockJumpMillis", row, "clock_jump_millis");
    }
}
